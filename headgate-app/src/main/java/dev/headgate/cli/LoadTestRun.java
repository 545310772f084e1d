package dev.headgate.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.headgate.admit.GrantToken;
import dev.headgate.console.report.LoadTestPage;
import dev.headgate.event.ProjectToken;
import dev.headgate.event.UuidSum;
import dev.headgate.loadtest.Ending;
import dev.headgate.loadtest.Figures;
import dev.headgate.loadtest.Generator;
import dev.headgate.loadtest.LoadTestPlan;
import dev.headgate.loadtest.LoadTestResult;
import dev.headgate.loadtest.PageViews;
import dev.headgate.loadtest.ServerMoment;
import dev.headgate.loadtest.Ticks;
import dev.headgate.loadtest.file.PlanText;
import dev.headgate.loadtest.file.ResultJson;
import dev.headgate.loadtest.hdr.HdrLatencies;
import dev.headgate.loadtest.http.HttpTarget;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// One run of a load test: asks for it, sends it, and reports what came of it.
///
/// A stop order is heard by asking twice a second, and not from answers: a load test whose requests
/// are few, or hang, would hear nothing.
final class LoadTestRun {
  private static final Duration BETWEEN_QUESTIONS = Duration.ofMillis(400);
  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(100);
  private static final Duration LONGEST_STORING = Duration.ofMinutes(2);
  private static final Duration HOOK_PATIENCE = Duration.ofSeconds(20);

  private final Connection connection;
  private final String project;
  private final LoadTestPlan plan;
  private final boolean yes;
  private final Screen screen;
  private final List<ServerMoment> server = Collections.synchronizedList(new ArrayList<>());

  LoadTestRun(
      Connection connection, String project, LoadTestPlan plan, boolean yes, Screen screen) {
    this.connection = connection;
    this.project = project;
    this.plan = plan;
    this.yes = yes;
    this.screen = screen;
  }

  ExitCode run() throws IOException, InterruptedException {
    JsonNode record = greenLit(submit());
    int number = record.path("load_test").asInt();
    String path = "/api/v1/load-tests/" + number;
    ProjectToken token = new ProjectToken(connection.projectToken(project));
    JsonNode started = connection.client().post(path + "/start", Screen.object());
    Instant startedAt = Instant.parse(started.path("started_at").asText());
    String grant = started.path("grant").asText();
    screen.say("headgate: load test " + number + " begins; Ctrl-C stops it");
    CountDownLatch done = new CountDownLatch(1);
    CountDownLatch told = new CountDownLatch(1);
    Optional<Thread> hook = Optional.empty();
    try (HttpTarget target =
        new HttpTarget(connection.client().server(), GrantToken.HEADER, grant, plan.timeout())) {
      Generator generator =
          new Generator(
              plan,
              new PageViews(
                  number,
                  token,
                  plan.request(),
                  InstantSource.system(),
                  new SecureRandom().nextLong()),
              target,
              new SystemTicks(),
              HdrLatencies::new);
      hook = Optional.of(stopOnSignal(generator, told));
      target.connect(plan.preAllocated());
      connection.client().put(path + "/progress", Screen.object());
      Thread questions = background(() -> ask(generator, path, done));
      Thread looks = background(() -> look(generator, number, done));
      Ending ending;
      try {
        ending = generator.run();
      } finally {
        done.countDown();
        looks.join();
      }
      tell(path, ending);
      questions.join(BETWEEN_QUESTIONS);
      return report(generator, number, startedAt, ending, path);
    } finally {
      done.countDown();
      told.countDown();
      forget(hook);
    }
  }

  private JsonNode submit() {
    ObjectNode body = Screen.object().put("project", project);
    body.set("plan", Screen.tree(PlanText.write(plan).toString()));
    return connection.client().post("/api/v1/load-tests", body);
  }

  private JsonNode greenLit(JsonNode record) {
    int number = record.path("load_test").asInt();
    for (JsonNode finding : record.path("findings")) {
      screen.say(
          "%-5s %s: %s"
              .formatted(
                  finding.path("level").asText(),
                  finding.path("rule").asText(),
                  finding.path("evidence").asText()));
      screen.say("      " + finding.path("resolve").asText());
    }
    for (JsonNode finding : record.path("findings")) {
      if (finding.path("level").asText().equals("block")) {
        throw new CommandStop(
            ExitCode.NO_GREEN_LIGHT,
            "load test %d gets no green light: %s"
                .formatted(number, finding.path("evidence").asText()),
            "load test " + number,
            finding.path("resolve").asText());
      }
    }
    if (record.path("state").asText().equals("green_lit")) {
      return record;
    }
    if (!yes && !Terminal.confirms("Give load test %d the green light?".formatted(number))) {
      throw new CommandStop(
          ExitCode.NO_GREEN_LIGHT,
          "load test " + number + " waits for the green light",
          "load test " + number,
          "Run the same command with --yes and the pipeline team's key to give it, or ask the team.");
    }
    ObjectNode reason = Screen.object().put("reason", yes ? "--yes" : "confirmed at the terminal");
    return connection.client().post("/api/v1/load-tests/" + number + "/green-light", reason);
  }

  /// Asks how it stands, until it is done. Where the pipeline does not answer the load test goes
  /// on: what its requests meet is what it is to show.
  private void ask(Generator generator, String path, CountDownLatch done)
      throws InterruptedException {
    while (!done.await(BETWEEN_QUESTIONS.toMillis(), TimeUnit.MILLISECONDS)) {
      try {
        JsonNode answer = connection.client().put(path + "/progress", Screen.object());
        server.add(
            new ServerMoment(
                generator.elapsed(),
                answer.path("live_per_second").asDouble(),
                answer.path("live_p99_seconds").asDouble() * 1e3,
                answer.path("pressure").asDouble()));
        if (!answer.path("state").asText().equals("running")) {
          generator.stop(new Ending(Ending.Kind.STOPPED, answer.path("why").asText()));
        }
      } catch (CommandStop e) {
        // Asked again; requests that fail are counted.
      }
    }
  }

  private void look(Generator generator, int number, CountDownLatch done)
      throws InterruptedException {
    while (!done.await(BETWEEN_LOOKS.toMillis(), TimeUnit.MILLISECONDS)) {
      generator.stopWhereAThresholdFails();
      Figures figures = generator.figures();
      screen.status(
          String.format(
              Locale.ROOT,
              "load test %d: %3d s of %d s, %,d of %,d requests, %,.0f/s due, p99 %.0f ms, %,d"
                  + " failed, %,d dropped",
              number,
              figures.elapsed().toSeconds(),
              plan.rate().duration().toSeconds(),
              figures.sent(),
              plan.rate().requests(),
              plan.rate().envelope(1).rateAt(figures.elapsed()),
              figures.latency().atPercentile(99),
              figures.failed(),
              figures.dropped()));
    }
  }

  private interface Work {
    void run() throws InterruptedException;
  }

  private static Thread background(Work work) {
    return Thread.ofVirtual()
        .start(() -> {
          try {
            work.run();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
  }

  /// Lets the pipeline know how it ended, if it does not know yet.
  private void tell(String path, Ending ending) {
    try {
      switch (ending.kind()) {
        case OVER -> connection.client().post(path + "/complete", Screen.object());
        case ABORTED, INTERRUPTED -> {
          String why = ending.reason().isEmpty() ? "interrupted" : ending.reason();
          connection.client().post(path + "/stop", Screen.object().put("reason", why));
        }
        case STOPPED -> {
          // By the pipeline itself.
        }
      }
    } catch (CommandStop e) {
      screen.say("headgate: the pipeline was not told how it ended: " + e.getMessage());
    }
  }

  private ExitCode report(
      Generator generator, int number, Instant startedAt, Ending ending, String path)
      throws IOException, InterruptedException {
    Optional<LoadTestResult.Accounting> accounting = accounting(generator, path);
    LoadTestResult result =
        new LoadTestResult(
            number,
            plan,
            startedAt,
            ending,
            generator.figures(),
            generator.intervals(),
            generator.answers(),
            generator.said(),
            generator.verdicts(),
            List.copyOf(server),
            accounting);
    ObjectNode document = ResultJson.tree(result);
    Path folder = connection.dataFolder().resolve("load-tests").resolve(Integer.toString(number));
    Files.createDirectories(folder);
    Files.writeString(folder.resolve("report.html"), LoadTestPage.of(result));
    Files.writeString(folder.resolve("report.json"), document.toPrettyString());
    try {
      connection.client().put(path + "/result", document);
    } catch (CommandStop e) {
      screen.say("headgate: the pipeline does not have the result: " + e.getMessage());
    }
    screen.report(LoadTestReport.lines(result, folder.resolve("report.html")));
    if (screen.json()) {
      screen.result(document);
    }
    return exitCode(result, ending);
  }

  private static ExitCode exitCode(LoadTestResult result, Ending ending) {
    return switch (ending.kind()) {
      case INTERRUPTED -> ExitCode.INTERRUPTED;
      case STOPPED -> ExitCode.PAUSED;
      case ABORTED -> ExitCode.FAILED;
      case OVER ->
          result.accounting().isEmpty()
              ? ExitCode.PAUSED
              : result.passed() ? ExitCode.DONE : ExitCode.FAILED;
    };
  }

  /// What is stored, once nothing of it waits in the log any more.
  private Optional<LoadTestResult.Accounting> accounting(Generator generator, String path)
      throws InterruptedException {
    long deadline = System.nanoTime() + LONGEST_STORING.toNanos();
    try {
      JsonNode stored = connection.client().get(path + "/stored");
      while (stored.path("waiting").asLong() > 0 && System.nanoTime() < deadline) {
        screen.status("waiting until all of it is stored: " + stored.path("waiting") + " to go");
        Thread.sleep(BETWEEN_QUESTIONS);
        stored = connection.client().get(path + "/stored");
      }
      UuidSum answered = generator.answeredEvents();
      UuidSum sum =
          new UuidSum(
              stored.path("stored").asLong(),
              Long.parseLong(stored.path("uuid_sum_high").asText()),
              Long.parseLong(stored.path("uuid_sum_low").asText()));
      long unanswered = generator.unansweredEvents();
      boolean all =
          unanswered == 0
              ? sum.equals(answered)
              : sum.count() >= answered.count() && sum.count() <= answered.count() + unanswered;
      return Optional.of(
          new LoadTestResult.Accounting(answered.count(), unanswered, sum.count(), all));
    } catch (CommandStop e) {
      screen.say("headgate: what is stored cannot be asked: " + e.getMessage());
      return Optional.empty();
    }
  }

  private static Thread stopOnSignal(Generator generator, CountDownLatch told) {
    Thread hook =
        new Thread(
            () -> {
              generator.stop(new Ending(Ending.Kind.INTERRUPTED, ""));
              try {
                if (!told.await(HOOK_PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                  System.err.println("headgate: the report was not finished in time");
                }
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            },
            "headgate-stop");
    Runtime.getRuntime().addShutdownHook(hook);
    return hook;
  }

  private static void forget(Optional<Thread> hook) {
    try {
      hook.ifPresent(each -> Runtime.getRuntime().removeShutdownHook(each));
    } catch (IllegalStateException e) {
      // It runs already.
    }
  }

  /// The clock of this machine.
  private static final class SystemTicks implements Ticks {
    @Override
    public long nanos() {
      return System.nanoTime();
    }

    @Override
    public void sleep(Duration duration) throws InterruptedException {
      Thread.sleep(duration);
    }
  }
}
