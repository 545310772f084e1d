package dev.headgate.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.headgate.standalone.DataDirectory;
import dev.headgate.standalone.EmbeddedPipeline;
import dev.headgate.standalone.HaltPoints;
import dev.headgate.standalone.Keys;
import dev.headgate.standalone.KeysFault;
import dev.headgate.standalone.PipelineOptions;
import dev.headgate.standalone.ServerFile;
import dev.headgate.standalone.TlsFault;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// A command's way to a pipeline: the one that runs on its data directory already, one it starts
/// there itself, or one elsewhere. It is HTTP in every case.
final class Connection implements AutoCloseable {
  private static final Duration LONGEST_START = Duration.ofSeconds(60);
  private static final Duration BETWEEN_SIGNS_OF_LIFE = Duration.ofSeconds(2);

  private final PipelineClient client;
  private final Path dataFolder;
  private final Optional<EmbeddedPipeline> own;
  private final HaltPoints haltPoints;
  private final CountDownLatch closing = new CountDownLatch(1);
  private final String name = "cli-" + ProcessHandle.current().pid();

  private Connection(
      PipelineClient client,
      Path dataFolder,
      Optional<EmbeddedPipeline> own,
      HaltPoints haltPoints) {
    this.client = client;
    this.dataFolder = dataFolder;
    this.own = own;
    this.haltPoints = haltPoints;
  }

  static Connection open(CommonOptions options, Screen screen) {
    if (options.server.filter(url -> !url.isBlank()).isPresent()) {
      return elsewhere(options);
    }
    try {
      DataDirectory directory = DataDirectory.at(options.data);
      HaltPoints haltPoints = haltPoints(directory.folder());
      for (int attempt = 0; ; attempt++) {
        switch (directory.take()) {
          case DataDirectory.Held held -> {
            EmbeddedPipeline pipeline =
                EmbeddedPipeline.start(held, PipelineOptions.standard(), haltPoints);
            PipelineClient client =
                new PipelineClient(pipeline.localUrl(), key(options, pipeline.keys()));
            return new Connection(client, directory.folder(), Optional.of(pipeline), haltPoints);
          }
          case DataDirectory.HeldByOther(Optional<ServerFile> server) -> {
            if (server.isPresent()) {
              return toRunning(server.get(), options, directory, haltPoints, screen);
            }
            if (attempt > LONGEST_START.toMillis() / 100) {
              throw new CommandStop(
                  ExitCode.FAILED,
                  "another process holds this data directory and does not say where it answers",
                  directory.folder().toString(),
                  "Wait for it to end, or use another --data.");
            }
            Thread.sleep(Duration.ofMillis(100));
          }
        }
      }
    } catch (IOException e) {
      throw new CommandStop(
          ExitCode.FAILED,
          "the data directory cannot be used: " + e.getMessage(),
          options.data.toString(),
          "Is there room, and may this user write there? --data names another folder.");
    } catch (KeysFault e) {
      throw new CommandStop(
          ExitCode.FAILED, String.valueOf(e.getMessage()), options.data.toString(), e.next());
    } catch (TlsFault e) {
      throw new IllegalStateException("a pipeline for one command has no certificate", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CommandStop(ExitCode.INTERRUPTED, "interrupted", "", "");
    }
  }

  /// To a pipeline that has something already: a folder without data is refused, and stays as it
  /// is, for its path is likely mistyped.
  static Connection toData(CommonOptions options, Screen screen) {
    if (options.server.filter(url -> !url.isBlank()).isEmpty()) {
      requireData(options);
    }
    return open(options, screen);
  }

  private static void requireData(CommonOptions options) {
    if (!DataDirectory.isAt(options.data)) {
      throw new CommandStop(
          ExitCode.USAGE,
          "there is no data of Headgate there",
          options.data.toString(),
          "name with --data the folder that was imported into (headgate import EXPORT --data DIR"
              + " makes one).");
    }
  }

  private static HaltPoints haltPoints(Path dataFolder) {
    return HaltPoints.of(Optional.ofNullable(System.getenv(HaltPoints.VARIABLE)), dataFolder);
  }

  /// The data folder is where the command may keep something, then; it is not made for that before
  /// there is something to keep.
  private static Connection elsewhere(CommonOptions options) {
    if (options.key.filter(key -> !key.isBlank()).isEmpty()) {
      throw new CommandStop(
          ExitCode.USAGE,
          "a pipeline elsewhere wants a key",
          options.server.orElse(""),
          "Give --key (or HEADGATE_KEY): its keys.json has a customer's and the pipeline team's.");
    }
    URI url;
    try {
      url = URI.create(options.server.orElseThrow());
    } catch (IllegalArgumentException e) {
      throw new CommandStop(
          ExitCode.USAGE,
          "--server is no URL",
          options.server.orElse(""),
          "Such as http://127.0.0.1:8080");
    }
    Path dataFolder = options.data.toAbsolutePath().normalize();
    return new Connection(
        new PipelineClient(
            url,
            options.key.orElseThrow(),
            options.ca.filter(file -> !file.toString().isEmpty()).map(Trust::in)),
        dataFolder,
        Optional.empty(),
        haltPoints(dataFolder));
  }

  /// Whether no pipeline ran on the data directory before.
  boolean startedPipeline() {
    return own.isPresent();
  }

  private static Connection toRunning(
      ServerFile server,
      CommonOptions options,
      DataDirectory directory,
      HaltPoints haltPoints,
      Screen screen)
      throws IOException, KeysFault {
    Keys keys =
        Keys.read(directory.keysFile())
            .orElseThrow(() -> new IOException("keys.json is missing beside a running pipeline"));
    screen.say(
        "headgate: talking to the pipeline that process "
            + server.pid()
            + " runs on "
            + directory.folder());
    Connection connection =
        new Connection(
            new PipelineClient(server.url(), key(options, keys)),
            directory.folder(),
            Optional.empty(),
            haltPoints);
    connection.showSignsOfLife();
    return connection;
  }

  /// Who can read the data directory has all of its keys, and may still say who they are.
  private static String key(CommonOptions options, Keys keys) {
    return options.key.filter(key -> !key.isBlank()).orElse(keys.pipelineKey());
  }

  /// So that a pipeline which another command started stays for this one.
  private void showSignsOfLife() {
    Thread.ofVirtual()
        .start(() -> {
          try {
            do {
              client.put("/api/v1/clients/" + name, Screen.object());
            } while (!closing.await(BETWEEN_SIGNS_OF_LIFE.toMillis(), TimeUnit.MILLISECONDS));
          } catch (CommandStop gone) {
            // The command itself will meet the same, and say so.
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
  }

  PipelineClient client() {
    return client;
  }

  /// The token that a project's events are sent with.
  String projectToken(String project) {
    for (JsonNode known : client.get("/api/v1/projects").path("projects")) {
      if (known.path("project").asText().equals(project)) {
        return known.path("token").asText();
      }
    }
    throw new CommandStop(
        ExitCode.USAGE, "there is no project " + project, "", "headgate project list names them");
  }

  /// The local data directory.
  Path dataFolder() {
    return dataFolder;
  }

  HaltPoints haltPoints() {
    return haltPoints;
  }

  /// Lets the log start in the background while something else is done.
  void warm() {
    ObjectNode nothing = Screen.object();
    client.post("/api/v1/engines/warm", nothing);
  }

  /// Ends the pipeline this command started, once no other command uses it.
  @Override
  public void close() {
    closing.countDown();
    own.ifPresent(EmbeddedPipeline::closeWhenUnused);
  }
}
