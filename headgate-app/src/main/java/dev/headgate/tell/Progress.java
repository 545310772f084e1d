package dev.headgate.tell;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// How far a target has been told messages of one kind.
///
/// @param place number of the entry up to which it has been told
/// @param waiting messages after that
/// @param failures tries of the first of them, all in vain
/// @param error what came of the last of these; empty if there are none
/// @param nextTry empty for at once
public record Progress(
    long place, long waiting, int failures, String error, Optional<Instant> nextTry) {
  private static final Duration FIRST_PAUSE = Duration.ofSeconds(2);
  private static final Duration LONGEST_PAUSE = Duration.ofHours(1);

  static Progress at(long place, long waiting) {
    return new Progress(place, waiting, 0, "", Optional.empty());
  }

  /// The pause after so many failures, from 1: twice the one before, at most an hour.
  static Duration pause(int failures) {
    long doubled = FIRST_PAUSE.toSeconds() << Math.min(failures - 1, 20);
    return doubled >= LONGEST_PAUSE.toSeconds() ? LONGEST_PAUSE : Duration.ofSeconds(doubled);
  }

  boolean mayTry(Instant now) {
    return nextTry.map(at -> !now.isBefore(at)).orElse(true);
  }

  Progress seen() {
    return new Progress(place, waiting + 1, failures, error, nextTry);
  }

  Progress told(long sequence) {
    return at(sequence, waiting - 1);
  }

  Progress failed(String what, Instant now) {
    return new Progress(
        place, waiting, failures + 1, what, Optional.of(now.plus(pause(failures + 1))));
  }

  /// The same without a pause: the target has just taken something else.
  Progress hurried() {
    return new Progress(place, waiting, failures, error, Optional.empty());
  }
}
