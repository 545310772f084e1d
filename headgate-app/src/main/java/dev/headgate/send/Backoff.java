package dev.headgate.send;

import java.time.Duration;
import java.util.Optional;

/// What to do after an answer that is neither yes nor no: wait and try again, or give up for now.
/// Pure: the same arguments always give the same advice.
public sealed interface Backoff {

  record Wait(Duration duration) implements Backoff {}

  /// Stop the import where it is, so that it can go on later.
  record Pause(String reason, String next) implements Backoff {}

  /// Longest wait, whoever asks for it.
  Duration LONGEST_WAIT = Duration.ofSeconds(30);

  /// How often an unreachable pipeline is tried: about two minutes in all.
  int MOST_UNREACHABLE = 10;

  /// How long a request waits for a pipeline that says "later" or holds it back: it lives, so long.
  Duration LONGEST_PATIENCE = Duration.ofMinutes(30);

  Duration FIRST_WAIT = Duration.ofMillis(250);

  /// Advice after an answer.
  ///
  /// @param attempt how many times in a row this request got no yes or no, from 1
  /// @param waited how long it has waited for that in all
  static Backoff advise(Answer.Unsettled answer, int attempt, Duration waited) {
    return switch (answer) {
      case Answer.Later(String reason, var wish) -> later(reason, wish, attempt, waited);
      case Answer.HeldBack(String reason, var wish, _) -> later(reason, wish, attempt, waited);
      case Answer.Unreachable unreachable ->
          attempt > MOST_UNREACHABLE
              ? new Pause(
                  "the pipeline cannot be reached: " + unreachable.reason(),
                  "See that it runs, then run the same command again: it goes on where it stopped.")
              : new Wait(doubling(attempt));
      case Answer.Denied denied ->
          new Pause(
              "the pipeline refuses this import (" + denied.status() + "): " + denied.reason(),
              "If the grant was revoked or its window is over, ask for a new green light; then run the"
                  + " same command again.");
      case Answer.NoRoom noRoom ->
          new Pause(
              "the pipeline has no room: " + noRoom.reason(),
              "Free disk space on its machine, then run the same command again.");
    };
  }

  private static Backoff later(
      String reason, Optional<Duration> wish, int attempt, Duration waited) {
    if (waited.compareTo(LONGEST_PATIENCE) >= 0) {
      return new Pause(
          "the pipeline has said \"later\" for "
              + LONGEST_PATIENCE.toMinutes()
              + " minutes: "
              + reason,
          "Ask the pipeline team what holds it up, then run the same command again.");
    }
    Duration wanted = wish.orElse(doubling(attempt));
    return new Wait(wanted.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : wanted);
  }

  private static Duration doubling(int attempt) {
    Duration wait = FIRST_WAIT.multipliedBy(1L << Math.min(attempt - 1, 20));
    return wait.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : wait;
  }
}
