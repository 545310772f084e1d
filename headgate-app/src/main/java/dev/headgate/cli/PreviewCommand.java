package dev.headgate.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.headgate.assess.DisplayText;
import dev.headgate.event.Event;
import dev.headgate.event.EventTime;
import dev.headgate.json.Utf8;
import dev.headgate.source.Decoded;
import dev.headgate.source.FieldRules;
import dev.headgate.source.IdentityPair;
import dev.headgate.source.Part;
import dev.headgate.source.RawRecord;
import dev.headgate.source.RecordFormat;
import dev.headgate.source.RecordHash;
import dev.headgate.source.RecordReader;
import dev.headgate.source.SourceFault;
import dev.headgate.source.UuidRule;
import dev.headgate.source.file.Xxh3;
import dev.headgate.source.format.MappingSuggestion;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
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
  private final Set<List<String>> pairs = new HashSet<>();
  private final UuidRule uuids = new UuidRule();
  private final RecordHash hash = new Xxh3();

  @Override
  ExitCode run(Screen screen) throws IOException, SourceFault {
    Path work = Files.createTempDirectory("headgate-preview-");
    try {
      if (suggestMapping) {
        return suggest(screen, work);
      }
      Reading reading = Reading.open(export, work);
      answer.put("format", reading.format().name()).put("evidence", reading.evidence());
      int shown = 0;
      for (Part part : reading.export().parts()) {
        if (shown < limit) {
          shown += show(reading, part, limit - shown);
        }
      }
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

  private int show(Reading reading, Part part, int most) throws SourceFault {
    Map<ByteBuffer, Long> before = new HashMap<>();
    int shown = 0;
    try (RecordReader reader = reading.readers().pinning(part, reading.format().bounds())) {
      RecordFormat.RecordDecoder decoder = reading.format().decoder(part.name(), reader.header());
      while (shown < most && reader.next()) {
        RawRecord record = reader.record();
        switch (decoder.decode(record)) {
          case Decoded.Events made -> {
            long occurrence = before.merge(hashOf(record), 1L, Long::sum) - 1;
            List<Event> sent =
                uuids.events(made, record.bytes(), occurrence, i -> isNew(made.pairs().get(i)));
            for (int i = 0; i < sent.size(); i++) {
              event(part, record, sent.get(i), rules(reading, made, i));
            }
            shown++;
          }
          case Decoded.Rejected rejected -> {
            reject(part, record, rejected);
            shown++;
          }
          case Decoded.NoEvent _, Decoded.Blank _ -> {}
        }
      }
    }
    return shown;
  }

  /// Whether a pair was not met before: an import takes the earliest of the whole export.
  private boolean isNew(IdentityPair pair) {
    return pairs.add(List.of(pair.user().value(), pair.device().value()));
  }

  private ByteBuffer hashOf(RawRecord record) {
    byte[] into = new byte[RecordHash.BYTES];
    hash.hash(record.bytes(), 0, record.bytes().length, into, 0);
    return ByteBuffer.wrap(into);
  }

  private static FieldRules rules(Reading reading, Decoded.Events made, int index) {
    if (index >= made.drafts().size()) {
      return FieldRules.ofPair();
    }
    FieldRules rules = reading.format().rules();
    return made.drafts().get(index).uuid().isPresent() ? rules : rules.withDerivedUuid();
  }

  private void event(Part part, RawRecord record, Event sent, FieldRules rules) {
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
