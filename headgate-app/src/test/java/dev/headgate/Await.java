package dev.headgate;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;

/// Waits in a test for something that another thread or process does.
public final class Await {
  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final long LOOK_EVERY_MILLIS = 10;

  private Await() {}

  /// Returns once the condition holds; fails when it does not within a minute.
  public static void until(String what, Callable<Boolean> condition) throws Exception {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.call()) {
      assertThat(System.nanoTime()).as("waited a minute for: %s", what).isLessThan(deadline);
      TimeUnit.MILLISECONDS.sleep(LOOK_EVERY_MILLIS);
    }
  }
}
