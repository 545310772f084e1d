package dev.headgate.source;

/// Where a record stands in an export: in its bytes as they were unpacked, before they are decoded.
///
/// @param part the part's index in the export, from 0
/// @param line the line it starts on, from 1, counted in the uncompressed content
/// @param offset its first byte in the uncompressed content, from 0
/// @param length its bytes, without the line end; at most {@link Integer#MAX_VALUE} is said
public record Position(int part, long line, long offset, int length)
    implements Comparable<Position> {

  /// Where a part begins.
  public static Position startOf(Part part) {
    return new Position(part.index(), 1, 0, 0);
  }

  @Override
  public int compareTo(Position other) {
    int byPart = Integer.compare(part, other.part);
    return byPart != 0 ? byPart : Long.compare(offset, other.offset);
  }
}
