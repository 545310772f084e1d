package dev.headgate.source.file;

import dev.headgate.source.ContentPin;
import dev.headgate.source.Export;
import dev.headgate.source.Part;
import dev.headgate.source.Position;
import dev.headgate.source.RawRecord;
import dev.headgate.source.RecordBounds;
import dev.headgate.source.RecordReader;
import dev.headgate.source.SourceFault;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// What tests of this package do again and again: put content into a file, find it, read it.
final class Exports {
  static final RecordBounds LINES = new RecordBounds.Lines();

  private Exports() {}

  static Export find(Path... paths) throws SourceFault {
    return find(Arrays.stream(paths).map(Path::toString).toArray(String[]::new));
  }

  static Export find(String... arguments) throws SourceFault {
    return new ExportFinder(InputStream.nullInputStream(), Path.of("unused"))
        .find(List.of(arguments));
  }

  static Part part(Path folder, String name, byte[] bytes) throws IOException, SourceFault {
    Files.write(folder.resolve(name), bytes);
    return find(folder.resolve(name)).parts().getFirst();
  }

  /// All that reading a part gives.
  ///
  /// @param resumes before every record, and after the last, where to go on
  record Reading(
      Optional<RawRecord> header, List<Row> rows, List<Position> resumes, ContentPin pin) {
    List<String> texts() {
      return rows.stream().map(Row::text).toList();
    }
  }

  /// A record in a form that can be compared.
  record Row(Position position, int lines, String text, boolean truncated) {
    static Row of(RawRecord record) {
      return new Row(
          record.position(),
          record.lines(),
          new String(record.bytes(), java.nio.charset.StandardCharsets.ISO_8859_1),
          record.truncated());
    }
  }

  static Reading pin(Part part, RecordBounds bounds) throws SourceFault {
    try (RecordReader reader = new PartReaders().pinning(part, bounds)) {
      return readAll(reader);
    }
  }

  static Reading reread(Part part, RecordBounds bounds, ContentPin pin, Position from)
      throws SourceFault {
    try (RecordReader reader = new PartReaders().rereading(part, bounds, pin, from)) {
      return readAll(reader);
    }
  }

  static Reading reread(Part part, ContentPin pin) throws SourceFault {
    return reread(part, LINES, pin, Position.startOf(part));
  }

  private static Reading readAll(RecordReader reader) throws SourceFault {
    List<Row> rows = new ArrayList<>();
    List<Position> resumes = new ArrayList<>();
    resumes.add(reader.resumeAt());
    while (reader.next()) {
      rows.add(Row.of(reader.record()));
      resumes.add(reader.resumeAt());
    }
    return new Reading(reader.header(), rows, resumes, reader.pin());
  }
}
