package dev.headgate.event;

import java.util.Optional;

/// The rule for an event's name, which stays a plain string elsewhere.
public final class EventName {
  private EventName() {}

  /// The name as it is stored: NUL becomes U+FFFD, the rest beyond 200 code points is cut; empty
  /// for a blank one.
  public static Optional<String> of(String raw) {
    String storable = Text.storable(raw);
    return Text.isBlank(storable) ? Optional.empty() : Optional.of(storable);
  }
}
