package dev.headgate.admit;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// By which a pipeline knows again what it wrote itself: HMAC-SHA256 (RFC 2104) under the pipeline
/// team's key, in 64 hexadecimal digits. Who does not have the key makes no seal that holds, nor
/// does another installation.
public final class Seal {
  private static final String ALGORITHM = "HmacSHA256";

  private final SecretKeySpec key;

  /// @param key the pipeline team's
  public Seal(String key) {
    this.key = new SecretKeySpec(key.getBytes(StandardCharsets.UTF_8), ALGORITHM);
  }

  /// The seal of some words.
  ///
  /// @param what it is, such as `headgate grant`: so no seal of one kind holds for another
  public String of(String what, String words) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(key);
      return HexFormat.of()
          .formatHex(mac.doFinal((what + " " + words).getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has HMAC-SHA256", e);
    }
  }

  /// Whether a seal is the one of these words.
  public boolean holds(String seal, String what, String words) {
    return Secret.same(of(what, words), seal);
  }

  /// Without the key.
  @Override
  public String toString() {
    return "Seal[...]";
  }
}
