package dev.headgate.send;

import java.time.Duration;

/// Waits: handed in, so that tests need no real time.
@FunctionalInterface
public interface Sleeper {
  void sleep(Duration duration) throws InterruptedException;
}
