package dev.headgate.source.file;

import com.github.luben.zstd.ZstdInputStreamNoFinalizer;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorInputStream;

/// How bytes are packed, told by their first bytes and never by a name.
enum Packing {
  PLAIN,
  GZIP,
  ZSTD,
  BZIP2,
  ZIP,
  /// Rows in columns, which are unpacked into lines: {@link ParquetRows}.
  PARQUET;

  /// Bytes that are enough to tell.
  static final int MAGIC_BYTES = 10;

  private static final int BUFFER_BYTES = 64 << 10;
  private static final HexFormat HEX = HexFormat.of();

  /// Tells the packing from the first {@link #MAGIC_BYTES} bytes, or from all there are.
  static Packing of(byte[] head) {
    if (starts(head, "1f8b08")) {
      return GZIP;
    }
    if (starts(head, "28b52ffd") || isSkippableZstdFrame(head)) {
      return ZSTD;
    }
    if (isBzip2(head)) {
      return BZIP2;
    }
    if (starts(head, "504b0304") || starts(head, "504b0506") || starts(head, "504b0708")) {
      return ZIP;
    }
    return starts(head, "50415231") ? PARQUET : PLAIN;
  }

  /// The content of `packed`; several members, frames or streams one after another are one content.
  InputStream unpack(InputStream packed) throws IOException {
    return switch (this) {
      case PLAIN -> packed;
      case GZIP -> new GzipContent(packed);
      case ZSTD -> new ZstdInputStreamNoFinalizer(new BufferedInputStream(packed, BUFFER_BYTES));
      case BZIP2 ->
          new ByteByByte(
              new BZip2CompressorInputStream(new BufferedInputStream(packed, BUFFER_BYTES), true));
      case ZIP -> throw new IllegalStateException("an archive has entries, not one content");
      case PARQUET -> throw new IllegalStateException("it is read by its end, not as a stream");
    };
  }

  /// As reports show it.
  String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  private static boolean starts(byte[] head, String hex) {
    byte[] magic = HEX.parseHex(hex);
    return head.length >= magic.length
        && Arrays.equals(head, 0, magic.length, magic, 0, magic.length);
  }

  private static boolean isSkippableZstdFrame(byte[] head) {
    return head.length >= 4
        && (head[0] & 0xf0) == 0x50
        && head[1] == 0x2a
        && head[2] == 0x4d
        && head[3] == 0x18;
  }

  /// `BZh`, a digit, then the mark of a block or of the end: text that begins with `BZh1` is text.
  private static boolean isBzip2(byte[] head) {
    if (head.length < 10 || !starts(head, "425a68") || head[3] < '1' || head[3] > '9') {
      return false;
    }
    byte[] mark = Arrays.copyOfRange(head, 4, 10);
    return Arrays.equals(mark, HEX.parseHex("314159265359"))
        || Arrays.equals(mark, HEX.parseHex("177245385090"));
  }
}
