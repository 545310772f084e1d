package dev.headgate.send;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// The whole retry policy, as a table.
class BackoffTest {
  private static final Answer.Later LATER = new Answer.Later("busy", Optional.empty());
  private static final Answer.Unreachable GONE = new Answer.Unreachable("refused");

  private static Duration waitAfter(Answer.Unsettled answer, int attempt) {
    Backoff advice = Backoff.advise(answer, attempt, Duration.ZERO);
    assertThat(advice).isInstanceOf(Backoff.Wait.class);
    return ((Backoff.Wait) advice).duration();
  }

  @Test
  void waitsDoubleUpToTheLongest() {
    assertThat(waitAfter(LATER, 1)).isEqualTo(Duration.ofMillis(250));
    assertThat(waitAfter(LATER, 2)).isEqualTo(Duration.ofMillis(500));
    assertThat(waitAfter(LATER, 5)).isEqualTo(Duration.ofSeconds(4));
    assertThat(waitAfter(LATER, 8)).isEqualTo(Backoff.LONGEST_WAIT);
    assertThat(waitAfter(LATER, 1_000)).isEqualTo(Backoff.LONGEST_WAIT);
    assertThat(waitAfter(GONE, 1)).isEqualTo(Duration.ofMillis(250));
  }

  @Test
  void thePipelinesOwnWishIsObeyedWithinReason() {
    Answer.Later soon = new Answer.Later("busy", Optional.of(Duration.ofMillis(7)));
    Answer.Later late = new Answer.Later("busy", Optional.of(Duration.ofHours(2)));
    assertThat(waitAfter(soon, 5)).isEqualTo(Duration.ofMillis(7));
    assertThat(waitAfter(late, 1)).isEqualTo(Backoff.LONGEST_WAIT);
  }

  @Test
  void anUnreachablePipelineIsGivenUpForNow() {
    assertThat(Backoff.advise(GONE, Backoff.MOST_UNREACHABLE, Duration.ZERO))
        .isInstanceOf(Backoff.Wait.class);
    assertPaused(Backoff.advise(GONE, Backoff.MOST_UNREACHABLE + 1, Duration.ZERO));
  }

  /// However short the waits are that it asks for.
  @Test
  void aPipelineThatSaysLaterIsWaitedForByTimeNotByCount() {
    Answer.HeldBack held = new Answer.HeldBack("full", Optional.of(Duration.ofMillis(250)));
    for (Answer.Unsettled answer : new Answer.Unsettled[] {LATER, held}) {
      Duration almost = Backoff.LONGEST_PATIENCE.minusMillis(1);
      assertThat(Backoff.advise(answer, 5_000, almost)).isInstanceOf(Backoff.Wait.class);
      assertPaused(Backoff.advise(answer, 2, Backoff.LONGEST_PATIENCE));
    }
  }

  private static void assertPaused(Backoff advice) {
    assertThat(advice)
        .isInstanceOfSatisfying(
            Backoff.Pause.class, pause -> assertThat(pause.next()).contains("again"));
  }

  @Test
  void aDenialAndAFullDiskPauseAtOnce() {
    assertThat(Backoff.advise(new Answer.Denied(403, "revoked"), 1, Duration.ZERO))
        .isInstanceOfSatisfying(
            Backoff.Pause.class,
            pause -> assertThat(pause.reason()).contains("403").contains("revoked"));
    assertThat(Backoff.advise(new Answer.NoRoom("1 MiB free"), 1, Duration.ZERO))
        .isInstanceOfSatisfying(
            Backoff.Pause.class, pause -> assertThat(pause.reason()).contains("1 MiB free"));
  }
}
