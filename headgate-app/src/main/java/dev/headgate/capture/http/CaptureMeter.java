package dev.headgate.capture.http;

import dev.headgate.eventlog.Lane;
import java.time.Duration;

/// Is told of every request that was taken or refused, by many threads at once.
@FunctionalInterface
public interface CaptureMeter {
  /// Measures nothing.
  CaptureMeter NONE = (_, _, _) -> {};

  /// A request was taken.
  ///
  /// @param took from when its body had been read until its events were durable
  void taken(Lane lane, int events, Duration took);

  /// A request was not taken, and answered with this status.
  ///
  /// @param lane of an import if the request named a grant
  default void refused(Lane lane, int status) {}
}
