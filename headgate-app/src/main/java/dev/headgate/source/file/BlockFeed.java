package dev.headgate.source.file;

import dev.headgate.source.ContentPin;
import dev.headgate.source.Part;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.jspecify.annotations.Nullable;

/// The uncompressed content of a part in blocks of {@link ContentPin#BLOCK_BYTES}, each with its
/// digest, unpacked on a thread of its own at most {@link #AHEAD} blocks ahead of whoever takes
/// them.
///
/// A part is always unpacked from its first byte with reads of the same lengths, so a broken part
/// breaks at the same byte each time.
final class BlockFeed implements AutoCloseable {
  /// Blocks that wait to be taken, at most; one more is being filled.
  static final int AHEAD = 2;

  private static final int READ_BYTES = 64 << 10;

  /// What the feed gives, in order: blocks, then one of the others.
  sealed interface Item {
    /// `bytes[0, length)`; only the last block is shorter than the rest.
    @SuppressWarnings("ArrayRecordComponent") // handed over, never compared
    record Block(byte[] bytes, int length, String digest) implements Item {}

    /// The content ends at `offset`.
    ///
    /// @param fault what the unpacker says, where it ends too early
    record End(long offset, @Nullable String fault) implements Item {}

    /// Reading failed.
    record Failed(Throwable cause) implements Item {}
  }

  private final Part part;
  private final int firstBlock;
  private final Xxh3 xxh3;
  private final BlockingQueue<Item> items = new ArrayBlockingQueue<>(AHEAD);
  private final BlockingQueue<byte[]> used = new ArrayBlockingQueue<>(AHEAD + 1);
  private final Thread thread;
  private volatile boolean closed;

  /// Starts at block `firstBlock`; past 0 only where the part is seekable.
  BlockFeed(Part part, int firstBlock, Xxh3 xxh3) {
    this.part = part;
    this.firstBlock = firstBlock;
    this.xxh3 = xxh3;
    this.thread =
        Thread.ofPlatform().daemon().name("unpack " + part.name()).start(this::feedUntilEnd);
  }

  Item take() throws InterruptedException {
    return items.take();
  }

  /// Gives a block's bytes back, to be filled again.
  void recycle(Item.Block block) {
    used.offer(block.bytes());
  }

  /// Waits until the thread has ended and the part is closed.
  @Override
  public void close() {
    closed = true;
    thread.interrupt();
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void feedUntilEnd() {
    try {
      try {
        feed();
      } catch (IOException | RuntimeException | Error e) {
        items.put(new Item.Failed(e));
      }
    } catch (InterruptedException e) {
      // close() asked for it: nobody takes what would come.
      Thread.currentThread().interrupt();
    }
  }

  private void feed() throws IOException, InterruptedException {
    long offset = (long) firstBlock * ContentPin.BLOCK_BYTES;
    InputStream in;
    try {
      in = firstBlock > 0 ? part.openAt(offset) : part.open();
    } catch (Part.MediumFault e) {
      throw e;
    } catch (IOException | RuntimeException e) {
      items.put(new Item.End(offset, describe(e)));
      return;
    }
    try (in) {
      while (!closed) {
        Filling filling = fill(in);
        offset += filling.length;
        if (filling.length > 0) {
          String digest = xxh3.hex(filling.bytes, filling.length);
          items.put(new Item.Block(filling.bytes, filling.length, digest));
        }
        if (filling.ended) {
          items.put(new Item.End(offset, filling.fault));
          return;
        }
      }
    }
  }

  private Filling fill(InputStream in) throws IOException {
    byte[] reused = used.poll();
    Filling filling = new Filling(reused == null ? new byte[READ_BYTES] : reused);
    while (filling.length < ContentPin.BLOCK_BYTES && !filling.ended && !closed) {
      int wanted = Math.min(READ_BYTES, ContentPin.BLOCK_BYTES - filling.length);
      filling.ensure(wanted);
      try {
        int count = in.read(filling.bytes, filling.length, wanted);
        filling.ended = count < 0;
        filling.length += Math.max(0, count);
      } catch (Part.MediumFault e) {
        throw e;
      } catch (IOException | RuntimeException e) {
        // Unpackers also fail with what they throw for bugs when fed with corrupt data.
        filling.ended = true;
        filling.fault = describe(e);
      }
    }
    return filling;
  }

  private static String describe(Exception e) {
    String message = e.getMessage();
    return message == null || message.isBlank() ? e.getClass().getSimpleName() : message;
  }

  /// A block while it is filled.
  private static final class Filling {
    private byte[] bytes;
    private int length;
    private boolean ended;
    private @Nullable String fault;

    Filling(byte[] bytes) {
      this.bytes = bytes;
    }

    void ensure(int more) {
      if (bytes.length - length < more) {
        int wanted = Math.max(length + more, Math.min(4 * bytes.length, ContentPin.BLOCK_BYTES));
        bytes = Arrays.copyOf(bytes, wanted);
      }
    }
  }
}
