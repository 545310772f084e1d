package dev.headgate.loadtest;

import java.time.Duration;

/// A clock that only goes forward, and waiting on it.
public interface Ticks {
  long nanos();

  void sleep(Duration duration) throws InterruptedException;
}
