package dev.headgate.source.file;

import com.dynatrace.hash4j.hashing.HashValue128;
import com.dynatrace.hash4j.hashing.Hasher128;
import com.dynatrace.hash4j.hashing.Hashing;
import dev.headgate.source.RecordHash;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.HexFormat;
import java.util.List;

/// XXH3-128, seed 0, in its canonical form: 16 bytes, the high one first (xxHash specification,
/// section "Canonical representation"). Fast, and not made to withstand somebody who wants two
/// contents to look alike.
public final class Xxh3 implements RecordHash {
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  private final Hasher128 hasher = Hashing.xxh3_128();

  @Override
  public void hash(byte[] bytes, int from, int to, byte[] into, int at) {
    HashValue128 hash = hasher.hashBytesTo128Bits(bytes, from, to - from);
    LONGS.set(into, at, hash.getMostSignificantBits());
    LONGS.set(into, at + 8, hash.getLeastSignificantBits());
  }

  /// The hash of `bytes[0, length)` as 32 hexadecimal digits.
  String hex(byte[] bytes, int length) {
    byte[] hash = new byte[BYTES];
    hash(bytes, 0, length, hash, 0);
    return HexFormat.of().formatHex(hash);
  }

  /// The digest of a content, from the digests of its blocks.
  String contentDigest(List<String> blockDigests) {
    byte[] all = HexFormat.of().parseHex(String.join("", blockDigests));
    return hex(all, all.length);
  }
}
