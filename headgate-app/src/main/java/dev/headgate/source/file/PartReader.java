package dev.headgate.source.file;

import dev.headgate.source.ContentPin;
import dev.headgate.source.Part;
import dev.headgate.source.Position;
import dev.headgate.source.RawRecord;
import dev.headgate.source.RecordBounds;
import dev.headgate.source.RecordReader;
import dev.headgate.source.RecordSplitter;
import dev.headgate.source.SourceFault;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Cuts the content of one part into records.
///
/// ```
/// window   | done | record ... | not looked at yet |   free   |
///                 ^from        ^splitter            ^to
/// ```
///
/// The window holds the current record and what was taken after it. A record that does not end in
/// the window is moved to its front and the next block is put behind it. Memory is bounded by one
/// record, one block, and the blocks of the feed.
///
/// A record longer than {@link RawRecord#MAX_BYTES} is given up at the end of its first line, also
/// where a quote holds more lines together: so a quote that never closes costs one line, not the
/// rest of the file. Which records there are never depends on where blocks begin.
final class PartReader implements RecordReader {
  private static final byte[] BYTE_ORDER_MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

  private final Part part;
  private final PinnedBlocks blocks;
  private final RecordSplitter splitter;
  private byte[] window = new byte[0];
  private int from;
  private int to;
  private long fromOffset;
  private long fromLine = 1;
  private Optional<RawRecord> header = Optional.empty();
  private @Nullable RawRecord record;

  private PartReader(Part part, PinnedBlocks blocks, RecordBounds bounds) {
    this.part = part;
    this.blocks = blocks;
    this.splitter = new RecordSplitter(bounds);
  }

  /// Opens a part at `start`; anywhere but at its beginning only with a pin.
  static PartReader open(
      Part part, RecordBounds bounds, Xxh3 xxh3, Optional<ContentPin> pin, Position start)
      throws SourceFault {
    PartReader reader = new PartReader(part, new PinnedBlocks(part, xxh3, pin), bounds);
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
    record = read();
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
    return new Position(part.index(), fromLine, fromOffset, 0);
  }

  @Override
  public ContentPin pin() {
    ContentPin pin = blocks.pin();
    if (pin == null) {
      throw new IllegalStateException("the part was not read to its end");
    }
    return pin;
  }

  @Override
  public void close() {
    blocks.close();
  }

  private void begin(RecordBounds bounds, Position start) throws SourceFault {
    boolean hasHeader = bounds instanceof RecordBounds.Csv csv && csv.header();
    if (start.offset() == 0 || hasHeader) {
      skipByteOrderMark();
    }
    if (hasHeader) {
      header = Optional.ofNullable(read());
    }
    if (start.offset() > fromOffset) {
      skipTo(start);
    }
  }

  private void skipByteOrderMark() throws SourceFault {
    while (to - from < BYTE_ORDER_MARK.length && more()) {}
    if (to - from >= BYTE_ORDER_MARK.length
        && Arrays.equals(window, from, from + 3, BYTE_ORDER_MARK, 0, 3)) {
      consume(3);
    }
  }

  private void skipTo(Position start) throws SourceFault {
    int block = (int) (start.offset() / ContentPin.BLOCK_BYTES);
    if (part.seekable() && start.offset() > fromOffset + (to - from)) {
      blocks.seek(block);
      from = 0;
      to = 0;
      fromOffset = (long) block * ContentPin.BLOCK_BYTES;
    }
    while (start.offset() > fromOffset) {
      if (from == to && !more()) {
        throw new SourceFault(
            SourceFault.Kind.CHANGED,
            "the content changed since it was assessed: it ends before byte " + start.offset(),
            part.name(),
            "put the old file back to go on, or import the new one as an import of its own");
      }
      consume((int) Math.min(to - from, start.offset() - fromOffset));
    }
    fromLine = start.line();
  }

  private @Nullable RawRecord read() throws SourceFault {
    splitter.startRecord();
    int lineEnd;
    while ((lineEnd = splitter.find(window, from, to)) < 0) {
      // One byte more than the longest record: the CR of its line end.
      if (to - from > RawRecord.MAX_BYTES + 1) {
        return readTooLong();
      }
      if (!more()) {
        return readLast();
      }
    }
    if (withoutReturn(lineEnd) - from > RawRecord.MAX_BYTES) {
      return readTooLong();
    }
    return take(lineEnd, lineEnd + 1, 1 + splitter.innerLineEnds());
  }

  /// What stands between the last line end and the end of the content. Of content that ends too
  /// early that is half a record, and no record.
  private @Nullable RawRecord readLast() {
    if (from == to || pin().truncated().isPresent()) {
      return null;
    }
    if (splitter.quoteIsOpen() && splitter.firstInnerLineEnd() >= 0) {
      int lineEnd = from + splitter.firstInnerLineEnd();
      return take(lineEnd, lineEnd + 1, 1);
    }
    return take(to, to, 1 + splitter.innerLineEnds());
  }

  /// A record that is too long: its first line, of which a beginning is kept.
  private @Nullable RawRecord readTooLong() throws SourceFault {
    long offset = fromOffset;
    long length = 0;
    boolean endsWithReturn = false;
    byte[] kept = new byte[0];
    while (true) {
      int lineEnd = RecordSplitter.indexOfLineFeed(window, from, to);
      int end = lineEnd < 0 ? to : lineEnd;
      if (length == 0) {
        kept = Arrays.copyOfRange(window, from, Math.min(end, from + RawRecord.KEPT_BYTES));
      }
      if (end > from) {
        endsWithReturn = window[end - 1] == '\r';
      }
      length += end - from;
      consume(end - from);
      if (lineEnd >= 0) {
        consume(1);
        break;
      }
      if (!more()) {
        if (pin().truncated().isPresent()) {
          return null;
        }
        break;
      }
    }
    length -= endsWithReturn ? 1 : 0;
    kept = kept.length > length ? Arrays.copyOf(kept, (int) length) : kept;
    int said = (int) Math.min(length, Integer.MAX_VALUE);
    Position position = new Position(part.index(), fromLine, offset, said);
    fromLine++;
    return new RawRecord(position, 1, kept, true);
  }

  private RawRecord take(int lineEnd, int next, int lines) {
    int end = withoutReturn(lineEnd);
    RawRecord taken =
        new RawRecord(
            new Position(part.index(), fromLine, fromOffset, end - from),
            lines,
            Arrays.copyOfRange(window, from, end),
            false);
    consume(next - from);
    fromLine += lines;
    return taken;
  }

  private int withoutReturn(int lineEnd) {
    return lineEnd > from && window[lineEnd - 1] == '\r' ? lineEnd - 1 : lineEnd;
  }

  private void consume(int bytes) {
    from += bytes;
    fromOffset += bytes;
  }

  /// Puts the next block behind what the window holds; false at the end.
  private boolean more() throws SourceFault {
    BlockFeed.Item.Block block = blocks.next();
    if (block == null) {
      return false;
    }
    int rest = to - from;
    int needed = rest + block.length();
    byte[] target = needed <= window.length ? window : new byte[needed];
    System.arraycopy(window, from, target, 0, rest);
    System.arraycopy(block.bytes(), 0, target, rest, block.length());
    window = target;
    from = 0;
    to = needed;
    blocks.recycle(block);
    return true;
  }
}
