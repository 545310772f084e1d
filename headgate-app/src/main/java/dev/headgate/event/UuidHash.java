package dev.headgate.event;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/// What {@link UuidSum} adds up: the MD5 digest of a uuid's 36 ASCII characters, read as a
/// little-endian number of 128 bits (as DuckDB's `md5_number` and ClickHouse's
/// `reinterpretAsUInt128(MD5(...))` read it). Not thread-safe: it owns one digest.
public final class UuidHash {
  private final MessageDigest md5;

  public UuidHash() {
    try {
      md5 = MessageDigest.getInstance("MD5");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has MD5", e);
    }
  }

  /// The sum of this one uuid.
  public UuidSum of(EventId uuid) {
    ByteBuffer digest = ByteBuffer.wrap(md5.digest(uuid.ascii())).order(ByteOrder.LITTLE_ENDIAN);
    return new UuidSum(1, digest.getLong(Long.BYTES), digest.getLong(0));
  }
}
