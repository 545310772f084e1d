package dev.headgate.tell;

import dev.headgate.admit.Evidence;
import dev.headgate.admit.TrailEntry;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/// What people are told: of one entry of the trail, or as a trial of a target.
///
/// @param type of its event: `import.green_light`
/// @param text one line, for people
/// @param link to the page where they see more
/// @param project its name; empty for what is of no project
/// @param entry empty for a trial
/// @param seed what makes its id, which nothing else has: an entry's hash
public record Message(
    Kind kind,
    Instant at,
    String type,
    String text,
    String link,
    String project,
    Optional<TrailEntry> entry,
    String seed) {
  private static final int ID_DIGITS = 32;

  /// How urgent it is.
  public enum Kind {
    /// Somebody should look at once.
    ALERT,
    NOTE;

    public String key() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /// What a receiver knows it by when it comes again: the same for a message and a target each
  /// time.
  public String id(String target) {
    return "msg_" + Evidence.digest(target + "\n" + seed).substring(0, ID_DIGITS);
  }

  /// The line as where nothing else says that it is urgent.
  public String headline() {
    return kind == Kind.ALERT ? "ALERT: " + text : text;
  }
}
