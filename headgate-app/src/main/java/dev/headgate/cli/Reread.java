package dev.headgate.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.headgate.assess.PairsReader;
import dev.headgate.assess.RepeatsReader;
import dev.headgate.send.Accounts;
import dev.headgate.send.Checkpoint;
import dev.headgate.send.ExportReader;
import dev.headgate.send.ReadRecord;
import dev.headgate.source.RejectReason;
import dev.headgate.source.SourceFault;
import dev.headgate.source.file.ExpansionLimit;
import dev.headgate.verify.Manifest;
import dev.headgate.verify.Verification;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Proves an import from the export itself, read once more from its beginning, instead of from the
/// manifest. How the export was named is kept in `export.json` of the import's folder.
final class Reread {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String FILE = "export.json";

  private Reread() {}

  /// Keeps how an export was named; standard input cannot be read again.
  static void remember(ImportFolder folder, ExportOptions options) throws IOException {
    ObjectNode document = JSON.createObjectNode();
    ArrayNode exports = document.putArray("exports");
    for (String export : options.exports) {
      boolean asItIs = export.equals("-") || export.contains("://");
      exports.add(asItIs ? export : Path.of(export).toAbsolutePath().toString());
    }
    options.format.ifPresent(format -> document.put("format", format));
    options.encoding.ifPresent(encoding -> document.put("encoding", encoding));
    options.s3Endpoint().ifPresent(url -> document.put("s3_endpoint", url.toString()));
    document.put("max_expansion", options.maxExpansion);
    if (options.mapping.isPresent()) {
      Path copy = folder.path().resolve("mapping.yaml");
      Files.writeString(copy, Files.readString(options.mapping.get()));
      document.put("mapping", copy.getFileName().toString());
    }
    folder.write(FILE, document);
  }

  private static ExportOptions remembered(ImportFolder folder) throws IOException {
    JsonNode document = JSON.readTree(Files.readString(folder.path().resolve(FILE)));
    ExportOptions options = new ExportOptions();
    options.exports =
        JSON.convertValue(
            document.path("exports"),
            JSON.getTypeFactory().constructCollectionType(List.class, String.class));
    options.format = Optional.ofNullable(document.path("format").textValue());
    options.encoding = Optional.ofNullable(document.path("encoding").textValue());
    options.mapping =
        Optional.ofNullable(document.path("mapping").textValue()).map(folder.path()::resolve);
    options.s3Endpoint =
        Optional.ofNullable(document.path("s3_endpoint").textValue()).map(URI::create);
    options.maxExpansion = document.path("max_expansion").asLong(ExpansionLimit.STANDARD_TIMES);
    if (options.exports.contains("-")) {
      throw new CommandStop(
          ExitCode.USAGE,
          "the export came from standard input, which cannot be read again",
          folder.path().toString(),
          "Verify without --reread: the manifest says what was read.");
    }
    return options;
  }

  static Verification prove(
      Connection connection, JsonNode record, ImportFolder folder, Screen screen)
      throws IOException, SourceFault {
    Path work = WorkFolders.make(connection.dataFolder());
    try {
      Reading reading = Reading.open(remembered(folder), work);
      ImportRun run =
          new ImportRun(
              connection,
              reading,
              folder,
              record,
              screen,
              new RunClock(System::nanoTime, RunClock.Listener.NONE));
      Checkpoint all = read(run, reading, folder, work, screen);
      Manifest manifest = new Manifest(work.resolve(Accounts.MANIFEST), all.manifestBytes());
      return Proof.of(connection, record, manifest, all.read(), screen);
    } finally {
      WorkFolders.delete(work);
    }
  }

  private static Checkpoint read(
      ImportRun run, Reading reading, ImportFolder folder, Path work, Screen screen)
      throws IOException, SourceFault {
    Checkpoint start = Checkpoint.start("reread");
    Set<String> refused = refusedByPipeline(folder);
    try (Accounts accounts =
            Accounts.open(work, start, part -> reading.export().parts().get(part).name());
        RepeatsReader repeats = new RepeatsReader(folder.repeats());
        PairsReader pairs = new PairsReader(folder.pairs());
        ExportReader reader = run.reader(repeats, pairs, start.place())) {
      long records = 0;
      for (Optional<ReadRecord> next = reader.next(); next.isPresent(); next = reader.next()) {
        ReadRecord record = next.get();
        String place =
            reading.export().parts().get(record.position().part()).name()
                + ":"
                + record.position().line();
        accounts.enter(
            record,
            reader.place(),
            event -> refused.contains(place) || refused.contains(place + " " + event.uuid()));
        if (++records % 10_000 == 0) {
          screen.status("reading again: " + Words.count(records) + " records");
        }
      }
      return accounts.force();
    }
  }

  /// Events that only the pipeline refused, as `source:line uuid`; without a uuid all events of
  /// that record, in a file of rejects from before they said it.
  private static Set<String> refusedByPipeline(ImportFolder folder) throws IOException {
    if (!Files.exists(folder.rejects())) {
      return Set.of();
    }
    String reason = "\"reason\":\"" + RejectReason.REFUSED_BY_PIPELINE.key() + "\"";
    try (Stream<String> lines = Files.lines(folder.rejects())) {
      return lines
          .filter(line -> line.contains(reason))
          .map(Screen::tree)
          .map(reject ->
              "%s:%d %s"
                  .formatted(
                      reject.path("source").asText(),
                      reject.path("line").asLong(),
                      reject.path("uuid").asText(""))
                  .strip())
          .collect(Collectors.toSet());
    }
  }
}
