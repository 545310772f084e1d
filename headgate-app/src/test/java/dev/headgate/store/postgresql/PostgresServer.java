package dev.headgate.store.postgresql;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/// A PostgreSQL server of the operating system's package, on a free loopback port, in a folder of
/// its own. It ends with the process that started it.
public final class PostgresServer implements AutoCloseable {
  private static final Path PACKAGES = Path.of("/usr/lib/postgresql");
  private static final String SUPERUSER = "postgres";
  private static final AtomicInteger SCHEMAS = new AtomicInteger();

  private final Path programs;
  private final Path folder;
  private final int port;

  private PostgresServer(Path programs, Path folder, int port) {
    this.programs = programs;
    this.folder = folder;
    this.port = port;
  }

  private static final class Shared {
    private static final PostgresServer SERVER = PostgresServer.startUnchecked();
  }

  /// One server for all tests of a process.
  public static PostgresServer shared() {
    return Shared.SERVER;
  }

  private static PostgresServer startUnchecked() {
    try {
      return start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Makes a cluster and starts it.
  public static PostgresServer start() throws IOException {
    Path folder = Files.createTempDirectory("headgate-postgresql");
    int port;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    PostgresServer server = new PostgresServer(programs(), folder, port);
    if (isRoot()) {
      run(List.of("chown", SUPERUSER, folder.toString()));
    }
    server.asOwner(
        "initdb",
        "--pgdata=" + server.data(),
        "--username=" + SUPERUSER,
        "--auth=trust",
        "--encoding=UTF8",
        "--locale=C.UTF-8",
        "--no-sync");
    server.begin();
    Runtime.getRuntime().addShutdownHook(new Thread(server::close));
    return server;
  }

  /// Starts the server again after {@link #kill}.
  public void begin() throws IOException {
    asOwner(
        "pg_ctl",
        "start",
        "--wait",
        "--pgdata=" + data(),
        "--log=" + folder.resolve("log"),
        "--options=-p " + port + " -k " + folder + " -c listen_addresses=127.0.0.1");
  }

  /// Ends the postmaster as the kernel does when it is out of memory; its children follow.
  public void kill() throws IOException, InterruptedException {
    Path pidFile = data().resolve("postmaster.pid");
    long pid = Long.parseLong(Files.readAllLines(pidFile).getFirst().strip());
    ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
    while (ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false)) {
      Thread.sleep(10);
    }
  }

  /// A new, empty schema.
  public PostgresUrl emptySchema() throws SQLException {
    String schema = "schema_" + SCHEMAS.incrementAndGet();
    execute("CREATE SCHEMA " + schema);
    return url("?currentSchema=" + schema);
  }

  public PostgresUrl url(String parameters) {
    return PostgresUrl.parse(
            "postgresql://" + SUPERUSER + "@127.0.0.1:" + port + "/postgres" + parameters)
        .orElseThrow();
  }

  public int port() {
    return port;
  }

  public void execute(String sql) throws SQLException {
    try (Connection connection = DriverManager.getConnection(url("").jdbc());
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private Path data() {
    return folder.resolve("data");
  }

  private static Path programs() throws IOException {
    if (!Files.isDirectory(PACKAGES)) {
      throw new IOException("PostgreSQL is needed (Debian's package: postgresql): see ./check");
    }
    try (Stream<Path> versions = Files.list(PACKAGES)) {
      Optional<Path> newest =
          versions
              .sorted(
                  Comparator.comparingInt((Path version) ->
                          Integer.parseInt(PACKAGES.relativize(version).toString()))
                      .reversed())
              .map(version -> version.resolve("bin"))
              .filter(bin -> Files.isExecutable(bin.resolve("initdb")))
              .findFirst();
      return newest.orElseThrow(
          () -> new IOException("PostgreSQL's server is needed (Debian's package: postgresql)"));
    }
  }

  /// The server refuses to run as root.
  private static boolean isRoot() {
    return "root".equals(System.getProperty("user.name"));
  }

  private void asOwner(String program, String... arguments) throws IOException {
    List<String> command = new ArrayList<>();
    if (isRoot()) {
      command.addAll(List.of("runuser", "-u", SUPERUSER, "--"));
    }
    command.add(programs.resolve(program).toString());
    command.addAll(List.of(arguments));
    run(command);
  }

  private static void run(List<String> command) throws IOException {
    Path output = Files.createTempFile("headgate-postgresql", ".out");
    try {
      Process process =
          new ProcessBuilder(command)
              .directory(Path.of("/").toFile())
              .redirectErrorStream(true)
              .redirectOutput(output.toFile())
              .start();
      if (!process.waitFor(60, TimeUnit.SECONDS) || process.exitValue() != 0) {
        throw new IOException(command + " failed: " + Files.readString(output));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while running " + command, e);
    } finally {
      Files.deleteIfExists(output);
    }
  }

  /// Stops the server at once and deletes what it kept.
  @Override
  public void close() {
    try {
      asOwner("pg_ctl", "stop", "--mode=immediate", "--pgdata=" + data());
    } catch (IOException e) {
      // It was not running: so much the better.
    }
    try {
      run(List.of("rm", "-rf", folder.toString()));
    } catch (IOException e) {
      System.err.println("left behind: " + folder);
    }
  }
}
