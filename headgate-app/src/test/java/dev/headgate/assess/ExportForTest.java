package dev.headgate.assess;

import dev.headgate.event.DistinctId;
import dev.headgate.event.EventId;
import dev.headgate.event.EventTime;
import dev.headgate.event.JsonBytes;
import dev.headgate.source.ContentPin;
import dev.headgate.source.Decoded;
import dev.headgate.source.EventDraft;
import dev.headgate.source.IdentityPair;
import dev.headgate.source.Position;
import dev.headgate.source.RawRecord;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// An export made in a test: parts of lines, each with what a format would make of it.
final class ExportForTest {
  static final Instant NOW = Instant.parse("2025-06-01T00:00:00Z");
  private static final long PACKED_BYTES = 1_000;

  record Line(RawRecord record, Decoded decoded) {}

  record Part(String name, List<Line> lines) {}

  private final List<Part> parts = new ArrayList<>();
  private final List<String> truncatedParts = new ArrayList<>();
  private long offset;

  ExportForTest part(String name) {
    parts.add(new Part(name, new ArrayList<>()));
    offset = 0;
    return this;
  }

  ExportForTest truncatedPart(String name) {
    truncatedParts.add(name);
    return part(name);
  }

  ExportForTest line(String bytes, Decoded decoded) {
    Part part = parts.getLast();
    byte[] utf8 = bytes.getBytes(StandardCharsets.UTF_8);
    Position position = new Position(parts.size() - 1, part.lines.size() + 1L, offset, utf8.length);
    offset += utf8.length + 1;
    part.lines.add(new Line(new RawRecord(position, 1, utf8, false), decoded));
    return this;
  }

  ExportForTest event(String bytes, EventDraft... drafts) {
    return line(bytes, new Decoded.Events(List.of(drafts)));
  }

  List<Part> parts() {
    return parts;
  }

  static EventDraft draft(String name, String id, String time, String properties) {
    return new EventDraft(
        Optional.empty(),
        name,
        DistinctId.of(id).orElseThrow(),
        EventTime.parse(time).orElseThrow(),
        JsonBytes.of(properties));
  }

  static EventDraft draft(String name, String id, String time) {
    return draft(name, id, time, "{}");
  }

  static IdentityPair pair(String user, String device, String time) {
    return IdentityPair.of(
            DistinctId.of(user).orElseThrow(),
            DistinctId.of(device).orElseThrow(),
            EventTime.parse(time).orElseThrow(),
            JsonBytes.EMPTY_OBJECT)
        .orElseThrow();
  }

  static EventDraft withUuid(EventDraft draft, long uuid) {
    return new EventDraft(
        Optional.of(new EventId(uuid * 0x9E37_79B9_7F4A_7C15L, uuid)),
        draft.name(),
        draft.distinctId(),
        draft.timestampMicros(),
        draft.properties());
  }

  Assessment assess(Path folder) throws IOException {
    return assess(folder, Assessor.DEFAULT_MEMORY_BYTES).assessment();
  }

  static Assessor assessor(Path folder, int memoryBytes, boolean thorough) {
    return new Assessor(
        folder, "test lines", new Md5RecordHash(), InstantSource.fixed(NOW), memoryBytes, thorough);
  }

  /// Gives an assessor one part.
  void feed(Assessor assessor, int index) throws IOException {
    Part part = parts.get(index);
    TimeOrder order = feed(assessor, index, 0, part.lines.size());
    endPart(assessor, index, order);
  }

  /// Tells an assessor that a part has come to its end.
  ///
  /// @param order of all its stretches
  void endPart(Assessor assessor, int index, TimeOrder order) {
    Part part = parts.get(index);
    assessor.endPart(index, part.name, PACKED_BYTES, pin(part), part.lines.size(), order);
  }

  /// Gives an assessor the lines `[from, to)` of a part.
  TimeOrder feed(Assessor assessor, int index, int from, int to) throws IOException {
    assessor.startPart(index, parts.get(index).name, PACKED_BYTES);
    for (Line line : parts.get(index).lines.subList(from, to)) {
      assessor.add(line.record, line.decoded);
    }
    return assessor.leavePart();
  }

  /// Leaves `repeats.bin`, `pairs.bin` and `records.sketch` in the folder.
  Assessed assess(Path folder, int memoryBytes) throws IOException {
    try (Assessor assessor = assessor(folder, memoryBytes, false)) {
      for (int index = 0; index < parts.size(); index++) {
        feed(assessor, index);
      }
      return assessor.finish(
          folder.resolve("repeats.bin"),
          folder.resolve("pairs.bin"),
          folder.resolve("records.sketch"));
    }
  }

  ContentPin pin(Part part) {
    long length = part.lines.stream().mapToLong(line -> line.record.bytes().length + 1).sum();
    return new ContentPin(
        length,
        "00112233445566778899aabbccddeeff",
        List.of("00112233445566778899aabbccddeeff"),
        truncatedParts.contains(part.name)
            ? Optional.of(new ContentPin.Truncation(length, "unexpected end of data"))
            : Optional.empty());
  }
}
