package dev.headgate.cli;

import dev.headgate.event.Trace;
import java.util.Optional;

/// The trace that a command is part of: told by a variable, as scripts and build servers do, and
/// named in every request to the pipeline.
final class Traceparent {
  private static final String VARIABLE = "TRACEPARENT";

  private Traceparent() {}

  /// The header as it was told; empty where it is none.
  static Optional<String> told() {
    return Optional.ofNullable(System.getenv(VARIABLE)).filter(told -> Trace.of(told).isPresent());
  }
}
