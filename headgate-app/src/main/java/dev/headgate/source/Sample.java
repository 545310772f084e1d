package dev.headgate.source;

/// The beginning of a part, by which its format is told.
///
/// @param part its name
/// @param head its first bytes, uncompressed and decoded, without a byte order mark
/// @param whole whether that is all there is of it
@SuppressWarnings("ArrayRecordComponent") // handed over, never compared
public record Sample(String part, byte[] head, boolean whole) {
  /// Records that are looked at.
  public static final int MAX_RECORDS = 100;

  /// Most bytes of a head: room for one record of any size.
  public static final int MAX_BYTES = 2 * RawRecord.MAX_BYTES;
}
