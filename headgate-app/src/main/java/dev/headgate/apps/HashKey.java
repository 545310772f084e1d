package dev.headgate.apps;

import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// Hashes texts with a project's salt: HMAC-SHA-256 (RFC 2104), 64 hexadecimal digits. The same
/// text has the same hash in every event of the project, and without the salt nobody can try out
/// which text it was. Not thread-safe.
public final class HashKey {
  /// Length of a salt.
  public static final int SALT_BYTES = 32;

  private static final String ALGORITHM = "HmacSHA256";

  private final Mac mac;

  public HashKey(byte[] salt) {
    if (salt.length != SALT_BYTES) {
      throw new IllegalArgumentException("a salt has " + SALT_BYTES + " bytes");
    }
    try {
      mac = Mac.getInstance(ALGORITHM);
      mac.init(new SecretKeySpec(salt, ALGORITHM));
    } catch (NoSuchAlgorithmException | InvalidKeyException e) {
      throw new IllegalStateException("every Java has " + ALGORITHM, e);
    }
  }

  String hash(String text) {
    return HexFormat.of().formatHex(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
  }
}
