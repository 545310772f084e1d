package dev.headgate.admit;

import java.util.Optional;

/// What a load test's requests carry in the header {@link GrantToken#HEADER}.
///
/// ```
/// load-test-7.h3Jx...   kind and number, full stop, secret
/// ```
public record LoadTestToken(int number, String secret) {
  private static final String KIND = "load-test-";

  /// Whether a header's value is one of a load test, right or wrong.
  public static boolean isOne(String header) {
    return header.startsWith(KIND);
  }

  /// Reads the header's value; empty for what is none.
  public static Optional<LoadTestToken> parse(String header) {
    return isOne(header)
        ? GrantToken.parse(header.substring(KIND.length()))
            .map(token -> new LoadTestToken(token.importNumber(), token.secret()))
        : Optional.empty();
  }

  public String header() {
    return KIND + number + "." + secret;
  }

  /// Compares in a time that says nothing about the secret.
  boolean matches(LoadTestToken other) {
    return number == other.number && Secret.same(secret, other.secret);
  }

  /// Without the secret.
  @Override
  public String toString() {
    return KIND + number + ".(secret)";
  }
}
