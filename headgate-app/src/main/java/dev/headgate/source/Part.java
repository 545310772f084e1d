package dev.headgate.source;

import java.io.IOException;
import java.io.InputStream;

/// One run of records within an export: a file, an entry of an archive, or standard input.
public interface Part {
  /// Its place in the export, from 0: what a {@link Position} names.
  int index();

  /// As people see it: a path as it was given, `archive.zip!entry`, or `-`. Without control
  /// characters.
  String name();

  /// Bytes as they lie there.
  long packedBytes();

  /// How they are packed, from the outside in, such as `plain`, `gzip` or `zip > gzip`.
  String packing();

  /// Its uncompressed content from the first byte on. An {@link IOException} while reading means
  /// that the content ends there, too early; {@link MediumFault} means that what lies below could
  /// not be read.
  InputStream open() throws IOException;

  /// Whether {@link #openAt} need not read what stands before.
  boolean seekable();

  /// Its uncompressed content from `offset` on; only where it is {@link #seekable()}.
  InputStream openAt(long offset) throws IOException;

  /// Where the bytes lie could not be read: nothing is known about the bytes themselves, and trying
  /// again may help.
  final class MediumFault extends IOException {
    private static final long serialVersionUID = 1;

    public MediumFault(IOException cause) {
      super(cause.getMessage(), cause);
    }
  }
}
