package dev.headgate.source.file;

import dev.headgate.source.ContentPin;
import dev.headgate.source.Part;
import dev.headgate.source.SourceFault;
import dev.headgate.source.TextEncoding;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The stretch of a part's content that is looked at, as UTF-8.
///
/// ```
/// bytes   | done | record ... | not looked at yet |   free   |
///                ^from                            ^to
/// ```
///
/// A record that does not end in it is moved to its front and the next block is put behind. Places
/// are counted in the content as it is, before it is decoded. Memory is bounded by one record, one
/// block (three times that, if it is decoded), and the blocks of the feed.
final class ContentWindow implements AutoCloseable {
  private static final byte[] BYTE_ORDER_MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

  /// So that it is not made anew for every record cut later than those before.
  private static final int ROOM_FOR_LONGER_RESTS = 64 << 10;

  private final Part part;
  private final PinnedBlocks blocks;
  private TextEncoding encoding;
  private @Nullable TextDecoder decoder;
  private byte[] bytes = new byte[0];
  private int from;
  private int to;
  private long offset;
  private boolean ended;

  ContentWindow(Part part, TextEncoding encoding, Xxh3 xxh3, Optional<ContentPin> pin) {
    this.part = part;
    this.encoding = encoding;
    this.blocks = new PinnedBlocks(part, xxh3, pin);
  }

  Part part() {
    return part;
  }

  byte[] bytes() {
    return bytes;
  }

  int from() {
    return from;
  }

  int to() {
    return to;
  }

  /// Where {@link #from} is in the content.
  long offset() {
    return offset;
  }

  /// What was read; null before the end of the content.
  @Nullable ContentPin pin() {
    return blocks.pin();
  }

  /// Whether the content had to be read from its start to know how to read on.
  boolean needsStart() {
    return encoding == TextEncoding.UTF_16;
  }

  /// Passes over the mark at the start of the content.
  void skipByteOrderMark() throws SourceFault {
    while (to - from < BYTE_ORDER_MARK.length && more()) {}
    for (int i = 0; i < BYTE_ORDER_MARK.length; i++) {
      if (from + i == to || bytes[from + i] != BYTE_ORDER_MARK[i]) {
        return;
      }
    }
    consume(BYTE_ORDER_MARK.length);
  }

  /// Puts the next block behind what the window holds; false at the end.
  boolean more() throws SourceFault {
    BlockFeed.Item.Block block = blocks.next();
    if (block == null) {
      return atEnd();
    }
    if (offset == 0 && from == to) {
      encoding = encoding.resolved(block.bytes(), block.length());
    }
    TextDecoder decodes = decoder();
    makeRoom(
        decodes == null
            ? block.length()
            : TextDecoder.MOST_GROWTH * block.length() + TextDecoder.MOST_LEFT);
    if (decodes == null) {
      System.arraycopy(block.bytes(), 0, bytes, to, block.length());
      to += block.length();
    } else {
      to = decodes.decode(block.bytes(), 0, block.length(), bytes, to);
    }
    blocks.recycle(block);
    return true;
  }

  /// What the decoder kept back is the last that comes.
  private boolean atEnd() {
    TextDecoder decodes = decoder;
    if (decodes == null || ended) {
      return false;
    }
    ended = true;
    makeRoom(TextDecoder.MOST_LEFT);
    int before = to;
    to = decodes.end(bytes, to);
    return to > before;
  }

  private @Nullable TextDecoder decoder() {
    if (decoder == null && encoding != TextEncoding.UTF_8) {
      decoder = new TextDecoder(encoding);
    }
    return decoder;
  }

  private void makeRoom(int more) {
    int rest = to - from;
    byte[] target =
        rest + more <= bytes.length ? bytes : new byte[rest + more + ROOM_FOR_LONGER_RESTS];
    System.arraycopy(bytes, from, target, 0, rest);
    bytes = target;
    from = 0;
    to = rest;
  }

  /// Is done with so many bytes of the window.
  void consume(int count) {
    offset += lengthOf(from, from + count);
    from += count;
  }

  /// At most so many bytes of the window, and no character cut in two; 0 if there are not so many.
  int wholeCharacters(int count) {
    int end = from + Math.max(0, count);
    while (end > from && end < to && (bytes[end] & 0xC0) == 0x80) {
      end--;
    }
    return end - from;
  }

  /// How many bytes of the content `bytes[start, end)` was decoded from.
  long lengthOf(int start, int end) {
    return decoder == null ? end - start : decoder.bytesRead(bytes, start, end);
  }

  /// How many bytes of the content a CR takes.
  int lengthOfReturn() {
    return decoder == null ? 1 : (int) decoder.bytesRead(new byte[] {'\r'}, 0, 1);
  }

  /// Whether the content, read to its end, ends too early.
  boolean isTruncated() {
    ContentPin pin = blocks.pin();
    return pin != null && pin.truncated().filter(cut -> !cut.isUnclosed()).isPresent();
  }

  /// Goes on at a place behind the one where it is.
  void skipTo(long place) throws SourceFault {
    if (part.seekable() && place > offset + lengthOf(from, to)) {
      int block = (int) (place / ContentPin.BLOCK_BYTES);
      blocks.seek(block);
      from = 0;
      to = 0;
      offset = (long) block * ContentPin.BLOCK_BYTES;
      decoder = null;
    }
    while (place > offset) {
      if (from == to && !more()) {
        throw new SourceFault(
            SourceFault.Kind.CHANGED,
            "the content changed since it was assessed: it ends before byte " + place,
            part.name(),
            "put the old file back to go on, or import the new one as an import of its own");
      }
      int end =
          decoder == null
              ? from + (int) Math.min(to - from, place - offset)
              : decoder.after(bytes, from, to, place - offset);
      consume(end - from);
    }
  }

  @Override
  public void close() {
    blocks.close();
  }
}
