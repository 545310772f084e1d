package dev.headgate.source.file;

import dev.headgate.source.ContentPin;
import dev.headgate.source.Part;
import dev.headgate.source.PartOpener;
import dev.headgate.source.Position;
import dev.headgate.source.RecordBounds;
import dev.headgate.source.RecordReader;
import dev.headgate.source.SourceFault;
import dev.headgate.source.TextEncoding;
import java.util.Optional;

/// Opens parts, with a thread each that unpacks ahead. Safe to use from several threads; a reader
/// is for one.
public final class PartReaders implements PartOpener {
  private final Xxh3 xxh3 = new Xxh3();
  private final TextEncoding encoding;

  /// Opens parts of UTF-8.
  public PartReaders() {
    this(TextEncoding.UTF_8);
  }

  /// @param encoding of all parts
  public PartReaders(TextEncoding encoding) {
    this.encoding = encoding;
  }

  @Override
  public RecordReader pinning(Part part, RecordBounds bounds) throws SourceFault {
    return PartReader.open(part, bounds, encoding, xxh3, Optional.empty(), Position.startOf(part));
  }

  @Override
  public RecordReader rereading(Part part, RecordBounds bounds, ContentPin pin, Position from)
      throws SourceFault {
    return PartReader.open(part, bounds, encoding, xxh3, Optional.of(pin), from);
  }
}
