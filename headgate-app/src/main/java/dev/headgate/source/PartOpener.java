package dev.headgate.source;

/// Opens the parts of an export for reading.
public interface PartOpener {
  /// Reads a part for the first time, from its start, and pins what it reads.
  RecordReader pinning(Part part, RecordBounds bounds) throws SourceFault;

  /// Reads a part again: the same bytes or a {@link SourceFault} of kind `CHANGED`.
  ///
  /// @param from what {@link RecordReader#resumeAt()} said, or {@link Position#startOf}
  RecordReader rereading(Part part, RecordBounds bounds, ContentPin pin, Position from)
      throws SourceFault;
}
