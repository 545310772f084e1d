package dev.headgate.source.file;

import com.github.luben.zstd.ZstdOutputStreamNoFinalizer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorOutputStream;

/// Packs test content in every way that is read.
enum Pack {
  PLAIN {
    @Override
    OutputStream packing(OutputStream out) {
      return out;
    }
  },
  GZIP {
    @Override
    OutputStream packing(OutputStream out) throws IOException {
      return new GZIPOutputStream(out);
    }
  },
  ZSTD {
    @Override
    OutputStream packing(OutputStream out) throws IOException {
      return new ZstdOutputStreamNoFinalizer(out, 1).setChecksum(true);
    }
  },
  BZIP2 {
    @Override
    OutputStream packing(OutputStream out) throws IOException {
      return new BZip2CompressorOutputStream(out, 1);
    }
  },
  ZIP {
    @Override
    OutputStream packing(OutputStream out) throws IOException {
      ZipOutputStream zip = new ZipOutputStream(out);
      zip.putNextEntry(new ZipEntry("entry.dat"));
      return zip;
    }
  };

  abstract OutputStream packing(OutputStream out) throws IOException;

  byte[] pack(byte[] content) {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (OutputStream out = packing(packed)) {
      out.write(content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return packed.toByteArray();
  }

  /// The content in so many members, frames or streams one after another.
  byte[] packInPieces(byte[] content, int pieces) {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    for (int i = 0; i < pieces; i++) {
      int from = (int) ((long) content.length * i / pieces);
      int to = (int) ((long) content.length * (i + 1) / pieces);
      packed.writeBytes(pack(Arrays.copyOfRange(content, from, to)));
    }
    return packed.toByteArray();
  }
}
