package dev.headgate.admit;

import java.text.Normalizer;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/// Somebody of the pipeline team who has a key of their own, or had one.
///
/// @param number of this key of theirs, from 1: who is added again after they were removed has
///   another
/// @param keyDigest SHA-256 of the key, in hexadecimal; the key itself is kept nowhere
/// @param addedBy as the audit has them
public record TeamMember(
    int number,
    String name,
    String keyDigest,
    Instant addedAt,
    String addedBy,
    Optional<Instant> removedAt) {
  /// Of every key of the pipeline team, theirs and the one they share.
  public static final String KEY_PREFIX = "hgp_";

  /// Whether their key still opens something.
  public boolean isMember() {
    return removedAt.isEmpty();
  }

  /// Whether this name is theirs, however it is typed.
  public boolean isNamed(String other) {
    return sameName(name, other);
  }

  /// Whether two names are one, however they are typed.
  public static boolean sameName(String one, String other) {
    return folded(one).equals(folded(other));
  }

  private static String folded(String name) {
    return Normalizer.normalize(name, Normalizer.Form.NFKC).strip().toLowerCase(Locale.ROOT);
  }
}
