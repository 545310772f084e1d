package dev.headgate.eventlog.spool;

import dev.headgate.eventlog.spool.FrameFile.Found;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// A queue of frames in files, bounded: what was added is there after a crash, in its order, until
/// the file it stands in is taken to its end. So after a crash frames may be taken a second time.
///
/// Many threads add, and share their fsyncs: one that finds its frame synced by another's has
/// nothing left to do. One thread takes. After a failed fsync nothing of the file is called durable
/// that was not before: a second try would succeed without writing what the first one lost.
final class Spool implements AutoCloseable {
  private static final String SUFFIX = ".spool";
  private static final String BROKEN_SUFFIX = ".broken";
  private static final Pattern NAME = Pattern.compile("(\\d{1,18})\\.spool(\\.broken)?");

  private final Path folder;
  private final long maxBytes;
  private final int fileBytes;
  private final Consumer<String> remarks;
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
  private Optional<Reading> reading = Optional.empty();

  /// One file.
  private static final class Segment {
    final Path file;
    final long oldestMillis;
    long length;
    long frames;

    Segment(Path file, long oldestMillis) {
      this.file = file;
      this.oldestMillis = oldestMillis;
    }
  }

  /// The oldest file, as far as it was taken.
  private static final class Reading {
    final Segment segment;
    final FrameFile file;
    long taken;

    /// How many frames were shown, and where the last of them ends.
    int shown;

    long shownTo;

    Reading(Segment segment, FrameFile file) {
      this.segment = segment;
      this.file = file;
    }
  }

  private Spool(Path folder, long maxBytes, int fileBytes, Consumer<String> remarks) {
    this.folder = folder;
    this.maxBytes = maxBytes;
    this.fileBytes = fileBytes;
    this.remarks = remarks;
  }

  /// Opens the spool of a folder with what is in it; the folder is made if it is missing.
  ///
  /// @param maxBytes most bytes in files
  /// @param fileBytes after about so many a new file is begun
  /// @param remarks hears of files that are damaged
  static Spool open(Path folder, long maxBytes, int fileBytes, Consumer<String> remarks)
      throws IOException {
    Files.createDirectories(folder);
    Spool spool = new Spool(folder, maxBytes, fileBytes, remarks);
    List<Path> files;
    try (Stream<Path> listed = Files.list(folder)) {
      files = listed.filter(file -> NAME.matcher(name(file)).matches()).sorted().toList();
    }
    for (Path file : files) {
      String digits = name(file).substring(0, name(file).indexOf('.'));
      spool.nextNumber = Math.max(spool.nextNumber, Long.parseLong(digits) + 1);
      if (name(file).endsWith(SUFFIX)) {
        spool.recover(file);
      }
    }
    return spool;
  }

  private static String name(Path file) {
    return String.valueOf(file.getFileName());
  }

  /// A file's whole frames, up to one that is none.
  private void recover(Path file) throws IOException {
    long size = Files.size(file);
    long oldestMillis = 0;
    long frames = 0;
    long length;
    boolean damaged;
    try (FrameFile content = FrameFile.open(file)) {
      Found found = content.next(size);
      while (found instanceof Found.Frame(SpoolFrame frame, long end)) {
        oldestMillis = frames == 0 ? frame.takenMillis() : oldestMillis;
        frames++;
        content.moveTo(end);
        found = content.next(size);
      }
      length = content.position();
      damaged = found instanceof Found.Damaged;
    }
    if (damaged) {
      Files.copy(file, broken(file));
      remarks.accept(
          "%s is damaged at byte %d: what comes behind it is not handed on; all of it is kept as %s"
              .formatted(file, length, broken(file)));
    }
    if (frames == 0) {
      Files.delete(file);
      return;
    }
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.truncate(length);
    }
    Segment segment = new Segment(file, oldestMillis);
    segment.length = length;
    segment.frames = frames;
    segments.add(segment);
    bytes += length;
    added += frames;
  }

  private static Path broken(Path file) {
    return file.resolveSibling(name(file) + BROKEN_SUFFIX);
  }

  /// Adds a frame and returns once it is durable.
  ///
  /// @return false if there is no room for it; nothing was added then
  /// @throws IOException if it may not be durable; it may be taken all the same
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
      write(encoded, segment);
      number = ++added;
    }
    sync(number);
    return true;
  }

  private void write(ByteBuffer encoded, Segment segment) throws IOException {
    int length = encoded.remaining();
    try {
      FileChannel channel = tail.orElseThrow();
      while (encoded.hasRemaining()) {
        channel.write(encoded, segment.length + length - encoded.remaining());
      }
    } catch (IOException e) {
      // What was written of it lies behind the last whole frame, where nobody reads.
      endTail();
      if (segment.frames == 0) {
        segments.remove(segment);
        Files.deleteIfExists(segment.file);
      }
      throw e;
    }
    segment.length += length;
    segment.frames++;
    bytes += length;
  }

  private Segment begin(long takenMillis) throws IOException {
    endTail();
    Path file = folder.resolve("%012d%s".formatted(nextNumber++, SUFFIX));
    FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    try (FileChannel names = FileChannel.open(folder)) {
      names.force(true);
    } catch (IOException e) {
      channel.close();
      Files.deleteIfExists(file);
      throw e;
    }
    tail = Optional.of(channel);
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
      while (true) {
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
        if (synced >= number || force(channel)) {
          synced = Math.max(synced, upTo);
          return;
        }
      }
    }
  }

  /// @return false if the file was ended, and so synced, by another thread meanwhile
  private boolean force(Optional<FileChannel> channel) throws IOException {
    if (channel.isEmpty()) {
      return true;
    }
    try {
      channel.get().force(false);
      return true;
    } catch (IOException e) {
      synchronized (this) {
        boolean ended = !tail.equals(channel);
        if (ended && e instanceof ClosedChannelException) {
          return false;
        }
        notDurableUpTo = added;
        if (!ended) {
          channel.get().close();
          tail = Optional.empty();
        }
      }
      throw e;
    }
  }

  /// The oldest frame, which stays until {@link #remove}; empty if there is none.
  ///
  /// @throws IOException if a file is damaged or gone: it is set aside then, what is left of it
  ///   under another name, and the next call goes on behind it
  Optional<SpoolFrame> peek() throws IOException {
    while (reading.isPresent() || openOldest()) {
      Reading now = reading.orElseThrow();
      switch (now.file.next(now.segment.length)) {
        case Found.Frame found -> {
          now.shown = 1;
          now.shownTo = found.end();
          return Optional.of(found.frame());
        }
        case Found.End _ -> dropRead();
        case Found.Torn _ -> throw setAside("it ends too early");
        case Found.Damaged _ -> throw setAside("no frame at byte " + now.file.position());
      }
    }
    return Optional.empty();
  }

  /// The oldest frames, as long as they are of one project and of one file; they stay until {@link
  /// #remove}. Empty if there is none.
  ///
  /// @param mostBytes after so many no more are added
  /// @throws IOException as {@link #peek}
  List<SpoolFrame> oldest(long mostBytes) throws IOException {
    Optional<SpoolFrame> first = peek();
    if (first.isEmpty()) {
      return List.of();
    }
    List<SpoolFrame> frames = new ArrayList<>();
    frames.add(first.get());
    Reading now = reading.orElseThrow();
    while (now.shownTo - now.file.position() < mostBytes
        && now.file.at(now.shownTo, now.segment.length)
            instanceof Found.Frame(SpoolFrame frame, long end)
        && frame.token().equals(first.get().token())) {
      frames.add(frame);
      now.shown++;
      now.shownTo = end;
    }
    return frames;
  }

  /// Takes away what {@link #peek} or {@link #oldest} has shown.
  void remove() throws IOException {
    Reading now = reading.orElseThrow();
    now.file.moveTo(now.shownTo);
    now.taken += now.shown;
    synchronized (this) {
      taken += now.shown;
    }
    now.shown = 0;
    if (now.file.position() >= now.segment.length) {
      dropRead();
    }
  }

  /// Opens the oldest file. One that is still written to is ended for it, so that it is whole.
  private boolean openOldest() throws IOException {
    Segment oldest;
    synchronized (this) {
      oldest = segments.peekFirst();
      if (oldest == null) {
        return false;
      }
      if (oldest == segments.peekLast()) {
        endTail();
      }
    }
    try {
      reading = Optional.of(new Reading(oldest, FrameFile.open(oldest.file)));
      return true;
    } catch (NoSuchFileException e) {
      forget(oldest, oldest.frames);
      throw new IOException(
          "%s is gone: %d requests in it are not handed on".formatted(oldest.file, oldest.frames));
    }
  }

  private IOException setAside(String why) throws IOException {
    Reading now = reading.orElseThrow();
    reading = Optional.empty();
    now.file.close();
    long lost = now.segment.frames - now.taken;
    forget(now.segment, lost);
    Files.move(now.segment.file, broken(now.segment.file));
    return new IOException(
        "%s is damaged (%s): it is kept as %s, and %d requests in it are not handed on"
            .formatted(now.segment.file, why, broken(now.segment.file), lost));
  }

  private void dropRead() throws IOException {
    Reading now = reading.orElseThrow();
    reading = Optional.empty();
    now.file.close();
    forget(now.segment, 0);
    Files.deleteIfExists(now.segment.file);
  }

  private synchronized void forget(Segment segment, long lost) {
    segments.remove(segment);
    bytes -= segment.length;
    taken += lost;
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

  /// Closes the files; what is in them is there when they are opened again.
  @Override
  public void close() throws IOException {
    if (reading.isPresent()) {
      reading.get().file.close();
    }
    synchronized (this) {
      endTail();
    }
  }
}
