package dev.headgate.eventlog.spool;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

/// A queue of frames in files, bounded: what was added is there after a crash, in its order, until
/// the file it stands in is taken to its end. So after a crash frames may be taken a second time.
///
/// Many threads add, and share their fsyncs: one that finds its frame synced by another's has
/// nothing left to do. One thread takes.
final class Spool implements AutoCloseable {
  private static final String SUFFIX = ".spool";
  private static final String BROKEN_SUFFIX = ".broken";

  private final Path folder;
  private final long maxBytes;
  private final int fileBytes;
  private final Object syncing = new Object();

  // Guarded by this.
  private final Deque<Segment> segments = new ArrayDeque<>();
  private Optional<FileChannel> tail = Optional.empty();
  private long nextNumber = 1;
  private long bytes;
  private long added;
  private long taken;
  private long notDurableUpTo;

  // Guarded by syncing.
  private long synced;

  // Of the thread that takes.
  private ByteBuffer head = ByteBuffer.allocate(0);
  private long headTaken;
  private Optional<Segment> reading = Optional.empty();

  /// One file.
  private static final class Segment {
    final Path file;
    long length;
    long frames;
    long oldestMillis;

    Segment(Path file, long oldestMillis) {
      this.file = file;
      this.oldestMillis = oldestMillis;
    }
  }

  private Spool(Path folder, long maxBytes, int fileBytes) {
    this.folder = folder;
    this.maxBytes = maxBytes;
    this.fileBytes = fileBytes;
  }

  /// Opens the spool of a folder with what is in it; the folder is made if it is missing.
  ///
  /// @param maxBytes most bytes in files
  /// @param fileBytes after about so many a new file is begun
  static Spool open(Path folder, long maxBytes, int fileBytes) throws IOException {
    Files.createDirectories(folder);
    Spool spool = new Spool(folder, maxBytes, fileBytes);
    List<Path> files;
    try (Stream<Path> listed = Files.list(folder)) {
      files = listed.filter(file -> file.toString().endsWith(SUFFIX)).sorted().toList();
    }
    for (Path file : files) {
      spool.recover(file);
    }
    return spool;
  }

  /// A file's whole frames; what a crash left half-written behind them was never answered for.
  private void recover(Path file) throws IOException {
    String name = file.getFileName().toString();
    nextNumber = Long.parseLong(name.substring(0, name.length() - SUFFIX.length())) + 1;
    ByteBuffer content = ByteBuffer.wrap(Files.readAllBytes(file));
    Segment segment = new Segment(file, 0);
    Optional<SpoolFrame> frame = SpoolFrame.decode(content);
    while (frame.isPresent()) {
      if (segment.frames == 0) {
        segment.oldestMillis = frame.get().takenMillis();
      }
      segment.frames++;
      frame = SpoolFrame.decode(content);
    }
    if (segment.frames == 0) {
      Files.delete(file);
      return;
    }
    segment.length = content.position();
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.truncate(segment.length);
    }
    segments.add(segment);
    bytes += segment.length;
    added += segment.frames;
  }

  /// Adds a frame and returns once it is durable.
  ///
  /// @return false if there is no room for it; nothing was added then
  boolean add(SpoolFrame frame) throws IOException {
    ByteBuffer encoded = frame.encoded();
    long number;
    synchronized (this) {
      if (bytes + encoded.remaining() > maxBytes) {
        return false;
      }
      Segment segment = segments.peekLast();
      if (segment == null || tail.isEmpty() || segment.length >= fileBytes) {
        segment = begin(frame.takenMillis());
      }
      int length = encoded.remaining();
      try {
        FileChannel channel = tail.orElseThrow();
        while (encoded.hasRemaining()) {
          channel.write(encoded, segment.length + length - encoded.remaining());
        }
      } catch (IOException e) {
        // What was written of it lies behind the last whole frame, where nobody reads.
        endTail();
        throw e;
      }
      segment.length += length;
      segment.frames++;
      bytes += length;
      number = ++added;
    }
    sync(number);
    return true;
  }

  private Segment begin(long takenMillis) throws IOException {
    endTail();
    Path file = folder.resolve("%012d%s".formatted(nextNumber++, SUFFIX));
    tail =
        Optional.of(
            FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE));
    try (FileChannel names = FileChannel.open(folder)) {
      names.force(true);
    }
    Segment segment = new Segment(file, takenMillis);
    segments.add(segment);
    return segment;
  }

  /// Nothing is added to this file any more. Frames that wait for their fsync have it then, or
  /// fail.
  private void endTail() throws IOException {
    if (tail.isEmpty()) {
      return;
    }
    try (FileChannel channel = tail.get()) {
      channel.force(false);
    } catch (IOException e) {
      notDurableUpTo = added;
      throw e;
    } finally {
      tail = Optional.empty();
    }
  }

  private void sync(long number) throws IOException {
    synchronized (syncing) {
      if (synced >= number) {
        return;
      }
      Optional<FileChannel> channel;
      long upTo;
      synchronized (this) {
        if (number <= notDurableUpTo) {
          throw new IOException("the file could not be synced");
        }
        // Files before this one were synced when they ended.
        channel = tail;
        upTo = added;
      }
      if (channel.isPresent()) {
        channel.get().force(false);
      }
      synced = upTo;
    }
  }

  /// The oldest frame, which stays until {@link #remove}; empty if there is none.
  ///
  /// @throws IOException if a file is damaged or gone: it is set aside then, what is left of it
  ///   under another name, and the next call goes on behind it
  Optional<SpoolFrame> peek() throws IOException {
    if (!head.hasRemaining() && !readOn()) {
      return Optional.empty();
    }
    int start = head.position();
    Optional<SpoolFrame> frame = SpoolFrame.decode(head);
    if (frame.isEmpty()) {
      throw setAside("no whole frame at byte " + start);
    }
    head.position(start);
    return frame;
  }

  /// Takes away the frame that {@link #peek} has shown.
  void remove() throws IOException {
    int start = head.position();
    head.position(start + SpoolFrame.HEAD_BYTES + head.getInt(start));
    synchronized (this) {
      taken++;
    }
    headTaken++;
    if (!head.hasRemaining()) {
      dropRead();
    }
  }

  /// Reads the oldest file as far as it goes. A file that is still written to is ended for it, so
  /// that it is whole.
  private boolean readOn() throws IOException {
    Segment segment;
    synchronized (syncing) {
      synchronized (this) {
        segment = segments.peekFirst();
        if (segment == null) {
          return false;
        }
        if (segment == segments.peekLast() && tail.isPresent()) {
          endTail();
        }
      }
    }
    reading = Optional.of(segment);
    headTaken = 0;
    ByteBuffer content = ByteBuffer.allocate(Math.toIntExact(segment.length));
    try (FileChannel channel = FileChannel.open(segment.file, StandardOpenOption.READ)) {
      while (content.hasRemaining()) {
        if (channel.read(content) < 0) {
          throw setAside("it ends at byte " + content.position());
        }
      }
    } catch (NoSuchFileException e) {
      throw setAside("it is gone");
    }
    head = content.flip();
    if (!head.hasRemaining()) {
      dropRead();
      return readOn();
    }
    return true;
  }

  private IOException setAside(String why) throws IOException {
    Segment broken = reading.orElseThrow();
    long lost = broken.frames - headTaken;
    if (Files.exists(broken.file)) {
      Files.move(broken.file, Path.of(broken.file + BROKEN_SUFFIX));
    }
    synchronized (this) {
      taken += lost;
    }
    dropRead();
    return new IOException(
        "%s is damaged (%s): it is set aside, and %d requests in it are not handed on"
            .formatted(broken.file, why, lost));
  }

  private void dropRead() throws IOException {
    Segment read = reading.orElseThrow();
    synchronized (this) {
      segments.remove(read);
      bytes -= read.length;
    }
    reading = Optional.empty();
    head = ByteBuffer.allocate(0);
    Files.deleteIfExists(read.file);
  }

  synchronized boolean isEmpty() {
    return added == taken;
  }

  /// Bytes in files; those of frames that were taken count until their file is at its end.
  synchronized long bytes() {
    return bytes;
  }

  /// When about the oldest frame was taken in, milliseconds since 1970.
  synchronized OptionalLong oldestMillis() {
    Segment oldest = segments.peekFirst();
    return oldest == null || added == taken
        ? OptionalLong.empty()
        : OptionalLong.of(oldest.oldestMillis);
  }

  @Override
  public synchronized void close() throws IOException {
    endTail();
  }
}
