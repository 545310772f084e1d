package dev.headgate.event;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/// Makes version 5 uuids (RFC 9562, section 5.5: SHA-1 of a namespace and a name). Not thread-safe:
/// it owns one digest, so that an id costs a hash and no look-up of the algorithm.
public final class NamedIds {
  private final byte[] namespace;
  private final MessageDigest sha1;

  public NamedIds(EventId namespace) {
    this.namespace =
        ByteBuffer.allocate(16).putLong(namespace.high()).putLong(namespace.low()).array();
    try {
      this.sha1 = MessageDigest.getInstance("SHA-1");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-1", e);
    }
  }

  /// The id of the concatenated parts.
  public EventId of(byte[]... parts) {
    sha1.update(namespace);
    for (byte[] part : parts) {
      sha1.update(part);
    }
    ByteBuffer hash = ByteBuffer.wrap(sha1.digest());
    long high = (hash.getLong() & 0xffff_ffff_ffff_0fffL) | 0x5000L;
    long low = (hash.getLong() & 0x3fff_ffff_ffff_ffffL) | 0x8000_0000_0000_0000L;
    return new EventId(high, low);
  }
}
