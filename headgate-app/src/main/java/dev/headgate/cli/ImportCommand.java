package dev.headgate.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.headgate.admit.RejectBudget;
import dev.headgate.assess.Assessed;
import dev.headgate.assess.json.AssessmentJson;
import dev.headgate.source.ContentPin;
import dev.headgate.source.Export;
import dev.headgate.source.SourceFault;
import dev.headgate.standalone.HaltPoints;
import dev.headgate.verify.VerificationReport;
import dev.headgate.verify.json.VerificationJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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
      description = "Peak rate in events a second (default: what the pipeline is sized for).")
  Optional<Double> peak = Optional.empty();

  @Option(
      names = "--yes",
      description = "Give the green light if no finding blocks, without asking.")
  boolean yes;

  @Option(
      names = "--apps",
      paramLabel = "NAMES",
      description =
          "Which of the project's apps the events go through: all, none, or names with commas (default:"
              + " ${DEFAULT-VALUE}). Fixed by the first green light.",
      defaultValue = "all")
  String apps = "all";

  private final InstantSource clock = InstantSource.system();

  @Override
  ExitCode run(Screen screen) throws IOException, SourceFault, InterruptedException {
    RejectBudget budget = RejectBudgetOption.check(rejectBudget);
    long started = System.nanoTime();
    try (Connection connection = Connection.open(common, screen)) {
      Path work = WorkFolders.make(connection.dataFolder());
      try {
        Reading reading = Reading.open(export, work);
        Known known =
            knownByFiles(reading, connection)
                .orElseGet(() -> assessedAnew(reading, connection, work, screen));
        return goOn(known, reading, connection, budget, screen, started);
      } finally {
        WorkFolders.delete(work);
      }
    } catch (AssessFailed e) {
      if (e.getCause() instanceof SourceFault fault) {
        throw fault;
      }
      throw e.getCause() instanceof IOException io ? io : new IOException(e);
    }
  }

  /// An import the pipeline knows.
  private record Known(JsonNode record, ImportFolder folder) {
    int number() {
      return record.path("import").asInt();
    }

    String state() {
      return record.path("state").asText();
    }

    Known with(JsonNode newer) {
      return new Known(newer, folder);
    }
  }

  private Optional<Known> knownByFiles(Reading reading, Connection connection) throws IOException {
    if (reading.export().files().isEmpty()) {
      return Optional.empty();
    }
    ObjectNode question = Screen.object().put("project", common.project);
    question.put("mapping_digest", reading.identity());
    question.set("files", fingerprints(reading.export(), Map.of()));
    JsonNode found = connection.client().post("/api/v1/imports/find", question).path("import");
    if (found.path("import").isMissingNode()) {
      return Optional.empty();
    }
    ImportFolder folder = ImportFolder.of(connection.dataFolder(), found.path("import").asInt());
    boolean usable = isFinished(found) || (isGranted(found) && folder.readPins().isPresent());
    return usable ? Optional.of(new Known(found, folder)) : Optional.empty();
  }

  private static boolean isFinished(JsonNode record) {
    return List.of("verified", "incomplete").contains(record.path("state").asText());
  }

  private static boolean isGranted(JsonNode record) {
    return List.of("green_lit", "running", "paused", "completed")
        .contains(record.path("state").asText());
  }

  /// A fault on the way through a lambda.
  private static final class AssessFailed extends RuntimeException {
    private static final long serialVersionUID = 1;

    AssessFailed(Exception cause) {
      super(cause);
    }
  }

  private Known assessedAnew(Reading reading, Connection connection, Path work, Screen screen) {
    try {
      connection.warm();
      screen.say("headgate: " + reading.evidence());
      AssessPass pass =
          new AssessPass(
              screen,
              clock,
              System::nanoTime,
              () -> connection.haltPoints().reach(HaltPoints.ASSESSING),
              false);
      Assessed assessed = pass.run(reading, work);
      JsonNode submission = submission(reading, assessed, work);
      JsonNode record = connection.client().post("/api/v1/imports", submission);
      ImportFolder folder = ImportFolder.of(connection.dataFolder(), record.path("import").asInt());
      if (!isFinished(record) && !keepsItsPlace(record, folder, assessed.pins())) {
        folder.adopt(work);
      }
      Reread.remember(folder, export);
      folder.write("assessment.json", record.path("assessment"));
      if (record.has("plan")) {
        folder.write("plan.json", record.path("plan"));
      }
      folder.write("report.html", ImportReport.page(record));
      return new Known(record, folder);
    } catch (SourceFault | IOException e) {
      throw new AssessFailed(e);
    }
  }

  /// Whether an earlier run was under way with the very same parts in the same order: then its
  /// files stay, and its checkpoint counts.
  private static boolean keepsItsPlace(JsonNode record, ImportFolder folder, List<ContentPin> pins)
      throws IOException {
    return isGranted(record) && folder.readPins().map(pins::equals).orElse(false);
  }

  private ObjectNode submission(Reading reading, Assessed assessed, Path work) throws IOException {
    Map<String, List<String>> digestsByFile = new HashMap<>();
    ObjectNode body = Screen.object().put("project", common.project);
    body.put("mapping_digest", reading.identity());
    body.put("format", reading.format().name());
    body.put("reject_budget", rejectBudget);
    body.put("accept_truncated", acceptTruncated);
    peak.ifPresent(rate -> body.put("peak_per_second", rate));
    if (!apps.equals("all")) {
      ArrayNode names = body.putArray("apps");
      if (!apps.equals("none")) {
        List.of(apps.split(",", -1)).forEach(name -> names.add(name.strip()));
      }
    }
    ArrayNode digests = body.putArray("content_digests");
    ArrayNode sources = body.putArray("sources");
    for (int i = 0; i < assessed.pins().size(); i++) {
      String name = reading.export().parts().get(i).name();
      String digest = assessed.pins().get(i).contentDigest();
      digests.add(digest);
      sources.add(name);
      digestsByFile.computeIfAbsent(fileOf(name), _ -> new ArrayList<>()).add(digest);
    }
    body.set("files", fingerprints(reading.export(), digestsByFile));
    body.put(
        "sketch",
        Base64.getEncoder().encodeToString(Files.readAllBytes(work.resolve("records.sketch"))));
    body.set(
        "assessment", Screen.tree(new AssessmentJson().write(assessed.assessment()).toString()));
    return body;
  }

  private static String fileOf(String partName) {
    int entry = partName.indexOf(".zip!");
    return entry < 0 ? partName : partName.substring(0, entry + 4);
  }

  private static ArrayNode fingerprints(Export export, Map<String, List<String>> digestsByFile) {
    ArrayNode files = Screen.object().putArray("files");
    for (Export.FileFingerprint file : export.files()) {
      ObjectNode one =
          files
              .addObject()
              .put("path", file.path())
              .put("size", file.size())
              .put("modified_micros", file.modifiedMillis() * 1000);
      ArrayNode digests = one.putArray("content_digests");
      digestsByFile.forEach((name, list) -> {
        if (file.path().endsWith(name)) {
          list.forEach(digests::add);
        }
      });
    }
    return files;
  }

  private ExitCode goOn(
      Known known,
      Reading reading,
      Connection connection,
      RejectBudget budget,
      Screen screen,
      long started)
      throws IOException, SourceFault, InterruptedException {
    if (isFinished(known.record())) {
      return answer(known, screen, Optional.empty());
    }
    Known granted = isGranted(known.record()) ? known : decided(known, connection, screen);
    ImportRun run = new ImportRun(connection, reading, granted.folder(), granted.record(), screen);
    if (!granted.state().equals("completed")) {
      run.send(budget);
    }
    run.verify();
    double seconds = Duration.ofNanos(System.nanoTime() - started).toMillis() / 1000.0;
    JsonNode last = connection.client().get("/api/v1/imports/" + granted.number());
    return answer(granted.with(last), screen, Optional.of(seconds));
  }

  /// Shows plan and findings and gets the green light, or ends the command without it.
  private Known decided(Known known, Connection connection, Screen screen) throws IOException {
    screen.report(ImportReport.lines(known.record()));
    screen.report(PlanReport.lines(known.record()));
    boolean blocked = false;
    for (JsonNode finding : known.record().path("findings")) {
      blocked |= finding.path("level").asText().equals("block");
    }
    String file = known.folder().rejects().toString();
    if (blocked) {
      throw noGreenLight(
          "import " + known.number() + " gets no green light: a finding blocks it",
          file,
          firstBlock(known.record()));
    }
    if (known.state().equals("declined")) {
      throw noGreenLight(
          "import " + known.number() + " was declined", "", known.record().path("next").asText());
    }
    if (!yes && !Terminal.confirms("Give import %d the green light?".formatted(known.number()))) {
      throw noGreenLight(
          "import " + known.number() + " waits for the green light",
          "",
          "Run the same command with --yes to give it, or ask the pipeline team.");
    }
    ObjectNode reason = Screen.object().put("reason", yes ? "--yes" : "confirmed at the terminal");
    return known.with(
        connection.client().post("/api/v1/imports/" + known.number() + "/green-light", reason));
  }

  private static String firstBlock(JsonNode record) {
    for (JsonNode finding : record.path("findings")) {
      if (finding.path("level").asText().equals("block")) {
        return finding.path("evidence").asText() + ". " + finding.path("resolve").asText();
      }
    }
    return "";
  }

  private static CommandStop noGreenLight(String what, String where, String next) {
    return new CommandStop(ExitCode.NO_GREEN_LIGHT, what, where, next);
  }

  private static List<String> reportOf(JsonNode verification) throws IOException {
    return VerificationReport.lines(VerificationJson.read(verification.toString()));
  }

  /// The command's answer, from the import's record.
  private static ExitCode answer(Known known, Screen screen, Optional<Double> seconds)
      throws IOException {
    JsonNode verification = known.record().path("verification");
    known.folder().write("verification.json", verification);
    if (screen.json()) {
      ObjectNode result = Screen.object().put("import", known.number()).put("state", known.state());
      for (String key : List.of("assessment", "plan", "findings", "apps", "verification")) {
        result.set(key, known.record().path(key));
      }
      ObjectNode timing = result.putObject("timing");
      double wall = seconds.orElse(known.record().path("timing").path("wall_seconds").asDouble());
      timing.put("wall_seconds", wall);
      timing.put(
          "events_per_second",
          wall > 0 ? Math.round(verification.path("read").asLong() / wall) : 0);
      screen.result(result);
    } else {
      seconds.ifPresentOrElse(
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
