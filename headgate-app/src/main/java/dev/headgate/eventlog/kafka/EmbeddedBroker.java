package dev.headgate.eventlog.kafka;

import dev.headgate.eventlog.LogFault;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.Writer;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import kafka.tools.StorageTool;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.jspecify.annotations.Nullable;

/// An Apache Kafka broker in this process: one KRaft node, broker and controller, with its data in
/// a folder and two free ports of the loopback interface, chosen anew at every start but {@link
/// #startAgain}.
///
/// It survives `kill -9` at any moment: the folder is formatted beside its place and then renamed,
/// and acknowledged records lie in the operating system's page cache. It does not flush every
/// record to the disk, so it does not survive the loss of power; for that, use a cluster. On a full
/// or broken disk Kafka ends the whole process: keep some space free.
public final class EmbeddedBroker implements AutoCloseable {
  private static final int NODE = 1;
  private static final String HOST = "127.0.0.1";

  /// Sixteen partitions of them may be waiting to be deleted at any time.
  private static final int SEGMENT_BYTES = 64 << 20;

  private final KafkaRaftServer server;
  private final Path folder;
  private final Ports ports;
  private final FileChannel lock;

  private record Ports(int broker, int controller) {
    static Ports free() throws IOException {
      try (ServerSocket broker = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
          ServerSocket controller = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
        return new Ports(broker.getLocalPort(), controller.getLocalPort());
      }
    }
  }

  private EmbeddedBroker(KafkaRaftServer server, Path folder, Ports ports, FileChannel lock) {
    this.server = server;
    this.folder = folder;
    this.ports = ports;
    this.lock = lock;
  }

  /// Starts a broker on this folder, which is made and formatted if it is not there. Takes some
  /// seconds.
  ///
  /// @throws LogFault if the folder cannot be used, or is in use: a lock file beside it says so
  public static EmbeddedBroker start(Path folder) throws LogFault {
    try {
      return start(folder, Ports.free());
    } catch (IOException e) {
      throw new LogFault("there is no port for the log on " + folder + ": " + e, e);
    }
  }

  /// Starts a broker that was closed anew, where its clients know it.
  public EmbeddedBroker startAgain() throws LogFault {
    return start(folder, ports);
  }

  private static EmbeddedBroker start(Path folder, Ports ports) throws LogFault {
    FileChannel lock = lock(folder.resolveSibling(folder.getFileName() + ".lock"));
    try {
      format(folder);
      KafkaRaftServer server =
          new KafkaRaftServer(
              new KafkaConfig(settings(folder, ports.broker, ports.controller), false),
              Time.SYSTEM);
      server.startup();
      return new EmbeddedBroker(server, folder, ports, lock);
    } catch (Exception e) {
      closeQuietly(lock);
      throw new LogFault("the log on " + folder + " does not start: " + e, e);
    }
  }

  /// Kafka's own lock comes too late: a second controller would already have written to the
  /// metadata of the first.
  private static FileChannel lock(Path file) throws LogFault {
    FileChannel channel = null;
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
      channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      if (channel.tryLock() != null) {
        return channel;
      }
    } catch (OverlappingFileLockException e) {
      // Locked by this very process.
    } catch (IOException e) {
      closeQuietly(channel);
      throw new LogFault("cannot lock the folder of the log with " + file + ": " + e, e);
    }
    closeQuietly(channel);
    throw new LogFault(
        "the log is in use by another process, which holds " + file + ". Stop it, or talk to it");
  }

  private static void closeQuietly(@Nullable FileChannel channel) {
    try {
      if (channel != null) {
        channel.close();
      }
    } catch (IOException e) {
      // Nothing was written to it; its lock ends with the process at the latest.
    }
  }

  /// Where clients reach it: `host:port`.
  public String bootstrap() {
    return HOST + ":" + ports.broker;
  }

  /// Stops the broker and waits until it has.
  @Override
  public void close() {
    server.shutdown();
    server.awaitShutdown();
    closeQuietly(lock);
  }

  private static void format(Path folder) throws Exception {
    if (Files.exists(folder)) {
      return;
    }
    Path beside = folder.resolveSibling(folder.getFileName() + ".new");
    deleteAll(beside);
    Files.createDirectories(beside);
    Path settings = Files.createTempFile("headgate-broker", ".properties");
    try (PrintStream quiet =
        new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8)) {
      Properties properties = new Properties();
      properties.putAll(settings(beside, 1, 2));
      try (Writer out = Files.newBufferedWriter(settings)) {
        properties.store(out, null);
      }
      String[] arguments = {
        "format", "--cluster-id", Uuid.randomUuid().toString(), "--config", settings.toString()
      };
      int exit = StorageTool.execute(arguments, quiet);
      if (exit != 0) {
        throw new IOException("Kafka cannot format it: exit " + exit);
      }
    } finally {
      Files.deleteIfExists(settings);
    }
    Files.move(beside, folder, StandardCopyOption.ATOMIC_MOVE);
  }

  private static void deleteAll(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    Files.walkFileTree(
        folder,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path visited, @Nullable IOException e)
              throws IOException {
            Files.delete(visited);
            return FileVisitResult.CONTINUE;
          }
        });
  }

  private static Map<String, String> settings(Path folder, int brokerPort, int controllerPort) {
    Map<String, String> settings = new TreeMap<>();
    settings.put("process.roles", "broker,controller");
    settings.put("node.id", Integer.toString(NODE));
    settings.put(
        "listeners",
        "BROKER://%s:%d,CONTROLLER://%s:%d".formatted(HOST, brokerPort, HOST, controllerPort));
    settings.put("advertised.listeners", "BROKER://%s:%d".formatted(HOST, brokerPort));
    settings.put("listener.security.protocol.map", "BROKER:PLAINTEXT,CONTROLLER:PLAINTEXT");
    settings.put("inter.broker.listener.name", "BROKER");
    settings.put("controller.listener.names", "CONTROLLER");
    // The voter is named here and not in the folder, so that its port may change between starts.
    settings.put("controller.quorum.voters", "%d@%s:%d".formatted(NODE, HOST, controllerPort));
    // After a kill the broker waits until the session of its predecessor has expired. To be taken
    // for dead while it lives costs little: clients try again.
    settings.put("broker.session.timeout.ms", "2000");
    settings.put("broker.heartbeat.interval.ms", "250");

    settings.put("log.dirs", folder.toAbsolutePath().toString());
    settings.put("log.segment.bytes", Integer.toString(SEGMENT_BYTES));
    // Room for 64 MB of records, an entry every 4 KiB.
    settings.put("log.index.size.max.bytes", Integer.toString(512 << 10));
    // Only `deleteRecords` makes the log forget.
    settings.put("log.retention.ms", "-1");
    settings.put("log.retention.bytes", "-1");
    settings.put("log.retention.check.interval.ms", "10000");
    settings.put("log.segment.delete.delay.ms", "1000");
    settings.put("message.max.bytes", Integer.toString(KafkaEventLog.MAX_BATCH_BYTES));
    settings.put("replica.fetch.max.bytes", Integer.toString(KafkaEventLog.MAX_BATCH_BYTES));
    settings.put("auto.create.topics.enable", "false");
    settings.put("default.replication.factor", "1");

    settings.put("offsets.topic.num.partitions", "1");
    settings.put("offsets.topic.replication.factor", "1");
    settings.put("offsets.topic.segment.bytes", Integer.toString(1 << 20));
    settings.put("group.initial.rebalance.delay.ms", "0");

    settings.put("num.network.threads", "2");
    settings.put("num.io.threads", "4");
    settings.put("num.recovery.threads.per.data.dir", "2");
    settings.put("num.replica.fetchers", "1");
    settings.put("background.threads", "2");
    settings.put("log.cleaner.threads", "1");
    settings.put("log.cleaner.dedupe.buffer.size", Integer.toString(2 << 20));
    settings.put("metric.reporters", "");
    return settings;
  }
}
