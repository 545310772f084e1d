package dev.headgate.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.headgate.admit.RejectBudget;
import dev.headgate.source.SourceFault;
import dev.headgate.verify.VerificationReport;
import dev.headgate.verify.json.VerificationJson;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `headgate import`: assess, plan, request, green light, send, verify. Run again, it goes on where
/// it stopped; a finished import answers from its record.
@Command(
    name = "import",
    description = {
      "Brings an export in: assesses it, shows the plan and asks, sends at the agreed pace, and proves"
          + " that everything arrived once.",
      "Run it again to go on where it stopped; a finished import answers from its record."
    })
final class ImportCommand extends CommandRun {
  @Mixin ExportOptions export = new ExportOptions();

  @Option(
      names = "--reject-budget",
      paramLabel = "SHARE",
      description = "How many records may be refused: 0.001 or 0.1%% (default: ${DEFAULT-VALUE}).",
      defaultValue = "0.1%")
  String rejectBudget = "0.1%";

  @Option(
      names = "--accept-truncated",
      description = "Import what can be read of an export that ends too early.")
  boolean acceptTruncated;

  @Option(
      names = "--peak",
      paramLabel = "EVENTS",
      description =
          "Peak rate in events a second (default: 80 %% of what calibrate measured, 4 %%"
              + " where there is live traffic; if nobody measured, what the pipeline is"
              + " sized for).")
  Optional<Double> peak = Optional.empty();

  @Option(
      names = "--yes",
      description =
          "Give the green light if no finding blocks, and acknowledge the notice, without asking.")
  boolean yes;

  @Option(
      names = "--apps",
      paramLabel = "NAMES",
      description =
          "Which of the project's apps the events go through: all, none, or names with commas (default:"
              + " ${DEFAULT-VALUE}). Fixed by the first green light.",
      defaultValue = "all")
  String apps = "all";

  @Option(
      names = "--answers",
      paramLabel = "FILE",
      description = "What only people know of this import, as the command request takes it (YAML).")
  Optional<Path> answers = Optional.empty();

  @Option(
      names = "--grant",
      paramLabel = "FILE",
      description = {
        "The sealed grant to go by, as request --grant printed it. Where it is not the one in force, the"
            + " import does not start."
      })
  Optional<Path> grant = Optional.empty();

  @Option(
      names = "--wait",
      description =
          "Wait for the green light and for the window to open, instead of ending with exit 3.")
  boolean wait;

  private final InstantSource clock = InstantSource.system();

  /// Told how the run goes.
  RunClock.Listener listener = RunClock.Listener.NONE;

  @Override
  ExitCode run(Screen screen) throws IOException, SourceFault, InterruptedException {
    RejectBudget budget = RejectBudgetOption.check(rejectBudget);
    ImportSubmission.Asked asked =
        new ImportSubmission.Asked(
            common.project,
            rejectBudget,
            acceptTruncated,
            peak,
            apps,
            answers.isPresent() ? AnswersOption.read(answers.get()) : Screen.object());
    Optional<JsonNode> sealed =
        grant.isPresent() ? Optional.of(GrantOption.read(grant.get())) : Optional.empty();
    long started = System.nanoTime();
    try (Connection connection = Connection.open(common, screen)) {
      Path work = WorkFolders.make(connection.dataFolder());
      try {
        Reading reading = Reading.open(export, work);
        ImportSubmission submission =
            new ImportSubmission(connection, reading, export, screen, clock);
        Optional<KnownImport> before = submission.knownByFiles(common.project);
        KnownImport known =
            before.isPresent() ? before.get() : submission.assessedAnew(asked, work);
        return goOn(known, reading, connection, budget, sealed, screen, started);
      } finally {
        WorkFolders.delete(work);
      }
    }
  }

  private ExitCode goOn(
      KnownImport known,
      Reading reading,
      Connection connection,
      RejectBudget budget,
      Optional<JsonNode> sealed,
      Screen screen,
      long started)
      throws IOException, SourceFault, InterruptedException {
    if (known.isFinished()) {
      return answer(known, screen, Optional.empty());
    }
    KnownImport decided = known.isGranted() ? known : decided(known, connection, screen);
    KnownImport granted =
        wait && !decided.state().equals("completed")
            ? new GreenLightWait(connection, screen, yes, clock).await(decided)
            : decided;
    acknowledge(granted, connection, screen);
    RunClock marked = new RunClock(System::nanoTime, listener);
    Instant since = clock.instant();
    ImportRun run =
        new ImportRun(connection, reading, granted.folder(), granted.record(), screen, marked);
    if (!granted.state().equals("completed")) {
      // The yes may be to another plan than the one that was asked for.
      granted.folder().write("plan.json", granted.record().path("plan"));
      granted.folder().write("report.html", ImportReport.page(granted.record()));
      run.send(budget, sealed);
    }
    run.verify();
    double seconds = Duration.ofNanos(System.nanoTime() - started).toMillis() / 1000.0;
    JsonNode last = connection.client().get("/api/v1/imports/" + granted.number());
    Optional<Felt> felt = Felt.ask(connection.client(), since);
    felt.ifPresent(listener::felt);
    return answer(granted.with(last), screen, Optional.of(new Took(seconds, marked, felt)));
  }

  /// Shows plan and findings and gets the green light, or ends the command without it; an import
  /// that is told to wait comes back without.
  private KnownImport decided(KnownImport known, Connection connection, Screen screen)
      throws IOException {
    screen.report(ImportReport.lines(known.record()));
    screen.report(PlanReport.lines(known.record(), ImportReport.simulation(known.record())));
    String file = known.folder().rejects().toString();
    if (wait && !yes) {
      return known;
    }
    if (known.state().equals("declined")) {
      throw noGreenLight(
          "import " + known.number() + " was declined", "", known.record().path("next").asText());
    }
    if (known.isBlocked()) {
      throw noGreenLight(
          "import " + known.number() + " gets no green light: a finding blocks it",
          file,
          known.firstBlock());
    }
    if (!yes && !Terminal.confirms("Give import %d the green light?".formatted(known.number()))) {
      throw noGreenLight(
          "import " + known.number() + " waits for the green light",
          "",
          "Run the same command with --yes to give it, or ask the pipeline team.");
    }
    ObjectNode reason = Screen.object().put("reason", yes ? "--yes" : "confirmed at the terminal");
    KnownImport decided =
        known.with(
            connection.client().post("/api/v1/imports/" + known.number() + "/green-light", reason));
    if (!decided.isGranted() && !wait) {
      throw noGreenLight(
          "your yes to import " + known.number() + " is kept, the first of two",
          "",
          decided.record().path("next").asText());
    }
    return decided;
  }

  /// Shows the notice where the customer must know something before the import starts, and has them
  /// say so.
  private void acknowledge(KnownImport granted, Connection connection, Screen screen) {
    if (!granted.state().equals("green_lit") || granted.record().path("to_acknowledge").isEmpty()) {
      return;
    }
    String path = "/api/v1/imports/" + granted.number();
    screen.report(NoticeReport.lines(connection.client().get(path + "/notice")));
    if (!yes && !Terminal.confirms("Have you read the notice?")) {
      throw noGreenLight(
          "the notice of import " + granted.number() + " is not acknowledged",
          "",
          "Run headgate request --import "
              + granted.number()
              + " --acknowledge, or this with --yes.");
    }
    connection.client().post(path + "/acknowledge", Screen.object());
  }

  private static CommandStop noGreenLight(String what, String where, String next) {
    return new CommandStop(ExitCode.NO_GREEN_LIGHT, what, where, next);
  }

  private static List<String> reportOf(JsonNode verification) throws IOException {
    return VerificationReport.lines(VerificationJson.read(verification.toString()));
  }

  /// How a run went.
  private record Took(double seconds, RunClock marks, Optional<Felt> felt) {}

  /// The command's answer, from the import's record.
  private static ExitCode answer(KnownImport known, Screen screen, Optional<Took> took)
      throws IOException {
    JsonNode verification = known.record().path("verification");
    known.folder().write("verification.json", verification);
    if (screen.json()) {
      ObjectNode result = Screen.object().put("import", known.number()).put("state", known.state());
      for (String key : List.of("assessment", "plan", "findings", "apps", "verification")) {
        result.set(key, known.record().path(key));
      }
      ObjectNode timing = result.putObject("timing");
      double wall =
          took.map(Took::seconds)
              .orElse(known.record().path("timing").path("wall_seconds").asDouble());
      timing.put("wall_seconds", wall);
      timing.put(
          "events_per_second",
          wall > 0 ? Math.round(verification.path("read").asLong() / wall) : 0);
      took.ifPresent(each -> each.marks().write(timing));
      took.flatMap(Took::felt).ifPresent(felt -> felt.write(result.putObject("felt")));
      screen.result(result);
    } else {
      took.ifPresentOrElse(
          _ -> {},
          () ->
              screen.say(
                  "headgate: import %d is done already (%s); nothing was sent"
                      .formatted(known.number(), known.state())));
      screen.report(AppsReport.ofImport(known.record().path("apps")));
      screen.report(reportOf(verification));
      JsonNode merges = verification.path("merge_facts");
      if (merges.path("refused").asLong() + merges.path("set_aside").asLong() > 0) {
        screen.say(
            "headgate: the merges that were not made, and why: headgate explain warnings --import "
                + known.number());
      }
    }
    boolean verified =
        verification.path("verified").asBoolean() && known.state().equals("verified");
    if (!verified && known.state().equals("incomplete")) {
      screen.say(
          "headgate: the export was truncated: what could be read is imported, and this import is"
              + " never complete");
    }
    return verified ? ExitCode.DONE : ExitCode.FAILED;
  }
}
