package dev.headgate.event;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/// What {@link UuidSum} adds up: the MD5 digest of a uuid's 36 ASCII characters, read as a
/// little-endian number of 128 bits (as DuckDB's `md5_number` and ClickHouse's
/// `reinterpretAsUInt128(MD5(...))` read it). Not thread-safe: it owns one digest.
public final class UuidHash {
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

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
    byte[] digest = md5.digest(uuid.ascii());
    return new UuidSum(1, (long) LONGS.get(digest, Long.BYTES), (long) LONGS.get(digest, 0));
  }
}
