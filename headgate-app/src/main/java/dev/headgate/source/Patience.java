package dev.headgate.source;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.List;

/// How long a place that fails is tried again: after each failure in a row it waits longer, and
/// gives up after the last wait. What came in between starts the row anew.
///
/// @param waits before the second, third, ... try
public record Patience(List<Duration> waits, Sleeper sleeper) {
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(60);
  private static final List<Duration> STANDARD =
      List.of(
          Duration.ofMillis(200),
          Duration.ofMillis(500),
          Duration.ofSeconds(1),
          Duration.ofSeconds(2),
          Duration.ofSeconds(5),
          Duration.ofSeconds(10),
          Duration.ofSeconds(20));

  /// How it waits.
  @FunctionalInterface
  public interface Sleeper {
    void sleep(Duration duration) throws InterruptedException;
  }

  /// What may fail in a way that passes ({@link IOException}), or for good ({@link
  /// Part.MediumFault}).
  @FunctionalInterface
  public interface Attempt<T> {
    T make() throws IOException;
  }

  public Patience {
    waits = List.copyOf(waits);
  }

  /// About 40 seconds in all.
  public static Patience standard(Sleeper sleeper) {
    return new Patience(STANDARD, sleeper);
  }

  /// Tries until it succeeds; the last failure is thrown.
  public <T> T during(Attempt<T> attempt) throws IOException {
    for (int failures = 0; ; failures++) {
      try {
        return attempt.make();
      } catch (Part.MediumFault e) {
        throw e;
      } catch (IOException e) {
        if (failures == waits.size()) {
          throw e;
        }
        waitAfter(failures, e);
      }
    }
  }

  /// Waits before it is tried again.
  ///
  /// @param failures in a row before this one; less than the number of waits
  void waitAfter(int failures, IOException failure) throws InterruptedIOException {
    Duration wait = waits.get(failures);
    if (failure instanceof AskedToWait asked && asked.wait.compareTo(wait) > 0) {
      wait = asked.wait.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : asked.wait;
    }
    try {
      sleeper.sleep(wait);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while waiting to try again");
    }
  }

  /// A failure after which the other side wants to be left alone for a while (`Retry-After`).
  public static final class AskedToWait extends IOException {
    private static final long serialVersionUID = 1;

    private final Duration wait;

    public AskedToWait(String message, Duration wait) {
      super(message);
      this.wait = wait;
    }
  }
}
