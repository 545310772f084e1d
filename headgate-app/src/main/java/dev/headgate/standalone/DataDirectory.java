package dev.headgate.standalone;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/// The folder that an embedded pipeline lives in, and the lock that lets only one process run a
/// pipeline on it.
///
/// ```
/// keys.json       secrets, mode 600
/// server.json     where the running pipeline answers; the lock says whether it lives
/// lock            empty; locked by the process that runs the pipeline
/// control.db      projects, imports, grants, audit
/// audit.head      where the audit ends, sealed; mode 600
/// events.duckdb   events
/// persons.db      facts and persons
/// persons.url     where they are instead, if they were moved to a server; mode 600
/// capacity.json   what the pipeline can take, as `headgate calibrate` measured it
/// log/            the broker's data
/// imports/N/      what people look at: assessment, report, plan, rejects, verification
/// work/           what nobody needs after the process; emptied at each start
/// ```
public final class DataDirectory {
  /// A lock belongs to the process, and closing any channel on its file releases it. So a process
  /// must never open a lock file that it has locked: this set, the process's like the lock, is
  /// asked first.
  private static final Set<Path> LOCKED_BY_THIS_PROCESS = ConcurrentHashMap.newKeySet();

  private static final String KEYS = "keys.json";

  private final Path folder;

  private DataDirectory(Path folder) {
    this.folder = folder;
  }

  /// The directory at this path, made where it is missing.
  ///
  /// @throws IOException if it cannot be made
  public static DataDirectory at(Path path) throws IOException {
    Files.createDirectories(path);
    return new DataDirectory(path.toRealPath());
  }

  /// Whether a pipeline was ever started on the directory at this path.
  public static boolean isAt(Path path) {
    return Files.exists(path.resolve(KEYS));
  }

  public Path folder() {
    return folder;
  }

  public Path keysFile() {
    return folder.resolve(KEYS);
  }

  public Path serverFile() {
    return folder.resolve("server.json");
  }

  public Path controlFile() {
    return folder.resolve("control.db");
  }

  /// The head of the audit trail, outside the file that has the trail.
  Path auditHeadFile() {
    return folder.resolve("audit.head");
  }

  public Path eventsFile() {
    return folder.resolve("events.duckdb");
  }

  public Path personsFile() {
    return folder.resolve("persons.db");
  }

  /// Where persons are kept, if not in {@link #personsFile}.
  public Path personsUrlFile() {
    return folder.resolve("persons.url");
  }

  /// What the pipeline can take, if that was measured.
  public Path capacityFile() {
    return folder.resolve(CapacityFile.NAME);
  }

  /// Which ids were spread over partitions, and when.
  Path spreadFile() {
    return folder.resolve("spread-ids.jsonl");
  }

  /// The database files that apps use, each by its digest.
  Path appsFolder() {
    return folder.resolve("apps");
  }

  /// Events that an app could not work on.
  Path setAsideFolder() {
    return folder.resolve("set-aside");
  }

  public Path logFolder() {
    return folder.resolve("log");
  }

  /// Where live events wait while the log cannot be reached.
  Path spoolFolder() {
    return folder.resolve("log-spool");
  }

  /// Where an import's files for people are, made where it is missing.
  public Path importFolder(int importNumber) throws IOException {
    return Files.createDirectories(
        folder.resolve("imports").resolve(Integer.toString(importNumber)));
  }

  /// A folder for what nobody needs after this process, made where it is missing.
  public Path workFolder(String name) throws IOException {
    return Files.createDirectories(work().resolve(name));
  }

  private Path work() {
    return folder.resolve("work");
  }

  /// Takes the directory for this process, if no process has it; then what an earlier process left
  /// in `work` and `server.json` is cleared away.
  public Taking take() throws IOException {
    if (!LOCKED_BY_THIS_PROCESS.add(folder)) {
      return new HeldByOther(server());
    }
    FileChannel channel = null;
    boolean taken = false;
    try {
      channel =
          FileChannel.open(
              folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      Optional<FileLock> lock = Optional.ofNullable(channel.tryLock());
      if (lock.isEmpty()) {
        return new HeldByOther(server());
      }
      Files.deleteIfExists(serverFile());
      deleteAll(work());
      taken = true;
      return new Held(this, channel);
    } finally {
      if (!taken) {
        if (channel != null) {
          channel.close();
        }
        LOCKED_BY_THIS_PROCESS.remove(folder);
      }
    }
  }

  /// The pipeline that says it runs here; whether it lives, only {@link #take} can tell. Empty
  /// while it is starting.
  public Optional<ServerFile> server() throws IOException {
    return ServerFile.read(serverFile());
  }

  private static void deleteAll(Path root) throws IOException {
    if (!Files.exists(root)) {
      return;
    }
    try (Stream<Path> tree = Files.walk(root)) {
      List<Path> deepestFirst = tree.sorted(Comparator.reverseOrder()).toList();
      for (Path path : deepestFirst) {
        Files.delete(path);
      }
    }
  }

  /// What came of {@link #take}.
  public sealed interface Taking {}

  /// Another process runs a pipeline here.
  ///
  /// @param server where to reach it; empty while it is starting
  public record HeldByOther(Optional<ServerFile> server) implements Taking {}

  /// This process has the directory until it closes this or ends, however it ends.
  public static final class Held implements Taking, AutoCloseable {
    private final DataDirectory directory;
    private final FileChannel lock;

    private Held(DataDirectory directory, FileChannel lock) {
      this.directory = directory;
      this.lock = lock;
    }

    public DataDirectory directory() {
      return directory;
    }

    /// Tells other processes where the pipeline answers.
    public void announce(ServerFile server) throws IOException {
      server.write(directory.serverFile());
    }

    /// Takes the announcement back and lets go of the directory.
    @Override
    public void close() throws IOException {
      if (!lock.isOpen()) {
        return;
      }
      try {
        Files.deleteIfExists(directory.serverFile());
      } finally {
        lock.close();
        LOCKED_BY_THIS_PROCESS.remove(directory.folder());
      }
    }
  }
}
