package dev.headgate.standalone;

import dev.headgate.event.Event;
import dev.headgate.event.EventTime;
import dev.headgate.event.ProjectId;
import dev.headgate.eventlog.CapturedEvent;
import dev.headgate.json.JsonOutput;
import dev.headgate.store.SetAsideEvents;
import dev.headgate.store.StoreFault;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.Map;

/// Events that an app could not work on, as they came: a file a project, in the format that
/// `headgate import` reads, so that they can be let through when the app is mended.
///
/// ```
/// {"uuid","event","distinct_id","timestamp","properties","set_aside":{"app","why","import"}}
/// ```
final class SetAsideFiles implements SetAsideEvents, AutoCloseable {
  private final Path folder;
  private final Map<ProjectId, FileChannel> open = new HashMap<>();
  private final JsonOutput line = new JsonOutput(1024);
  private boolean unsynced;

  SetAsideFiles(Path folder) {
    this.folder = folder;
  }

  @Override
  public synchronized void add(CapturedEvent captured, String app, String why) throws StoreFault {
    write(captured, app, why);
    unsynced = true;
    try {
      FileChannel channel = channel(captured.project());
      ByteBuffer left = ByteBuffer.wrap(line.toByteArray());
      while (left.hasRemaining()) {
        channel.write(left);
      }
    } catch (IOException e) {
      throw fault(e);
    }
  }

  private void write(CapturedEvent captured, String app, String why) {
    Event event = captured.event();
    line.clear();
    line.ascii("{\"uuid\":\"")
        .bytes(event.uuid().ascii())
        .ascii("\",\"event\":")
        .string(event.name())
        .ascii(",\"distinct_id\":")
        .string(event.distinctId().value())
        .ascii(",\"timestamp\":\"")
        .ascii(EventTime.format(event.timestampMicros()))
        .ascii("\",\"properties\":")
        .raw(event.properties())
        .ascii(",\"set_aside\":{\"app\":")
        .string(app)
        .ascii(",\"why\":")
        .string(why)
        .ascii(",\"import\":")
        .number(captured.importNumber())
        .ascii("}}\n");
  }

  private FileChannel channel(ProjectId project) throws IOException {
    FileChannel channel = open.get(project);
    if (channel == null) {
      Files.createDirectories(folder);
      if (folder.getFileSystem().supportedFileAttributeViews().contains("posix")) {
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
      }
      channel =
          FileChannel.open(
              folder.resolve(project.number() + ".jsonl"),
              StandardOpenOption.CREATE,
              StandardOpenOption.READ,
              StandardOpenOption.WRITE);
      cutBackToALine(channel);
      open.put(project, channel);
    }
    return channel;
  }

  /// A crash may have left half a line: its event is read from the log again.
  private static void cutBackToALine(FileChannel channel) throws IOException {
    long end = channel.size();
    ByteBuffer last = ByteBuffer.allocate(1);
    while (end > 0) {
      last.clear();
      if (channel.read(last, end - 1) == 1 && last.get(0) == '\n') {
        break;
      }
      end--;
    }
    channel.truncate(end);
    channel.position(end);
  }

  @Override
  public synchronized void sync() throws StoreFault {
    if (!unsynced) {
      return;
    }
    try {
      for (FileChannel channel : open.values()) {
        channel.force(false);
      }
      unsynced = false;
    } catch (IOException e) {
      throw fault(e);
    }
  }

  private StoreFault fault(IOException e) {
    return new StoreFault(
        "events cannot be set aside in " + folder + ": " + e.getMessage() + "; is there room?", e);
  }

  @Override
  public synchronized void close() {
    try {
      for (FileChannel channel : open.values()) {
        channel.close();
      }
      open.clear();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
