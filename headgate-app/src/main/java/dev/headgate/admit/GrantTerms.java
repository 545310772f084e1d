package dev.headgate.admit;

import dev.headgate.pace.Envelope;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;

/// What a green light allows.
///
/// @param envelope events over time, from the start of sending
/// @param batchEvents most events of a request
/// @param batchBytes most bytes of a request's uncompressed body; a single larger event is sent
///   alone
/// @param mostPerSecond a rate that the envelope is cut at, set while the import runs; may be empty
public record GrantTerms(
    Window window,
    Envelope envelope,
    int batchEvents,
    int batchBytes,
    OptionalDouble mostPerSecond) {

  public GrantTerms(Window window, Envelope envelope, int batchEvents, int batchBytes) {
    this(window, envelope, batchEvents, batchBytes, OptionalDouble.empty());
  }

  public GrantTerms {
    if (batchEvents < 1 || batchBytes < 1) {
      throw new IllegalArgumentException(
          "a batch holds something: " + batchEvents + " events, " + batchBytes + " bytes");
    }
    if (mostPerSecond.isPresent() && !(mostPerSecond.getAsDouble() > 0)) {
      throw new IllegalArgumentException("an import that may run has a rate");
    }
  }

  /// In words, without an amendment: `from 2026-12-01T08:00:00Z to 2026-12-01T17:00:00Z, at most
  /// 1,000 events/s in requests of up to 500`.
  String words() {
    return String.format(
        Locale.ROOT,
        "from %s to %s, at most %,.0f events/s in requests of up to %,d",
        window.from(),
        window.to(),
        envelope.peakPerSecond(),
        batchEvents);
  }

  /// What an amendment changes, in words: `at most 500 events/s, until 2026-12-01T17:00:00Z`.
  String differences(GrantTerms before) {
    List<String> words = new ArrayList<>();
    if (!mostPerSecond.equals(before.mostPerSecond) && mostPerSecond.isPresent()) {
      words.add(String.format(Locale.ROOT, "at most %,.0f events/s", mostPerSecond.getAsDouble()));
    }
    if (!window.from().equals(before.window.from())) {
      words.add("from " + window.from());
    }
    if (!window.to().equals(before.window.to())) {
      words.add("until " + window.to());
    }
    return words.isEmpty() ? "nothing changed" : String.join(", ", words);
  }

  /// The part of the envelope's rate that {@link #mostPerSecond} leaves, above 0 and at most 1.
  double partOf(double envelopeRate) {
    return mostPerSecond.isEmpty() || mostPerSecond.getAsDouble() >= envelopeRate
        ? 1
        : mostPerSecond.getAsDouble() / envelopeRate;
  }
}
