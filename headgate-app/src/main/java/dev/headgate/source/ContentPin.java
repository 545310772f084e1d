package dev.headgate.source;

import java.util.List;
import java.util.Optional;

/// What a part's uncompressed content was when it was assessed. Reading it again compares block by
/// block, so that an import never goes on against other bytes.
///
/// @param length bytes of uncompressed content
/// @param contentDigest 32 hexadecimal digits: XXH3-128 over the blocks' digests, one after
///   another, each as 16 bytes in the order its digits are written (high byte first)
/// @param blockDigests XXH3-128 (seed 0) of each 8 MiB block and of the shorter last one, 32
///   hexadecimal digits each, canonical form
/// @param truncated where and why the content ends too early, if it does
public record ContentPin(
    long length, String contentDigest, List<String> blockDigests, Optional<Truncation> truncated) {
  public static final int BLOCK_BYTES = 8 << 20;

  /// Content that ends before it should.
  ///
  /// @param offset the last uncompressed byte that could be read, exclusive
  /// @param what what the unpacker says
  public record Truncation(long offset, String what) {
    private static final String UNCLOSED = "the JSON ends before it is closed";

    /// Content that is all there, and yet ends in the middle of a JSON value or array.
    public static Truncation unclosed(long offset) {
      return new Truncation(offset, UNCLOSED);
    }

    /// Whether it is what the text says, and not the medium or the packing.
    public boolean isUnclosed() {
      return what.equals(UNCLOSED);
    }
  }
}
