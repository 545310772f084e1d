package dev.headgate.send;

import java.time.Duration;

/// What to do after an answer that is neither yes nor no: wait and try again, or give up for now.
/// Pure: the same answer and attempt always give the same advice.
public sealed interface Backoff {

  record Wait(Duration duration) implements Backoff {}

  /// Stop the import where it is, so that it can go on later.
  record Pause(String reason, String next) implements Backoff {}

  /// Longest wait, whoever asks for it.
  Duration LONGEST_WAIT = Duration.ofSeconds(30);

  /// How often an unreachable pipeline is tried: about two minutes in all.
  int MOST_UNREACHABLE = 10;

  /// How often a pipeline that says "later" is asked again: it lives, so about half an hour.
  int MOST_LATER = 70;

  Duration FIRST_WAIT = Duration.ofMillis(250);

  /// Advice after an answer.
  ///
  /// @param attempt how many times in a row this request got no yes or no, from 1
  static Backoff advise(Answer.Unsettled answer, int attempt) {
    return switch (answer) {
      case Answer.Later later ->
          attempt > MOST_LATER
              ? new Pause(
                  "the pipeline has said \"later\" " + MOST_LATER + " times: " + later.reason(),
                  "Ask the pipeline team what holds it up, then run the same command again.")
              : new Wait(
                  later
                      .retryAfter()
                      .map(wish -> wish.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : wish)
                      .orElse(doubling(attempt)));
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

  private static Duration doubling(int attempt) {
    Duration wait = FIRST_WAIT.multipliedBy(1L << Math.min(attempt - 1, 20));
    return wait.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : wait;
  }
}
