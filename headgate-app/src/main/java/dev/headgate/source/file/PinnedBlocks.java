package dev.headgate.source.file;

import dev.headgate.source.ContentPin;
import dev.headgate.source.ContentPin.Truncation;
import dev.headgate.source.Part;
import dev.headgate.source.SourceFault;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The blocks of a part, either being pinned or compared with a pin, one by one, before anybody
/// sees them.
final class PinnedBlocks implements AutoCloseable {
  private final Part part;
  private final Xxh3 xxh3;
  private final Optional<ContentPin> expected;
  private final List<String> digests = new ArrayList<>();
  private @Nullable BlockFeed feed;
  private int nextBlock;

  /// The pin, once the end is known to follow the block that was given last.
  private @Nullable ContentPin checkedEnd;

  private @Nullable ContentPin pin;

  PinnedBlocks(Part part, Xxh3 xxh3, Optional<ContentPin> expected) {
    this.part = part;
    this.xxh3 = xxh3;
    this.expected = expected;
  }

  /// Goes on at another block, of a seekable part that is compared with a pin.
  void seek(int block) {
    close();
    feed = null;
    checkedEnd = null;
    nextBlock = block;
  }

  /// The next block, or null at the end of the content. Give it back with {@link #recycle}.
  BlockFeed.Item.@Nullable Block next() throws SourceFault {
    if (checkedEnd != null) {
      pin = checkedEnd;
    }
    if (pin != null) {
      return null;
    }
    return switch (take()) {
      case BlockFeed.Item.Block block -> {
        if (expected.isPresent()) {
          compare(block, expected.get());
        } else {
          digests.add(block.digest());
        }
        nextBlock++;
        if (expected.isPresent() && nextBlock == expected.get().blockDigests().size()) {
          // The last block counts only where the content ends with it.
          endAfterLastBlock();
        }
        yield block;
      }
      case BlockFeed.Item.End(long offset, String fault) -> {
        pin = end(offset, fault);
        yield null;
      }
      case BlockFeed.Item.Failed(Throwable cause) -> throw unreadable(cause);
    };
  }

  private void endAfterLastBlock() throws SourceFault {
    switch (take()) {
      case BlockFeed.Item.Block more -> compare(more, expected.orElseThrow());
      case BlockFeed.Item.End(long offset, String fault) -> checkedEnd = end(offset, fault);
      case BlockFeed.Item.Failed(Throwable cause) -> throw unreadable(cause);
    }
  }

  void recycle(BlockFeed.Item.Block block) {
    if (feed != null) {
      feed.recycle(block);
    }
  }

  /// The pin; null before the end.
  @Nullable ContentPin pin() {
    return pin;
  }

  @Override
  public void close() {
    if (feed != null) {
      feed.close();
    }
  }

  private BlockFeed.Item take() throws SourceFault {
    if (feed == null) {
      feed = new BlockFeed(part, nextBlock, xxh3);
    }
    try {
      return feed.take();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SourceFault(
          SourceFault.Kind.UNREADABLE, "reading was interrupted", part.name(), "run it again");
    }
  }

  private void compare(BlockFeed.Item.Block block, ContentPin pinned) throws SourceFault {
    List<String> known = pinned.blockDigests();
    long offset = (long) nextBlock * ContentPin.BLOCK_BYTES;
    if (nextBlock >= known.size()) {
      throw changed("there is more than the " + pinned.length() + " bytes that were assessed");
    }
    if (!known.get(nextBlock).equals(block.digest())) {
      throw changed(
          "the bytes from %d to %d are others than were assessed"
              .formatted(offset, offset + block.length()));
    }
  }

  private ContentPin end(long offset, @Nullable String fault) throws SourceFault {
    Optional<Truncation> truncated =
        Optional.ofNullable(fault).map(what -> new Truncation(offset, what));
    if (expected.isEmpty()) {
      return new ContentPin(offset, xxh3.contentDigest(digests), List.copyOf(digests), truncated);
    }
    ContentPin pinned = expected.get();
    if (offset != pinned.length()) {
      throw changed(
          "it ends after %d bytes, %d were assessed%s"
              .formatted(offset, pinned.length(), fault == null ? "" : " (" + fault + ")"));
    }
    boolean wasCutOff = pinned.truncated().filter(cut -> !cut.isUnclosed()).isPresent();
    if (truncated.isPresent() != wasCutOff) {
      throw changed(
          truncated.isPresent() ? "it is broken now: " + fault : "it was cut off and is whole now");
    }
    return pinned;
  }

  private SourceFault changed(String how) {
    return new SourceFault(
        SourceFault.Kind.CHANGED,
        "the content changed since it was assessed: " + how,
        part.name(),
        "put the old file back to go on, or import the new one as an import of its own");
  }

  private SourceFault unreadable(Throwable cause) {
    if (cause instanceof Error error) {
      throw error;
    }
    if (cause instanceof Part.MediumFault medium && medium.told().isPresent()) {
      return medium.told().get();
    }
    SourceFault fault =
        new SourceFault(
            SourceFault.Kind.UNREADABLE,
            "reading failed: " + cause.getMessage(),
            part.name(),
            "see that the file is there and can be read, then run it again");
    fault.initCause(cause);
    return fault;
  }
}
