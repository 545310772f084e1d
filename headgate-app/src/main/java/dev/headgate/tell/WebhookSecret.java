package dev.headgate.tell;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.random.RandomGenerator;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// What a webhook's requests are signed with, after the [Standard
/// Webhooks](https://www.standardwebhooks.com) specification: `whsec_` and 24 to 64 bytes in
/// base64.
///
/// @param text as it is written; nothing shows it
public record WebhookSecret(String text) {
  private static final String PREFIX = "whsec_";
  private static final int LEAST_BYTES = 24;
  private static final int MOST_BYTES = 64;
  private static final int MADE_BYTES = 32;
  private static final String ALGORITHM = "HmacSHA256";

  /// @throws IllegalArgumentException if it is none
  public WebhookSecret {
    if (!text.startsWith(PREFIX)) {
      throw new IllegalArgumentException("a secret begins with " + PREFIX);
    }
    int bytes = key(text).length;
    if (bytes < LEAST_BYTES || bytes > MOST_BYTES) {
      throw new IllegalArgumentException(
          "a secret has " + LEAST_BYTES + " to " + MOST_BYTES + " bytes");
    }
  }

  /// A new one.
  ///
  /// @param random outside tests a `SecureRandom`
  public static WebhookSecret make(RandomGenerator random) {
    byte[] bytes = new byte[MADE_BYTES];
    random.nextBytes(bytes);
    return new WebhookSecret(PREFIX + Base64.getEncoder().encodeToString(bytes));
  }

  private static byte[] key(String text) {
    return Base64.getDecoder().decode(text.substring(PREFIX.length()));
  }

  /// The header `webhook-signature`: `v1,` and HMAC-SHA256 of `ID.SECONDS.BODY` in base64.
  ///
  /// @param seconds since 1970, of this try
  public String sign(String id, long seconds, byte[] body) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(new SecretKeySpec(key(text), ALGORITHM));
      ByteArrayOutputStream signed = new ByteArrayOutputStream();
      signed.writeBytes((id + "." + seconds + ".").getBytes(StandardCharsets.UTF_8));
      signed.writeBytes(body);
      return "v1," + Base64.getEncoder().encodeToString(mac.doFinal(signed.toByteArray()));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has " + ALGORITHM, e);
    }
  }

  @Override
  public String toString() {
    return "a webhook's secret";
  }
}
