package dev.headgate.source;

/// One record as it stands in the export: a line, or for CSV as many lines as its quotes span.
///
/// @param position where it is
/// @param lines how many lines it spans, at least 1
/// @param bytes its bytes without the line end; only a beginning of it where `truncated`
/// @param truncated whether the record is longer than {@link #MAX_BYTES}; a CSV record that is, by
///   a quote that does not close, is given up after its first line
@SuppressWarnings("ArrayRecordComponent") // handed over, never compared: one copy a record
public record RawRecord(Position position, int lines, byte[] bytes, boolean truncated) {
  /// Longest record that is read whole; a longer one is a reject.
  public static final int MAX_BYTES = 4 << 20;

  /// How much of the beginning of a longer one is kept.
  public static final int KEPT_BYTES = 64 << 10;
}
