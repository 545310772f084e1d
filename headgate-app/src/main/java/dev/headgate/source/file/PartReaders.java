package dev.headgate.source.file;

import dev.headgate.source.ContentPin;
import dev.headgate.source.Part;
import dev.headgate.source.PartOpener;
import dev.headgate.source.Position;
import dev.headgate.source.RecordBounds;
import dev.headgate.source.RecordReader;
import dev.headgate.source.SourceFault;
import java.util.Optional;

/// Opens parts, with a thread each that unpacks ahead. Safe to use from several threads; a reader
/// is for one.
public final class PartReaders implements PartOpener {
  private final Xxh3 xxh3 = new Xxh3();

  @Override
  public RecordReader pinning(Part part, RecordBounds bounds) throws SourceFault {
    return PartReader.open(part, bounds, xxh3, Optional.empty(), Position.startOf(part));
  }

  @Override
  public RecordReader rereading(Part part, RecordBounds bounds, ContentPin pin, Position from)
      throws SourceFault {
    return PartReader.open(part, bounds, xxh3, Optional.of(pin), from);
  }
}
