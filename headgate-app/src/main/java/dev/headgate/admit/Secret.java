package dev.headgate.admit;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.random.RandomGenerator;

/// How secrets are made and compared: a prefix that says what it opens, and 256 random bits in
/// letters and digits.
public final class Secret {
  private static final String ALPHABET =
      "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

  /// 43 of 62 signs: just over 256 bits.
  private static final int SIGNS = 43;

  private Secret() {}

  /// A new secret, the prefix before it.
  ///
  /// @param random outside tests a `SecureRandom`
  public static String make(String prefix, RandomGenerator random) {
    StringBuilder secret = new StringBuilder(prefix.length() + SIGNS).append(prefix);
    for (int i = 0; i < SIGNS; i++) {
      secret.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
    }
    return secret.toString();
  }

  /// Compares in a time that says nothing about where they differ.
  public static boolean same(String a, String b) {
    return MessageDigest.isEqual(
        a.getBytes(StandardCharsets.UTF_8), b.getBytes(StandardCharsets.UTF_8));
  }
}
