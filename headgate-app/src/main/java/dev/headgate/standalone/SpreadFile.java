package dev.headgate.standalone;

import dev.headgate.event.DistinctId;
import dev.headgate.event.JsonBytes;
import dev.headgate.event.ProjectId;
import dev.headgate.eventlog.Lane;
import dev.headgate.eventlog.SpreadId;
import dev.headgate.json.JsonCursor;
import dev.headgate.json.JsonOutput;
import dev.headgate.json.MalformedJson;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The record of ids that were spread over partitions: a line when it began, and one when it ended.
final class SpreadFile {
  private static final Logger LOG = LoggerFactory.getLogger(SpreadFile.class);

  /// `off`: every id keeps to one partition.
  static final String VARIABLE = "HEADGATE_SPREAD_IDS";

  private static final int USUAL_BYTES = 256;

  private final Path file;

  SpreadFile(Path file) {
    this.file = file;
  }

  synchronized void add(SpreadId spread) {
    JsonOutput out = new JsonOutput(USUAL_BYTES);
    out.ascii("{\"lane\":").string(spread.lane().name());
    out.ascii(",\"project\":").number(spread.project().number());
    out.ascii(",\"distinct_id\":").string(spread.id().value());
    out.ascii(",\"partitions\":").number(spread.partitions());
    out.ascii(",\"import\":").number(spread.importNumber());
    out.ascii(",\"found\":").ascii(Boolean.toString(spread.found()));
    out.ascii(",\"reason\":").string(spread.reason());
    out.ascii(",\"since\":").string(spread.since().toString());
    if (spread.until().isPresent()) {
      out.ascii(",\"until\":").string(spread.until().get().toString());
    }
    out.ascii("}\n");
    try {
      Files.write(file, out.toByteArray(), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    } catch (IOException e) {
      // The record is for people: no event has to wait for it.
      LOG.warn("{} cannot be written: {}", file, e.getMessage());
    }
  }

  /// Those that have no end yet. A line that a crash cut off is passed over.
  Collection<SpreadId> open() throws IOException {
    Map<List<Object>, SpreadId> open = new LinkedHashMap<>();
    List<String> lines;
    try {
      lines = Files.readAllLines(file, StandardCharsets.UTF_8);
    } catch (NoSuchFileException e) {
      return List.of();
    }
    for (String line : lines) {
      read(line)
          .ifPresent(spread -> {
            List<Object> key = List.of(spread.lane(), spread.project(), spread.id());
            if (spread.until().isPresent()) {
              open.remove(key);
            } else {
              open.put(key, spread);
            }
          });
    }
    return List.copyOf(open.values());
  }

  private static Optional<SpreadId> read(String line) {
    Lane lane = Lane.LIVE;
    ProjectId project = ProjectId.DEFAULT;
    String id = "";
    int partitions = 1;
    int importNumber = SpreadId.NO_IMPORT;
    boolean found = false;
    String reason = "";
    Instant since = Instant.EPOCH;
    Optional<Instant> until = Optional.empty();
    try {
      JsonCursor members = JsonCursor.object(JsonBytes.of(line));
      while (members.next()) {
        switch (members.name()) {
          case "lane" -> lane = Lane.valueOf(members.text());
          case "project" -> project = new ProjectId(Integer.parseInt(members.text()));
          case "distinct_id" -> id = members.text();
          case "partitions" -> partitions = Integer.parseInt(members.text());
          case "import" -> importNumber = Integer.parseInt(members.text());
          case "found" -> found = Boolean.parseBoolean(members.text());
          case "reason" -> reason = members.text();
          case "since" -> since = Instant.parse(members.text());
          case "until" -> until = Optional.of(Instant.parse(members.text()));
          default -> {}
        }
      }
      return Optional.of(
          new SpreadId(
              lane,
              project,
              new DistinctId(id),
              partitions,
              importNumber,
              found,
              reason,
              since,
              until));
    } catch (MalformedJson | IllegalArgumentException | DateTimeException _) {
      return Optional.empty();
    }
  }
}
