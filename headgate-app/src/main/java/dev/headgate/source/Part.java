package dev.headgate.source;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

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

  /// Reading cannot go on, and not because the content ends: where the bytes lie could not be read,
  /// or must not be read further. Nothing is known about the bytes that would follow.
  final class MediumFault extends IOException {
    private static final long serialVersionUID = 1;

    private final transient @Nullable SourceFault told;

    public MediumFault(IOException cause) {
      super(cause.getMessage(), cause);
      this.told = null;
    }

    /// @param told what a person needs to know, where that is known here
    public MediumFault(SourceFault told) {
      super(told.getMessage(), told);
      this.told = told;
    }

    /// What a person is told, if more is known than the cause.
    public Optional<SourceFault> told() {
      return Optional.ofNullable(told);
    }
  }
}
