package dev.headgate.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.headgate.assess.DisplayText;
import dev.headgate.event.Event;
import dev.headgate.event.EventTime;
import dev.headgate.json.Utf8;
import dev.headgate.source.Decoded;
import dev.headgate.source.FieldRules;
import dev.headgate.source.Part;
import dev.headgate.source.RawRecord;
import dev.headgate.source.SourceFault;
import dev.headgate.source.format.MappingSuggestion;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `headgate preview`: the first events as they would be sent, and why records would be refused.
@Command(
    name = "preview",
    description = "Shows the first events as they would be sent, and why records would be refused.")
final class PreviewCommand extends CommandRun {
  private static final int FIELD_INDENT = 16;

  @Mixin ExportOptions export = new ExportOptions();

  @Option(
      names = "--limit",
      paramLabel = "N",
      description = "How many records are shown (default: ${DEFAULT-VALUE}).",
      defaultValue = "20")
  int limit = 20;

  @Option(
      names = "--suggest-mapping",
      description =
          "Draft a mapping file for CSV or JSON in no known format instead, and say why: redirect it"
              + " to a file, correct it, and name it with --mapping.")
  boolean suggestMapping;

  private final ObjectNode answer = Screen.object();
  private final ArrayNode events = answer.putArray("events");
  private final ArrayNode rejects = answer.putArray("rejects");
  private final List<String> lines = new ArrayList<>();

  @Override
  ExitCode run(Screen screen) throws IOException, SourceFault {
    Path work = Files.createTempDirectory("headgate-preview-");
    try {
      if (suggestMapping) {
        return suggest(screen, work);
      }
      Reading reading = Reading.open(export, work);
      answer.put("format", reading.format().name()).put("evidence", reading.evidence());
      new FirstRecords(reading)
          .forEach(
              limit,
              new FirstRecords.Each() {
                @Override
                public void event(Part part, RawRecord record, Event sent, FieldRules rules) {
                  show(part, record, sent, rules);
                }

                @Override
                public void rejected(Part part, RawRecord record, Decoded.Rejected rejected) {
                  reject(part, record, rejected);
                }
              });
      lines.addFirst(reading.evidence());
      screen.report(lines);
      if (screen.json()) {
        screen.result(answer);
      }
      return ExitCode.DONE;
    } finally {
      WorkFolders.delete(work);
    }
  }

  private ExitCode suggest(Screen screen, Path work) throws SourceFault {
    Reading.Found found = Reading.find(export, work);
    MappingSuggestion suggestion = MappingSuggestion.of(found.samples());
    screen.report(suggestion.yaml().lines().toList());
    if (screen.json()) {
      answer.removeAll();
      answer.put("mapping", suggestion.yaml());
      ObjectNode reasons = answer.putObject("reasons");
      suggestion.reasons().forEach(reasons::put);
      screen.result(answer);
    }
    return ExitCode.DONE;
  }

  private void show(Part part, RawRecord record, Event sent, FieldRules rules) {
    String timestamp = EventTime.format(sent.timestampMicros());
    ObjectNode entry = events.addObject();
    entry.put("source", part.name()).put("line", record.position().line());
    entry
        .putObject("event")
        .put("uuid", sent.uuid().toString())
        .put("event", sent.name())
        .put("distinct_id", sent.distinctId().value())
        .put("timestamp", timestamp)
        .set("properties", Screen.tree(sent.properties().toString()));
    entry.put("raw", new String(record.bytes(), StandardCharsets.UTF_8));
    entry
        .putObject("rules")
        .put("uuid", rules.uuid())
        .put("event", rules.event())
        .put("distinct_id", rules.distinctId())
        .put("timestamp", rules.timestamp())
        .put("properties", rules.properties());
    lines.add(
        "%s:%d  %s  %s  by %s"
            .formatted(
                part.name(),
                record.position().line(),
                timestamp,
                DisplayText.visible(sent.name()),
                DisplayText.visible(sent.distinctId().value())));
    field("line", new String(record.bytes(), StandardCharsets.UTF_8), "");
    field("event", sent.name(), rules.event());
    field("distinct_id", sent.distinctId().value(), rules.distinctId());
    field("timestamp", timestamp, rules.timestamp());
    field("uuid", sent.uuid().toString(), rules.uuid());
    field("properties", sent.properties().toString(), rules.properties());
  }

  /// A field of an event, and under it the rule that it comes from.
  private void field(String name, String value, String rule) {
    String shown = DisplayText.fit(DisplayText.visible(value), Screen.WIDTH - FIELD_INDENT);
    lines.add(" ".repeat(4) + "%-12s".formatted(name) + shown);
    if (!rule.isEmpty()) {
      lines.add(" ".repeat(FIELD_INDENT) + "<- " + rule);
    }
  }

  private void reject(Part part, RawRecord record, Decoded.Rejected rejected) {
    ObjectNode entry =
        rejects
            .addObject()
            .put("source", part.name())
            .put("line", record.position().line())
            .put("offset", record.position().offset())
            .put("length", record.position().length())
            .put("reason", rejected.reason().key())
            .put("detail", rejected.detail());
    byte[] bytes = record.bytes();
    if (Utf8.firstInvalid(bytes, 0, bytes.length) < 0) {
      entry.put("raw", new String(bytes, StandardCharsets.UTF_8));
    } else {
      entry.put("raw_base64", Base64.getEncoder().encodeToString(bytes));
    }
    lines.add(
        "%s:%d  would be refused: %s, %s"
            .formatted(
                part.name(), record.position().line(), rejected.reason().key(), rejected.detail()));
  }
}
