package dev.headgate.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.headgate.assess.Assessed;
import dev.headgate.assess.json.AssessmentJson;
import dev.headgate.source.ContentPin;
import dev.headgate.source.Export;
import dev.headgate.source.SourceFault;
import dev.headgate.standalone.HaltPoints;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The way from an export to its import: known by its files, or assessed and submitted.
final class ImportSubmission {
  private final Connection connection;
  private final Reading reading;
  private final ExportOptions export;
  private final Screen screen;
  private final InstantSource clock;

  /// What a request asks for beside the export.
  ///
  /// @param peak events a second at most; empty for what the pipeline is sized for
  /// @param apps `all`, `none`, or names with commas
  /// @param answers of people, a document by keys of questions
  record Asked(
      String project,
      String rejectBudget,
      boolean acceptTruncated,
      Optional<Double> peak,
      String apps,
      JsonNode answers) {}

  ImportSubmission(
      Connection connection,
      Reading reading,
      ExportOptions export,
      Screen screen,
      InstantSource clock) {
    this.connection = connection;
    this.reading = reading;
    this.export = export;
    this.screen = screen;
    this.clock = clock;
  }

  /// The import of exactly these files, if there is nothing to assess anew.
  Optional<KnownImport> knownByFiles(String project) throws IOException {
    if (reading.export().files().isEmpty()) {
      return Optional.empty();
    }
    ObjectNode question = Screen.object().put("project", project);
    question.put("mapping_digest", reading.identity());
    question.set("files", fingerprints(reading.export(), Map.of()));
    JsonNode found = connection.client().post("/api/v1/imports/find", question).path("import");
    if (found.path("import").isMissingNode()) {
      return Optional.empty();
    }
    ImportFolder folder = ImportFolder.of(connection.dataFolder(), found.path("import").asInt());
    KnownImport known = new KnownImport(found, folder);
    boolean usable = known.isFinished() || (known.isGranted() && folder.readPins().isPresent());
    return usable ? Optional.of(known) : Optional.empty();
  }

  /// Reads all of the export, and asks for the green light.
  ///
  /// @param work a folder for what the assessment writes
  KnownImport assessedAnew(Asked asked, Path work) throws IOException, SourceFault {
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
    JsonNode record =
        connection.client().post("/api/v1/imports", submission(asked, assessed, work));
    ImportFolder folder = ImportFolder.of(connection.dataFolder(), record.path("import").asInt());
    KnownImport known = new KnownImport(record, folder);
    if (!known.isFinished() && !keepsItsPlace(known, assessed.pins())) {
      folder.adopt(work);
    }
    Reread.remember(folder, export);
    folder.write("assessment.json", record.path("assessment"));
    if (record.has("plan")) {
      folder.write("plan.json", record.path("plan"));
    }
    folder.write("report.html", ImportReport.page(record));
    return known;
  }

  /// Whether an earlier run was under way with the very same parts in the same order: then its
  /// files stay, and its checkpoint counts.
  private static boolean keepsItsPlace(KnownImport known, List<ContentPin> pins)
      throws IOException {
    return known.isGranted() && known.folder().readPins().map(pins::equals).orElse(false);
  }

  private ObjectNode submission(Asked asked, Assessed assessed, Path work) throws IOException {
    Map<String, List<String>> digestsByFile = new HashMap<>();
    ObjectNode body = Screen.object().put("project", asked.project());
    body.put("mapping_digest", reading.identity());
    body.put("format", reading.format().name());
    body.put("reject_budget", asked.rejectBudget());
    body.put("accept_truncated", asked.acceptTruncated());
    body.set("answers", asked.answers());
    asked.peak().ifPresent(rate -> body.put("peak_per_second", rate));
    if (!asked.apps().equals("all")) {
      ArrayNode names = body.putArray("apps");
      if (!asked.apps().equals("none")) {
        List.of(asked.apps().split(",", -1)).forEach(name -> names.add(name.strip()));
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
}
