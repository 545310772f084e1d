package dev.headgate.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.headgate.event.ProjectToken;
import dev.headgate.pace.Governor;
import dev.headgate.standalone.DataDirectory;
import dev.headgate.standalone.EmbeddedPipeline;
import dev.headgate.standalone.HaltPoints;
import dev.headgate.standalone.KeysFault;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `headgate standalone`: the pipeline on the embedded engines, until it is stopped.
@Command(
    name = "standalone",
    description = "Runs the pipeline on the embedded engines until it is stopped.")
final class StandaloneCommand extends CommandRun {
  private static final int LEAST_STORED_WITHIN_SECONDS = 2;

  @Option(
      names = "--port",
      paramLabel = "N",
      description = "The port, on loopback; 0 is any free one (default: ${DEFAULT-VALUE}).",
      defaultValue = "8090")
  int port;

  @Option(
      names = "--project-token",
      paramLabel = "TOKEN",
      description = "The token of the project default, at the first start.")
  Optional<String> projectToken = Optional.empty();

  @Option(
      names = "--ungranted-historical",
      paramLabel = "refuse|accept",
      description = "Requests that say historical_migration without a grant (default: refuse).",
      defaultValue = "refuse")
  String ungrantedHistorical = "refuse";

  @Option(
      names = "--live-answered-within",
      paramLabel = "MILLIS",
      description = {
        "Imports are slowed before 1 of 100 live requests takes longer (default: ${DEFAULT-VALUE})."
      },
      defaultValue = "150")
  int liveAnsweredWithinMillis;

  @Option(
      names = "--live-stored-within",
      paramLabel = "SECONDS",
      description = {
        "Imports are slowed before live events take longer to be stored (default: ${DEFAULT-VALUE})."
      },
      defaultValue = "3")
  int liveStoredWithinSeconds;

  @Override
  ExitCode run(Screen screen) throws IOException, InterruptedException {
    DataDirectory directory = DataDirectory.at(common.data);
    EmbeddedPipeline.Options options =
        new EmbeddedPipeline.Options(
            port,
            token(),
            acceptsUngranted(),
            EmbeddedPipeline.Options.standard().diskGuard(),
            targets());
    return switch (directory.take()) {
      case DataDirectory.HeldByOther(var server) ->
          throw new CommandStop(
              ExitCode.FAILED,
              "another process runs a pipeline on this data directory"
                  + server
                      .map(other -> ": process " + other.pid() + " at " + other.url())
                      .orElse(""),
              directory.folder().toString(),
              "Use that one, stop it first, or name another --data.");
      case DataDirectory.Held held -> serve(held, options, screen);
    };
  }

  private ExitCode serve(DataDirectory.Held held, EmbeddedPipeline.Options options, Screen screen)
      throws IOException, InterruptedException {
    HaltPoints haltPoints =
        HaltPoints.of(
            Optional.ofNullable(System.getenv(HaltPoints.VARIABLE)), held.directory().folder());
    EmbeddedPipeline pipeline;
    try {
      pipeline = EmbeddedPipeline.start(held, options, haltPoints);
    } catch (KeysFault e) {
      throw new CommandStop(
          ExitCode.FAILED, String.valueOf(e.getMessage()), common.data.toString(), e.next());
    }
    CountDownLatch stopped = new CountDownLatch(1);
    CountDownLatch closed = new CountDownLatch(1);
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  stopped.countDown();
                  try {
                    closed.await();
                  } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                  }
                },
                "headgate-stop"));
    try {
      pipeline.startEngines();
      if (screen.json()) {
        ObjectNode ready = Screen.object().put("url", pipeline.url().toString());
        screen.result(ready);
      } else {
        screen.report(
            List.of(
                "headgate: ready at " + pipeline.url(),
                "  keys are in " + held.directory().keysFile() + "; Ctrl-C stops it"));
      }
      stopped.await();
    } finally {
      pipeline.close();
      closed.countDown();
    }
    return ExitCode.DONE;
  }

  private Governor.Targets targets() {
    if (liveAnsweredWithinMillis < 1 || liveStoredWithinSeconds < LEAST_STORED_WITHIN_SECONDS) {
      throw new CommandStop(
          ExitCode.USAGE,
          "live traffic is not that fast even by itself",
          "--live-answered-within %d, --live-stored-within %d"
              .formatted(liveAnsweredWithinMillis, liveStoredWithinSeconds),
          "State at least 1 millisecond, and at least "
              + LEAST_STORED_WITHIN_SECONDS
              + " seconds: live events are gathered for about one.");
    }
    return new Governor.Targets(
        Duration.ofSeconds(liveStoredWithinSeconds),
        Duration.ofMillis(liveAnsweredWithinMillis),
        Governor.Targets.DEFAULT.backlog());
  }

  private Optional<ProjectToken> token() {
    try {
      return projectToken.map(ProjectToken::new);
    } catch (IllegalArgumentException e) {
      throw new CommandStop(ExitCode.USAGE, String.valueOf(e.getMessage()), "--project-token", "");
    }
  }

  private boolean acceptsUngranted() {
    return switch (ungrantedHistorical.toLowerCase(Locale.ROOT)) {
      case "accept" -> true;
      case "refuse" -> false;
      default ->
          throw new CommandStop(
              ExitCode.USAGE,
              "--ungranted-historical is refuse or accept, not " + ungrantedHistorical,
              "--ungranted-historical",
              "");
    };
  }
}
