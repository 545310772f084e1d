package dev.headgate.source.file;

import dev.headgate.source.Position;
import dev.headgate.source.RawRecord;
import dev.headgate.source.RecordBounds;
import dev.headgate.source.RecordSplitter;
import dev.headgate.source.SourceFault;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Cuts at line ends, for CSV at those outside of quotes.
///
/// A record longer than {@link RawRecord#MAX_BYTES} is given up at the end of its first line, also
/// where a quote holds more lines together: so a quote that never closes costs one line, not the
/// rest of the file.
final class LineCutter implements RecordCutter {
  private final ContentWindow window;
  private final RecordSplitter splitter;
  private long line = 1;

  LineCutter(ContentWindow window, RecordBounds bounds) {
    this.window = window;
    this.splitter = new RecordSplitter(bounds);
  }

  @Override
  public long line() {
    return line;
  }

  @Override
  public void resumeAt(long line) {
    this.line = line;
  }

  @Override
  public boolean unclosed() {
    return false;
  }

  @Override
  public @Nullable RawRecord next() throws SourceFault {
    splitter.startRecord();
    int lineEnd;
    while ((lineEnd = splitter.find(window.bytes(), window.from(), window.to())) < 0) {
      // One byte more than the longest record: the CR of its line end.
      if (window.to() - window.from() > RawRecord.MAX_BYTES + 1) {
        return tooLong();
      }
      if (!window.more()) {
        return last();
      }
    }
    if (withoutReturn(lineEnd) - window.from() > RawRecord.MAX_BYTES) {
      return tooLong();
    }
    return take(lineEnd, lineEnd + 1, 1 + splitter.innerLineEnds());
  }

  /// What stands between the last line end and the end of the content. Of content that ends too
  /// early that is half a record, and no record.
  private @Nullable RawRecord last() {
    if (window.from() == window.to() || window.isTruncated()) {
      return null;
    }
    if (splitter.quoteIsOpen() && splitter.firstInnerLineEnd() >= 0) {
      int lineEnd = window.from() + splitter.firstInnerLineEnd();
      return take(lineEnd, lineEnd + 1, 1);
    }
    return take(window.to(), window.to(), 1 + splitter.innerLineEnds());
  }

  /// A record that is too long: its first line, of which a beginning is kept.
  private @Nullable RawRecord tooLong() throws SourceFault {
    long offset = window.offset();
    long textLength = 0;
    boolean endsWithReturn = false;
    byte[] kept = new byte[0];
    boolean ended = false;
    while (!ended) {
      int lineEnd = RecordSplitter.indexOfLineFeed(window.bytes(), window.from(), window.to());
      int end = lineEnd < 0 ? window.to() : lineEnd;
      if (textLength == 0) {
        int most = Math.min(end, window.from() + RawRecord.KEPT_BYTES);
        kept = Arrays.copyOfRange(window.bytes(), window.from(), most);
      }
      if (end > window.from()) {
        endsWithReturn = window.bytes()[end - 1] == '\r';
      }
      textLength += end - window.from();
      window.consume(end - window.from());
      ended = lineEnd >= 0 || !window.more();
    }
    if (window.from() == window.to() && window.isTruncated()) {
      return null;
    }
    long length = window.offset() - offset;
    if (window.from() < window.to()) {
      window.consume(1);
    }
    if (endsWithReturn) {
      length -= window.lengthOfReturn();
      kept = kept.length == textLength ? Arrays.copyOf(kept, kept.length - 1) : kept;
    }
    int said = (int) Math.min(length, Integer.MAX_VALUE);
    Position position = new Position(window.part().index(), line, offset, said);
    line++;
    return new RawRecord(position, 1, kept, true);
  }

  private RawRecord take(int lineEnd, int next, int lines) {
    int from = window.from();
    int end = withoutReturn(lineEnd);
    long length = window.lengthOf(from, end);
    RawRecord taken =
        new RawRecord(
            new Position(window.part().index(), line, window.offset(), (int) length),
            lines,
            Arrays.copyOfRange(window.bytes(), from, end),
            false);
    window.consume(next - from);
    line += lines;
    return taken;
  }

  private int withoutReturn(int lineEnd) {
    return lineEnd > window.from() && window.bytes()[lineEnd - 1] == '\r' ? lineEnd - 1 : lineEnd;
  }
}
