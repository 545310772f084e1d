package dev.headgate.assess.hash4j;

import com.dynatrace.hash4j.hashing.HashValue128;
import com.dynatrace.hash4j.hashing.Hasher128;
import com.dynatrace.hash4j.hashing.Hashing;
import dev.headgate.assess.RecordHash;
import java.nio.ByteBuffer;

/// XXH3-128 of a record's bytes, in canonical (big-endian) form.
public final class Xxh3RecordHash implements RecordHash {
  private final Hasher128 xxh3 = Hashing.xxh3_128();

  @Override
  public void hash(byte[] bytes, byte[] target) {
    HashValue128 hash = xxh3.hashBytesTo128Bits(bytes);
    ByteBuffer.wrap(target)
        .putLong(hash.getMostSignificantBits())
        .putLong(hash.getLeastSignificantBits());
  }
}
