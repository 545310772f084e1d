package dev.headgate.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.headgate.event.Event;
import dev.headgate.event.EventTime;
import dev.headgate.json.Utf8;
import dev.headgate.source.Decoded;
import dev.headgate.source.IdentityPair;
import dev.headgate.source.Part;
import dev.headgate.source.RawRecord;
import dev.headgate.source.RecordFormat;
import dev.headgate.source.RecordHash;
import dev.headgate.source.RecordReader;
import dev.headgate.source.SourceFault;
import dev.headgate.source.UuidRule;
import dev.headgate.source.file.Xxh3;
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
  @Mixin ExportOptions export = new ExportOptions();

  @Option(
      names = "--limit",
      paramLabel = "N",
      description = "How many records are shown (default: ${DEFAULT-VALUE}).",
      defaultValue = "20")
  int limit = 20;

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
      Reading reading = Reading.open(export, work.resolve("standard-input.zst"));
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
            uuids
                .events(made, record.bytes(), occurrence, i -> isNew(made.pairs().get(i)))
                .forEach(event -> event(part, record, event));
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

  private void event(Part part, RawRecord record, Event sent) {
    String timestamp = EventTime.format(sent.timestampMicros());
    ObjectNode entry = events.addObject();
    entry.put("source", part.name()).put("line", record.position().line());
    ObjectNode event =
        entry
            .putObject("event")
            .put("uuid", sent.uuid().toString())
            .put("event", sent.name())
            .put("distinct_id", sent.distinctId().value())
            .put("timestamp", timestamp);
    event.set("properties", Screen.tree(sent.properties().toString()));
    lines.add(
        "%s:%d  %s  %s  by %s"
            .formatted(
                part.name(), record.position().line(), timestamp, sent.name(), sent.distinctId()));
    lines.add("    uuid " + sent.uuid());
    lines.add("    " + sent.properties());
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
