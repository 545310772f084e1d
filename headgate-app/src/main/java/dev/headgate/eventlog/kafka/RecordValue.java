package dev.headgate.eventlog.kafka;

import dev.headgate.json.MalformedJson;
import java.nio.ByteBuffer;
import java.util.Arrays;
import net.jpountz.lz4.LZ4Compressor;
import net.jpountz.lz4.LZ4Exception;
import net.jpountz.lz4.LZ4Factory;
import net.jpountz.lz4.LZ4SafeDecompressor;

/// The value of a record: lines as {@link dev.headgate.eventlog.LogCodec} writes them, as they are
/// or packed. The first byte tells, for a line begins with a brace.
///
/// ```
/// {"project":...                      lines
/// 0x01 | length | block               lines packed: how many bytes they are, big-endian in four
///                                     bytes, then a block of LZ4
/// ```
///
/// Kafka could pack batches itself. It would make buffers of 128 KiB for each, and the broker would
/// unpack what it only passes on.
final class RecordValue {
  private static final byte PACKED = 1;
  private static final int HEAD_BYTES = 1 + Integer.BYTES;

  /// What is shorter is not worth it.
  private static final int LEAST_BYTES = 256;

  private static final LZ4Compressor COMPRESSOR = LZ4Factory.fastestInstance().fastCompressor();
  private static final LZ4SafeDecompressor DECOMPRESSOR =
      LZ4Factory.fastestInstance().safeDecompressor();

  private RecordValue() {}

  /// Packs lines, unless that does not make them shorter.
  static byte[] packed(byte[] lines, int length, Scratch scratch) {
    if (length < LEAST_BYTES) {
      return Arrays.copyOf(lines, length);
    }
    byte[] out = scratch.ofAtLeast(HEAD_BYTES + COMPRESSOR.maxCompressedLength(length));
    out[0] = PACKED;
    ByteBuffer.wrap(out).putInt(1, length);
    int end =
        HEAD_BYTES
            + COMPRESSOR.compress(lines, 0, length, out, HEAD_BYTES, out.length - HEAD_BYTES);
    return end < length ? Arrays.copyOf(out, end) : Arrays.copyOf(lines, length);
  }

  /// The lines of a value.
  ///
  /// @param scratch where packed ones are unpacked to, good until it is used again
  /// @throws MalformedJson if it is packed, but not by {@link #packed}
  static ByteBuffer lines(ByteBuffer value, int longest, Scratch scratch) throws MalformedJson {
    if (!value.hasRemaining() || value.get(value.position()) != PACKED) {
      return value;
    }
    int length = value.remaining() < HEAD_BYTES ? -1 : value.getInt(value.position() + 1);
    if (length < 0 || length > longest) {
      throw new MalformedJson("packed lines of " + length + " bytes");
    }
    byte[] out = scratch.ofAtLeast(length);
    try {
      int from = value.arrayOffset() + value.position() + HEAD_BYTES;
      int unpacked =
          DECOMPRESSOR.decompress(
              value.array(), from, value.remaining() - HEAD_BYTES, out, 0, length);
      if (unpacked != length) {
        throw new MalformedJson("packed lines of " + unpacked + " bytes instead of " + length);
      }
      return ByteBuffer.wrap(out, 0, length);
    } catch (LZ4Exception e) {
      throw new MalformedJson("packed lines that do not unpack: " + e.getMessage());
    }
  }

  /// An array that is used again, and grows. One thread at a time.
  static final class Scratch {
    private byte[] bytes = new byte[0];

    private byte[] ofAtLeast(int length) {
      if (bytes.length < length) {
        bytes = new byte[Math.max(length, 2 * bytes.length)];
      }
      return bytes;
    }

    int length() {
      return bytes.length;
    }
  }
}
