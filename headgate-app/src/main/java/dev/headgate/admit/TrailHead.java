package dev.headgate.admit;

import java.util.Optional;

/// The head of a trail: the number and the hash of its latest entry. It stands for all entries up
/// to there: none of them can be another, or missing, and lead to the same hash.
///
/// @param sequence 0 of a trail without entries
/// @param hash 64 hexadecimal digits
public record TrailHead(long sequence, String hash) {
  /// Of a trail without entries.
  public static final TrailHead NONE = new TrailHead(0, "0".repeat(64));

  /// Reads `SEQUENCE:HASH`; empty if it is none.
  public static Optional<TrailHead> parse(String text) {
    return text.matches("\\d{1,18}:[0-9a-f]{64}")
        ? Optional.of(
            new TrailHead(
                Long.parseLong(text.substring(0, text.indexOf(':'))),
                text.substring(text.indexOf(':') + 1)))
        : Optional.empty();
  }

  /// `SEQUENCE:HASH`, as people note it down.
  @Override
  public String toString() {
    return sequence + ":" + hash;
  }
}
