package dev.headgate.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.headgate.source.ContentPin;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// `imports/N/` of a data directory: what an import keeps beside its record.
///
/// | file | what |
/// |---|---|
/// | `assessment.json`, `plan.json`, `verification.json` | as the record has them, for people |
/// | `report.html` | assessment, findings and plan as a page |
/// | `pins.json` | what the content was, block by block |
/// | `repeats.bin`, `records.sketch` | which records repeat others; which records there are |
/// | `pairs.bin` | which identity pairs stand first in which record |
/// | `manifest.bin` | what was read, an event a row |
/// | `rejects.jsonl` | what did not become an event |
record ImportFolder(Path path) {
  private static final ObjectMapper JSON = new ObjectMapper();

  static ImportFolder of(Path dataDirectory, int importNumber) throws IOException {
    return new ImportFolder(
        Files.createDirectories(
            dataDirectory.resolve("imports").resolve(Integer.toString(importNumber))));
  }

  Path rejects() {
    return path.resolve("rejects.jsonl");
  }

  Path repeats() {
    return path.resolve("repeats.bin");
  }

  Path pairs() {
    return path.resolve("pairs.bin");
  }

  Path sketch() {
    return path.resolve("records.sketch");
  }

  Path pins() {
    return path.resolve("pins.json");
  }

  /// Takes over what a pass over the export left in a work folder, `pins.json` last: its presence
  /// says that the rest is there.
  void adopt(Path workFolder) throws IOException {
    for (String name :
        List.of("repeats.bin", "pairs.bin", "records.sketch", "rejects.jsonl", "pins.json")) {
      Path from = workFolder.resolve(name);
      if (Files.exists(from)) {
        Files.move(
            from,
            path.resolve(name),
            StandardCopyOption.REPLACE_EXISTING,
            StandardCopyOption.ATOMIC_MOVE);
      }
    }
  }

  void write(String name, JsonNode document) throws IOException {
    write(name, JSON.writerWithDefaultPrettyPrinter().writeValueAsString(document) + "\n");
  }

  void write(String name, String text) throws IOException {
    Path temporary = path.resolve(name + ".tmp");
    Files.writeString(temporary, text);
    Files.move(
        temporary,
        path.resolve(name),
        StandardCopyOption.REPLACE_EXISTING,
        StandardCopyOption.ATOMIC_MOVE);
  }

  /// The pins as they were written; empty if this import was not assessed here.
  Optional<List<ContentPin>> readPins() throws IOException {
    return Files.exists(pins()) ? Optional.of(readPins(pins())) : Optional.empty();
  }

  static void writePins(Path file, List<ContentPin> pins) throws IOException {
    ObjectNode document = JSON.createObjectNode();
    ArrayNode parts = document.putArray("parts");
    for (ContentPin pin : pins) {
      ObjectNode part = parts.addObject();
      part.put("length", pin.length()).put("content_digest", pin.contentDigest());
      ArrayNode blocks = part.putArray("block_digests");
      pin.blockDigests().forEach(blocks::add);
      pin.truncated()
          .ifPresent(truncation ->
              part.putObject("truncated")
                  .put("offset", truncation.offset())
                  .put("what", truncation.what()));
    }
    Files.writeString(file, document.toString());
  }

  private static List<ContentPin> readPins(Path file) throws IOException {
    List<ContentPin> pins = new ArrayList<>();
    for (JsonNode part : JSON.readTree(Files.readString(file)).path("parts")) {
      List<String> blocks = new ArrayList<>();
      part.path("block_digests").forEach(block -> blocks.add(block.asText()));
      JsonNode truncated = part.path("truncated");
      pins.add(
          new ContentPin(
              part.path("length").asLong(),
              part.path("content_digest").asText(),
              blocks,
              truncated.isMissingNode()
                  ? Optional.empty()
                  : Optional.of(
                      new ContentPin.Truncation(
                          truncated.path("offset").asLong(), truncated.path("what").asText()))));
    }
    return pins;
  }
}
