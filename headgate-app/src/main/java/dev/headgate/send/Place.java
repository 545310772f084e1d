package dev.headgate.send;

/// Where reading goes on: at the record that starts there.
///
/// @param turn which part is read, counted in the order of sending, from 0; the number of parts at
///   the end of the export
/// @param offset of the record in the part's uncompressed content, in bytes
/// @param line it starts on, from 1
public record Place(int turn, long offset, long line) {
  public static final Place START = new Place(0, 0, 1);
}
