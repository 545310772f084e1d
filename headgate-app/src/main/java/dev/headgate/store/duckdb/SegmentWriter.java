package dev.headgate.store.duckdb;

import dev.headgate.event.EventId;
import dev.headgate.eventlog.CapturedEvent;
import dev.headgate.eventlog.Partition;
import dev.headgate.store.Segment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.duckdb.DuckDBConnection;

/// Writes a segment in one transaction: events, notes, offsets. If the engine refuses the events'
/// file, it is halved until the events stand alone that are to blame.
final class SegmentWriter {
  private final DuckDBConnection writer;
  private final Path spool;

  /// @param spool a folder for the events' file
  SegmentWriter(DuckDBConnection writer, Path spool) {
    this.writer = writer;
    this.spool = spool;
  }

  /// Stores the segment; answers the events set aside, with the engine's reason.
  Map<EventId, String> commit(Segment segment) throws SQLException, IOException {
    try {
      write(segment, segment.events(), Map.of());
      return Map.of();
    } catch (SQLException e) {
      if (!DuckDbFaults.refusesRows(e)) {
        throw e;
      }
    }
    Map<CapturedEvent, String> refused = new LinkedHashMap<>();
    findRefused(segment.events(), refused);
    List<CapturedEvent> taken =
        segment.events().stream().filter(event -> !refused.containsKey(event)).toList();
    write(segment, taken, refused);
    Map<EventId, String> reasons = new LinkedHashMap<>();
    refused.forEach((captured, reason) -> reasons.put(captured.event().uuid(), reason));
    return reasons;
  }

  private void write(
      Segment segment, List<CapturedEvent> events, Map<CapturedEvent, String> refused)
      throws SQLException, IOException {
    inTransaction(
        "COMMIT",
        () -> {
          insertEvents(events);
          Notes.insertDeduplicated(writer, segment.deduplicated());
          Notes.insertDropped(writer, segment.dropped(), refused.keySet());
          insertOffsets(segment.offsets());
        });
  }

  private void findRefused(List<CapturedEvent> events, Map<CapturedEvent, String> refused)
      throws SQLException, IOException {
    try {
      inTransaction("ROLLBACK", () -> insertEvents(events));
    } catch (SQLException e) {
      if (!DuckDbFaults.refusesRows(e)) {
        throw e;
      }
      if (events.size() == 1) {
        refused.put(events.getFirst(), DuckDbFaults.reason(e));
        return;
      }
      int middle = events.size() / 2;
      findRefused(events.subList(0, middle), refused);
      findRefused(events.subList(middle, events.size()), refused);
    }
  }

  private void insertEvents(List<CapturedEvent> events) throws SQLException, IOException {
    if (events.isEmpty()) {
      return;
    }
    Path path = spool.resolve("segment.csv");
    try {
      SegmentFile file = SegmentFile.write(path, events);
      Database.execute(
          writer,
          "INSERT INTO events SELECT project, uuid, event, distinct_id, make_timestamp(micros),"
              + " properties, import FROM "
              + file.readCsv());
    } finally {
      Files.deleteIfExists(path);
    }
  }

  private void insertOffsets(Map<Partition, Long> offsets) throws SQLException {
    try (PreparedStatement statement =
        writer.prepareStatement("INSERT OR REPLACE INTO offsets VALUES (?, ?, ?)")) {
      for (Map.Entry<Partition, Long> offset : offsets.entrySet()) {
        statement.setString(1, offset.getKey().lane().topic());
        statement.setInt(2, offset.getKey().number());
        statement.setLong(3, offset.getValue());
        statement.executeUpdate();
      }
    }
  }

  private interface Work {
    void run() throws SQLException, IOException;
  }

  /// @param end `COMMIT`, or `ROLLBACK` to undo what was only tried
  private void inTransaction(String end, Work work) throws SQLException, IOException {
    Database.execute(writer, "BEGIN TRANSACTION");
    try {
      work.run();
      Database.execute(writer, end);
    } catch (SQLException | IOException | RuntimeException e) {
      try {
        Database.execute(writer, "ROLLBACK");
      } catch (SQLException rollback) {
        e.addSuppressed(rollback);
      }
      throw e;
    }
  }
}
