package dev.headgate.capture;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/// Ends the reading of a request that will be refused as a whole. It never leaves the room: {@link
/// Capture} answers it as a {@link Verdict.Refused}.
final class Unacceptable extends Exception {
  private static final long serialVersionUID = 1;

  private final int status;
  private final String tag;
  private final String reason;

  Unacceptable(int status, String reason) {
    this(status, Verdict.Refused.tagOf(status), reason);
  }

  /// @param tag as in {@link Verdict.Refused#tag}
  Unacceptable(int status, String tag, String reason) {
    super(reason, null, false, false);
    this.status = status;
    this.tag = tag;
    this.reason = reason;
  }

  /// The same, with where it is.
  Unacceptable at(String place) {
    return new Unacceptable(status, tag, reason + place);
  }

  String tag() {
    return tag;
  }

  Verdict.Refused verdict() {
    return new Verdict.Refused(status, tag, reason, Optional.<Duration>empty(), Map.of());
  }
}
