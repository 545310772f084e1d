package dev.headgate.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.headgate.apps.AppChain;
import dev.headgate.apps.AppDefinition;
import dev.headgate.apps.AppFailure;
import dev.headgate.apps.AppMaker;
import dev.headgate.apps.AppMeter;
import dev.headgate.apps.AppsFile;
import dev.headgate.apps.BadAppsFile;
import dev.headgate.apps.Expressions.BadExpression;
import dev.headgate.apps.HashKey;
import dev.headgate.apps.Places;
import dev.headgate.apps.cel.CelExpressions;
import dev.headgate.apps.geoip.MaxMindPlaces;
import dev.headgate.assess.DisplayText;
import dev.headgate.event.Event;
import dev.headgate.source.Decoded;
import dev.headgate.source.FieldRules;
import dev.headgate.source.Part;
import dev.headgate.source.RawRecord;
import dev.headgate.source.SourceFault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `headgate apps test`: the first events of an export before and after each app. Needs no
/// pipeline, and sends nothing.
@Command(
    name = "test",
    customSynopsis = "headgate apps test [OPTIONS] FILE EXPORT...",
    description = {
      "Shows what the apps of FILE would do with the first events of an export, app by app. Sends"
          + " nothing.",
      "Hashes are made with a salt for this run alone: the pipeline keeps its own to itself."
    })
final class AppsTrial extends CommandRun {
  /// The first is the file of apps.
  @Mixin ExportOptions export = new ExportOptions();

  @Option(
      names = "--limit",
      paramLabel = "N",
      description = "How many records are shown (default: ${DEFAULT-VALUE}).",
      defaultValue = "20")
  int limit = 20;

  private final ObjectNode answer = Screen.object();
  private final List<String> lines = new ArrayList<>();

  @Override
  ExitCode run(Screen screen) throws IOException, SourceFault {
    if (export.exports.size() < 2) {
      throw new CommandStop(
          ExitCode.USAGE,
          "name a file of apps and an export",
          "command line",
          "headgate apps test apps.yaml export.jsonl");
    }
    Path file = Path.of(export.exports.getFirst());
    export.exports = export.exports.subList(1, export.exports.size());
    List<AppDefinition> apps = definitions(file);
    AppChain chain = chain(apps);
    Path work = Files.createTempDirectory("headgate-apps-");
    try {
      Reading reading = Reading.open(export, work);
      ArrayNode events = answer.put("format", reading.format().name()).putArray("events");
      new FirstRecords(reading)
          .forEach(
              limit,
              new FirstRecords.Each() {
                @Override
                public void event(Part part, RawRecord record, Event sent, FieldRules rules) {
                  show(part, record, sent, apps, chain, events.addObject());
                }

                @Override
                public void rejected(Part part, RawRecord record, Decoded.Rejected rejected) {
                  lines.add(
                      "%s:%d  would be refused: %s"
                          .formatted(part.name(), record.position().line(), rejected.detail()));
                }
              });
      summary(apps, chain);
      screen.report(lines);
      if (screen.json()) {
        screen.result(answer);
      }
      return ExitCode.DONE;
    } finally {
      WorkFolders.delete(work);
    }
  }

  private static List<AppDefinition> definitions(Path file) {
    try {
      return AppsFile.read(AppsCommand.read(file), new CelExpressions(), AppsTrial::databaseFault);
    } catch (BadAppsFile e) {
      throw new CommandStop(
          ExitCode.USAGE,
          String.valueOf(e.getMessage()),
          file.toString(),
          "correct the file, then run the command again");
    }
  }

  private static Optional<String> databaseFault(String path) {
    try {
      MaxMindPlaces.open(Path.of(path)).close();
      return Optional.empty();
    } catch (NoSuchFileException e) {
      return Optional.of("there is no file " + Path.of(path).toAbsolutePath());
    } catch (IOException | IllegalArgumentException e) {
      return Optional.of(path + " is no MaxMind DB file that can be used: " + e.getMessage());
    }
  }

  private static AppChain chain(List<AppDefinition> apps) {
    byte[] salt = new byte[HashKey.SALT_BYTES];
    new SecureRandom().nextBytes(salt);
    try {
      return new AppMaker(
              new CelExpressions(),
              new HashKey(salt),
              AppsTrial::places,
              _ -> new AppMeter(System::nanoTime))
          .chain(apps);
    } catch (BadExpression e) {
      throw new IllegalStateException("it compiled a moment ago", e);
    }
  }

  private static Places places(String database) {
    try {
      return MaxMindPlaces.open(Path.of(database));
    } catch (IOException e) {
      return _ -> {
        throw new AppFailure("the database file cannot be read");
      };
    }
  }

  private void show(
      Part part,
      RawRecord record,
      Event sent,
      List<AppDefinition> apps,
      AppChain chain,
      ObjectNode entry) {
    entry.put("source", part.name()).put("line", record.position().line());
    entry.put("uuid", sent.uuid().toString()).put("event", sent.name());
    entry.put("distinct_id", sent.distinctId().value());
    lines.add(
        "%s:%d  %s  by %s"
            .formatted(
                part.name(),
                record.position().line(),
                DisplayText.visible(sent.name()),
                DisplayText.visible(sent.distinctId().value())));
    ArrayNode steps = entry.putArray("steps");
    Event now = sent;
    for (int i = 0; i < apps.size(); i++) {
      AppChain.Step step = chain.steps().get(i);
      long failedBefore = step.meter().counts().failed();
      AppChain.Result result = new AppChain(List.of(step)).apply(now);
      boolean failed = step.meter().counts().failed() > failedBefore;
      String why = failed ? step.meter().counts().lastFailure() : "";
      ObjectNode shown =
          steps.addObject().put("app", step.name()).put("kind", apps.get(i).work().kind());
      shown.set("before", Screen.tree(now.properties().toString()));
      switch (result) {
        case AppChain.Kept(Event after) -> {
          shown.set("after", Screen.tree(after.properties().toString()));
          List<String> changes = PropertyChanges.of(now.properties(), after.properties());
          shown.put("outcome", failed ? "failed" : changes.isEmpty() ? "unchanged" : "changed");
          changes.forEach(change -> line(step.name(), change));
          now = after;
        }
        case AppChain.DroppedBy _ -> shown.put("outcome", "dropped");
        case AppChain.SetAside _ -> shown.put("outcome", "set_aside");
      }
      if (failed) {
        shown.put("why", why);
        line(step.name(), "fails: " + why + " (on_error: " + step.onError().key() + ")");
      }
      if (!(result instanceof AppChain.Kept)) {
        line(step.name(), shown.path("outcome").asText().replace('_', ' '));
        return;
      }
    }
  }

  private void line(String app, String what) {
    lines.add(DisplayText.fit("    %-20s %s".formatted(app, what), Screen.WIDTH));
  }

  private void summary(List<AppDefinition> apps, AppChain chain) {
    ArrayNode list = answer.putArray("apps");
    lines.add("");
    for (int i = 0; i < apps.size(); i++) {
      AppMeter.Counts counts = chain.steps().get(i).meter().counts();
      list.addObject()
          .put("name", apps.get(i).name())
          .put("kind", apps.get(i).work().kind())
          .put("seen", counts.seen())
          .put("changed", counts.changed())
          .put("dropped", counts.dropped())
          .put("failed", counts.failed());
      lines.add(
          "%s (%s): seen %d, changed %d, dropped %d, failed %d"
              .formatted(
                  apps.get(i).name(),
                  apps.get(i).work().kind(),
                  counts.seen(),
                  counts.changed(),
                  counts.dropped(),
                  counts.failed()));
    }
  }
}
