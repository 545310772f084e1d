package dev.headgate.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.headgate.admit.Eyes;
import dev.headgate.event.ProjectToken;
import dev.headgate.pace.FloodRule;
import dev.headgate.pace.Governor;
import dev.headgate.standalone.DataDirectory;
import dev.headgate.standalone.EmbeddedPipeline;
import dev.headgate.standalone.HaltPoints;
import dev.headgate.standalone.KeysFault;
import dev.headgate.standalone.Listener;
import dev.headgate.standalone.OpenFiles;
import dev.headgate.standalone.PipelineOptions;
import dev.headgate.standalone.TlsFault;
import dev.headgate.standalone.TlsFiles;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
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
      description = "The port; 0 is any free one (default: ${DEFAULT-VALUE}).",
      defaultValue = "8090")
  int port;

  @Option(
      names = "--host",
      paramLabel = "ADDRESS",
      description = {
        "The address to listen on (default: ${DEFAULT-VALUE}, this machine only; others need a"
            + " certificate)."
      },
      defaultValue = Listener.LOOPBACK)
  String host = Listener.LOOPBACK;

  @Option(
      names = "--tls-certificate",
      paramLabel = "FILE",
      description =
          "A certificate and those that vouch for it, in PEM: https. Read anew when it changes.")
  Optional<Path> tlsCertificate = Optional.empty();

  @Option(
      names = "--tls-key",
      paramLabel = "FILE",
      description = "The certificate's private key, in PEM, not encrypted.")
  Optional<Path> tlsKey = Optional.empty();

  @Option(
      names = "--public-url",
      paramLabel = "URL",
      description = {
        "Where people reach it, for links in what they are told (default: where it listens)."
      })
  Optional<String> publicUrl = Optional.empty();

  @Option(
      names = "--max-connections",
      paramLabel = "N",
      description = {
        "Most connections at one time (default: 10000, or what the limit of open files allows)."
      })
  OptionalInt maxConnections = OptionalInt.empty();

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
      names = "--four-eyes",
      description = {
        "The green light of an import takes two members of the pipeline team (headgate team add)."
      })
  boolean fourEyes;

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

  @Option(
      names = "--diverted-events",
      paramLabel = "N",
      description = {
        "Events of floods that may wait to be stored, before more is refused with 503 (default:"
            + " ${DEFAULT-VALUE}, about 1 GB)."
      },
      defaultValue = "" + PipelineOptions.DIVERTED_EVENTS)
  long divertedEvents;

  @Option(
      names = "--flood-learning",
      paramLabel = "SECONDS",
      description = {
        "How long after the start senders are only got to know, before any is taken for a flood (default:"
            + " ${DEFAULT-VALUE})."
      },
      defaultValue = "60")
  int floodLearningSeconds;

  @Override
  ExitCode run(Screen screen) throws IOException, InterruptedException {
    DataDirectory directory = DataDirectory.at(common.data);
    PipelineOptions options =
        new PipelineOptions(
            listener(),
            mostConnections(),
            token(),
            acceptsUngranted(),
            PipelineOptions.standard().diskGuard(),
            targets(),
            floodRule(),
            divertedEvents,
            fourEyes ? Eyes.FOUR : Eyes.TWO,
            publicUrl());
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

  private ExitCode serve(DataDirectory.Held held, PipelineOptions options, Screen screen)
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
    } catch (TlsFault e) {
      throw new CommandStop(
          ExitCode.USAGE, String.valueOf(e.getMessage()), "--tls-certificate, --tls-key", e.next());
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
        ObjectNode ready =
            Screen.object()
                .put("url", pipeline.url().toString())
                .put("console", pipeline.url().resolve("/console").toString());
        screen.result(ready);
      } else {
        List<String> lines = new ArrayList<>();
        lines.add("headgate: ready at " + pipeline.url());
        lines.add("  its console, for both people, is at " + pipeline.url().resolve("/console"));
        if (fourEyes) {
          lines.add("  a green light takes two members of the team; headgate team add makes keys");
        }
        lines.add("  keys are in " + held.directory().keysFile() + "; Ctrl-C stops it");
        screen.report(lines);
      }
      stopped.await();
    } finally {
      pipeline.close();
      closed.countDown();
    }
    return ExitCode.DONE;
  }

  private Listener listener() {
    if (tlsCertificate.isPresent() != tlsKey.isPresent()) {
      throw new CommandStop(
          ExitCode.USAGE,
          "a certificate and its key come together",
          "--tls-certificate, --tls-key",
          "Name both files, or none.");
    }
    try {
      if (tlsCertificate.isEmpty() && !InetAddress.getByName(host).isLoopbackAddress()) {
        throw new CommandStop(
            ExitCode.USAGE,
            "events and keys would be sent to " + host + " for everybody to read",
            "--host " + host,
            "Name --tls-certificate and --tls-key, or listen on 127.0.0.1 behind a proxy of this"
                + " machine that has a certificate.");
      }
    } catch (UnknownHostException e) {
      throw new CommandStop(
          ExitCode.USAGE, host + " is no address", "--host " + host, "Such as 0.0.0.0, for all.");
    }
    return new Listener(
        host, port, tlsCertificate.map(file -> new TlsFiles(file, tlsKey.orElseThrow())));
  }

  private int mostConnections() {
    if (maxConnections.isEmpty()) {
      return OpenFiles.mostConnections();
    }
    int wanted = maxConnections.getAsInt();
    int most = OpenFiles.mostConnections(wanted);
    if (wanted < 1 || most < wanted) {
      throw new CommandStop(
          ExitCode.USAGE,
          "there may be 1 to %d connections, not %d".formatted(most, wanted),
          "--max-connections",
          "The limit of open files says how many (ulimit -n), less 1,000 for other files.");
    }
    return most;
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

  private FloodRule floodRule() {
    if (divertedEvents < 0 || floodLearningSeconds < 0) {
      throw new CommandStop(
          ExitCode.USAGE,
          "less than nothing is asked for",
          "--diverted-events %d, --flood-learning %d"
              .formatted(divertedEvents, floodLearningSeconds),
          "State 0 or more.");
    }
    return FloodRule.DEFAULT.learning(Duration.ofSeconds(floodLearningSeconds));
  }

  private Optional<String> publicUrl() {
    if (publicUrl.filter(url -> !url.matches("https?://[^\\s/?#@]+(/[^\\s?#]*)?")).isPresent()) {
      throw new CommandStop(
          ExitCode.USAGE,
          "--public-url is no URL",
          publicUrl.orElse(""),
          "Such as https://events.example.com");
    }
    return publicUrl;
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
