package dev.headgate.assess;

import dev.headgate.source.RecordHash;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/// A record hash of the platform's own, so that tests of the room need none of its leaves.
final class Md5RecordHash implements RecordHash {
  private final MessageDigest md5;

  Md5RecordHash() {
    try {
      md5 = MessageDigest.getInstance("MD5");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has MD5", e);
    }
  }

  @Override
  public void hash(byte[] bytes, int from, int to, byte[] into, int at) {
    md5.update(bytes, from, to - from);
    System.arraycopy(md5.digest(), 0, into, at, BYTES);
  }
}
