package dev.headgate.source.file;

import dev.headgate.source.ContentPin;
import dev.headgate.source.JsonLayout;
import dev.headgate.source.Part;
import dev.headgate.source.Position;
import dev.headgate.source.RawRecord;
import dev.headgate.source.RecordBounds;
import dev.headgate.source.RecordReader;
import dev.headgate.source.SourceFault;
import dev.headgate.source.TextEncoding;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Reads the records of one part: a {@link ContentWindow} shows its content, a {@link RecordCutter}
/// cuts it.
final class PartReader implements RecordReader {
  private final Part part;
  private final ContentWindow window;
  private final Optional<ContentPin> expected;
  private Optional<RawRecord> header = Optional.empty();
  private RecordCutter cutter;
  private @Nullable RawRecord record;

  private PartReader(
      Part part,
      RecordBounds bounds,
      TextEncoding encoding,
      Xxh3 xxh3,
      Optional<ContentPin> expected) {
    this.part = part;
    this.window = new ContentWindow(part, encoding, xxh3, expected);
    this.expected = expected;
    this.cutter = new LineCutter(window, bounds);
  }

  /// Opens a part at `start`; anywhere but at its beginning only with a pin.
  static PartReader open(
      Part part,
      RecordBounds bounds,
      TextEncoding encoding,
      Xxh3 xxh3,
      Optional<ContentPin> pin,
      Position start)
      throws SourceFault {
    PartReader reader = new PartReader(part, bounds, encoding, xxh3, pin);
    try {
      reader.begin(bounds, start);
      return reader;
    } catch (SourceFault | RuntimeException e) {
      reader.close();
      throw e;
    }
  }

  @Override
  public Optional<RawRecord> header() {
    return header;
  }

  @Override
  public boolean next() throws SourceFault {
    record = cutter.next();
    return record != null;
  }

  @Override
  public RawRecord record() {
    if (record == null) {
      throw new IllegalStateException("no record: next() was not called, or answered false");
    }
    return record;
  }

  @Override
  public Position resumeAt() {
    return new Position(part.index(), cutter.line(), window.offset(), 0);
  }

  @Override
  public ContentPin pin() {
    ContentPin pin = window.pin();
    if (pin == null) {
      throw new IllegalStateException("the part was not read to its end");
    }
    boolean cutOff = expected.isEmpty() && pin.truncated().isEmpty() && cutter.unclosed();
    return cutOff
        ? new ContentPin(
            pin.length(),
            pin.contentDigest(),
            pin.blockDigests(),
            Optional.of(ContentPin.Truncation.unclosed(pin.length())))
        : pin;
  }

  @Override
  public void close() {
    window.close();
  }

  private void begin(RecordBounds bounds, Position start) throws SourceFault {
    boolean hasHeader = bounds instanceof RecordBounds.Csv csv && csv.header();
    boolean isJson = bounds instanceof RecordBounds.Json;
    if (start.offset() == 0 || hasHeader || isJson || window.needsStart()) {
      window.skipByteOrderMark();
    }
    if (isJson) {
      cutter = cutterOfJson();
    }
    if (hasHeader) {
      header = Optional.ofNullable(cutter.next());
    }
    if (start.offset() > window.offset()) {
      window.skipTo(start.offset());
      cutter.resumeAt(start.line());
    }
  }

  /// By what the first block begins with.
  private RecordCutter cutterOfJson() throws SourceFault {
    if (window.from() == window.to()) {
      var _ = window.more();
    }
    JsonLayout layout = JsonLayout.of(window.bytes(), window.from(), window.to());
    return layout == JsonLayout.LINES ? cutter : new ValueCutter(window, layout);
  }
}
