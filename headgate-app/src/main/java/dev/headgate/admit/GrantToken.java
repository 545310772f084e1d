package dev.headgate.admit;

import java.util.Optional;

/// What an import's requests carry in the header `Headgate-Grant`: the import's number and the
/// grant's secret.
///
/// ```
/// 17.h3Jx...   number, full stop, secret
/// ```
public record GrantToken(int importNumber, String secret) {
  public static final String HEADER = "Headgate-Grant";

  private static final int MAX_NUMBER_DIGITS = 9;

  /// Reads the header's value; empty for what is none.
  public static Optional<GrantToken> parse(String header) {
    int stop = header.indexOf('.');
    if (stop < 1
        || stop > MAX_NUMBER_DIGITS
        || stop + 1 == header.length()
        || !header.chars().limit(stop).allMatch(c -> c >= '0' && c <= '9')) {
      return Optional.empty();
    }
    return Optional.of(
        new GrantToken(Integer.parseInt(header, 0, stop, 10), header.substring(stop + 1)));
  }

  public String header() {
    return importNumber + "." + secret;
  }

  /// Compares in a time that says nothing about the secret.
  public boolean matches(GrantToken other) {
    return importNumber == other.importNumber && Secret.same(secret, other.secret);
  }

  /// Without the secret.
  @Override
  public String toString() {
    return importNumber + ".(secret)";
  }
}
