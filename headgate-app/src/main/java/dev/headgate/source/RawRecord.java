package dev.headgate.source;

/// One record as it stands in the export: a line, for CSV as many lines as its quotes span, or a
/// JSON value.
///
/// @param position where it is
/// @param lines how many lines it spans, without a line that the record before it stands on as
///   well: of several JSON values on a line only the first has one
/// @param bytes its bytes without the line end, as UTF-8 whatever they are encoded in; only a
///   beginning of it where `truncated`
/// @param truncated whether the record is longer than {@link #MAX_BYTES}; a CSV record that is, by
///   a quote that does not close, is given up after its first line
@SuppressWarnings("ArrayRecordComponent") // handed over, never compared: one copy a record
public record RawRecord(Position position, int lines, byte[] bytes, boolean truncated) {
  /// Longest record that is read whole; a longer one is a reject.
  public static final int MAX_BYTES = 4 << 20;

  /// How much of the beginning of a longer one is kept.
  public static final int KEPT_BYTES = 64 << 10;
}
