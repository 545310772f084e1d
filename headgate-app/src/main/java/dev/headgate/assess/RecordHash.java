package dev.headgate.assess;

/// A hash of 128 bits by which records are told apart: two records with one hash are taken to be
/// byte for byte the same.
@FunctionalInterface
public interface RecordHash {
  int BYTES = 16;

  /// Writes the hash of the bytes into `target[0, 16)`.
  void hash(byte[] bytes, byte[] target);
}
