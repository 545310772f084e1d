package dev.headgate.source.file;

import dev.headgate.source.JsonLayout;
import dev.headgate.source.JsonValueSplitter;
import dev.headgate.source.Position;
import dev.headgate.source.RawRecord;
import dev.headgate.source.SourceFault;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Cuts at the ends of JSON values, with nothing of what stands between them. Of a value longer
/// than {@link RawRecord#MAX_BYTES} a beginning is kept while its end is looked for.
final class ValueCutter implements RecordCutter {
  /// A value of which more is held, and no end, is too long for certain.
  private static final int MOST_HELD = RawRecord.MAX_BYTES + JsonValueSplitter.MOST_TAKEN_BACK;

  private final ContentWindow window;
  private final JsonValueSplitter splitter;
  private long line = 1;

  /// Whether a value ends where the window begins: the next one on the line is not the first.
  private boolean behindValue;

  ValueCutter(ContentWindow window, JsonLayout layout) {
    this.window = window;
    this.splitter = new JsonValueSplitter(layout);
  }

  @Override
  public long line() {
    return line;
  }

  @Override
  public void resumeAt(long line) {
    this.line = line;
    behindValue = true;
    splitter.resume();
  }

  @Override
  public boolean unclosed() {
    return splitter.unclosed();
  }

  @Override
  public @Nullable RawRecord next() throws SourceFault {
    splitter.startRecord();
    int end;
    while ((end = splitter.find(window.bytes(), window.from(), window.to())) < 0) {
      int held = window.to() - window.from();
      if (splitter.start() >= 0 && held - splitter.start() > MOST_HELD) {
        return tooLong(end);
      }
      if (splitter.start() < 0 && held > RawRecord.MAX_BYTES) {
        passOver(held);
      }
      if (!window.more()) {
        return last();
      }
    }
    int from = window.from() + splitter.start();
    return end - from > RawRecord.MAX_BYTES ? tooLong(end) : take(from, end);
  }

  /// Of content that ends within a value there is no record, save where the end of the content is
  /// the end of the value.
  private @Nullable RawRecord last() {
    boolean ends = splitter.start() >= 0 && splitter.endsWithContent() && !window.isTruncated();
    return ends ? take(window.from() + splitter.start(), window.to()) : null;
  }

  private RawRecord take(int from, int end) {
    window.consume(from - window.from());
    int last = withoutSpace(from, end);
    long length = window.lengthOf(from, last);
    byte[] bytes = Arrays.copyOfRange(window.bytes(), from, last);
    RawRecord taken = record(window.offset(), length, bytes, false);
    window.consume(end - from);
    return taken;
  }

  /// @param found where it ends, or -1 if that is not known yet
  private @Nullable RawRecord tooLong(int found) throws SourceFault {
    int end = found;
    passOver(splitter.start());
    long offset = window.offset();
    byte[] kept =
        Arrays.copyOfRange(window.bytes(), window.from(), window.from() + RawRecord.KEPT_BYTES);
    while (end < 0) {
      int held = window.to() - window.from();
      passOver(window.wholeCharacters(held - JsonValueSplitter.MOST_TAKEN_BACK));
      boolean more = window.more();
      if (more) {
        end = splitter.find(window.bytes(), window.from(), window.to());
      } else if (splitter.endsWithContent() && !window.isTruncated()) {
        end = window.to();
      } else {
        return null;
      }
    }
    window.consume(end - window.from());
    return record(offset, window.offset() - offset, kept, true);
  }

  /// Is done with bytes that the splitter has looked at.
  private void passOver(int count) {
    window.consume(count);
    splitter.moved(count);
  }

  private RawRecord record(long offset, long length, byte[] bytes, boolean truncated) {
    long startLine = line + splitter.lineEndsBefore();
    boolean startsItsLine = splitter.lineEndsBefore() > 0 || !behindValue;
    int lines = splitter.lineEndsInside() + (startsItsLine ? 1 : 0);
    int said = (int) Math.min(length, Integer.MAX_VALUE);
    line = startLine + splitter.lineEndsInside();
    behindValue = true;
    return new RawRecord(
        new Position(window.part().index(), startLine, offset, said), lines, bytes, truncated);
  }

  private int withoutSpace(int from, int end) {
    int last = end;
    while (last > from
        && (window.bytes()[last - 1] == ' '
            || window.bytes()[last - 1] == '\t'
            || window.bytes()[last - 1] == '\r')) {
      last--;
    }
    return last;
  }
}
