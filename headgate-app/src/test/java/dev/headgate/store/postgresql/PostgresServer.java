package dev.headgate.store.postgresql;

import dev.headgate.event.DistinctId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicInteger;

/// A PostgreSQL server of the operating system's package, on a free loopback port, in a folder of
/// its own. It ends with the process that started it.
public final class PostgresServer implements AutoCloseable {
  private static final Path SCRIPT = Path.of("..", "scripts", "postgresql");
  private static final AtomicInteger SCHEMAS = new AtomicInteger();

  private final Path folder;
  private final String url;

  private PostgresServer(Path folder) throws IOException {
    this.folder = folder;
    this.url = run("start");
  }

  private static final class Shared {
    private static final PostgresServer SERVER = startUnchecked();

    private static PostgresServer startUnchecked() {
      try {
        return start();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /// One server for all tests of a process.
  public static PostgresServer shared() {
    return Shared.SERVER;
  }

  /// Makes a cluster and starts it.
  public static PostgresServer start() throws IOException {
    PostgresServer server = new PostgresServer(Files.createTempDirectory("headgate-postgresql"));
    Runtime.getRuntime().addShutdownHook(new Thread(server::close));
    return server;
  }

  /// Starts the server again after {@link #kill}.
  public void begin() throws IOException {
    run("start");
  }

  /// Ends the postmaster as the kernel does when it is out of memory; its children follow.
  public void kill() throws IOException {
    run("kill");
  }

  /// A new, empty schema.
  public PostgresUrl emptySchema() throws SQLException {
    String schema = "schema_" + SCHEMAS.incrementAndGet();
    execute("CREATE SCHEMA " + schema);
    return url("?currentSchema=" + schema);
  }

  /// Its database, with this behind it: parameters.
  public PostgresUrl url(String ending) {
    return PostgresUrl.parse(url + ending).orElseThrow();
  }

  /// Whether the tables say who is with an id.
  boolean isFolded(PostgresUrl schema, DistinctId id) throws SQLException {
    try (Connection connection = DriverManager.getConnection(schema.jdbc());
        PreparedStatement statement =
            connection.prepareStatement("SELECT 1 FROM members WHERE distinct_id = ?")) {
      statement.setString(1, id.value());
      try (ResultSet row = statement.executeQuery()) {
        return row.next();
      }
    }
  }

  public void execute(String sql) throws SQLException {
    try (Connection connection = DriverManager.getConnection(url("").jdbc());
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private String run(String verb) throws IOException {
    Process process =
        new ProcessBuilder(SCRIPT.toString(), verb, folder.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    String answer =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    try {
      if (process.waitFor() != 0) {
        throw new IOException(SCRIPT + " " + verb + " failed");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
    return answer;
  }

  /// Stops the server at once and deletes what it kept.
  @Override
  public void close() {
    try {
      run("stop");
    } catch (IOException e) {
      // It was not running: so much the better.
    }
    try {
      new ProcessBuilder("rm", "-rf", folder.toString()).start().waitFor();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
