package dev.headgate.admit;

import dev.headgate.pace.Envelope;

/// What a green light allows.
///
/// @param envelope events over time, from the start of sending
/// @param batchEvents most events of a request
/// @param batchBytes most bytes of a request's uncompressed body; a single larger event is sent
///   alone
public record GrantTerms(Window window, Envelope envelope, int batchEvents, int batchBytes) {
  public GrantTerms {
    if (batchEvents < 1 || batchBytes < 1) {
      throw new IllegalArgumentException(
          "a batch holds something: " + batchEvents + " events, " + batchBytes + " bytes");
    }
  }
}
