package dev.headgate.source;

/// A hash of 128 bits by which equal bytes are found, within one file and across files. Safe to use
/// from several threads.
public interface RecordHash {
  int BYTES = 16;

  /// Writes the hash of `bytes[from, to)` to `into[at, at + 16)`.
  void hash(byte[] bytes, int from, int to, byte[] into, int at);
}
