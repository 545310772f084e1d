package dev.headgate.store.duckdb;

import dev.headgate.event.EventId;
import dev.headgate.eventlog.CapturedEvent;
import dev.headgate.eventlog.Partition;
import dev.headgate.store.EventSpool;
import dev.headgate.store.Segment;
import dev.headgate.store.StoreFault;
import java.io.IOException;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.BitSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.duckdb.DuckDBConnection;

/// Writes a segment in one transaction: events, notes, offsets. If the engine refuses the events'
/// file, it is halved until the events stand alone that are to blame.
final class SegmentWriter {
  private final DuckDBConnection writer;

  SegmentWriter(DuckDBConnection writer) {
    this.writer = writer;
  }

  /// Stores the segment; answers the events set aside, with the engine's reason.
  Map<EventId, String> commit(Segment segment) throws SQLException, IOException, StoreFault {
    if (!(segment.events() instanceof SpoolFile spool)) {
      throw new IllegalArgumentException("a spool of another store");
    }
    try {
      write(segment, spool, segment.fresh(), Map.of(), all(segment.loadTests()));
      return Map.of();
    } catch (SQLException e) {
      if (!DuckDbFaults.refusesRows(e)) {
        throw e;
      }
    }
    Map<Integer, String> reasons = new TreeMap<>();
    findRefused(places -> insertEvents(spool, places), segment.fresh(), reasons);
    BitSet taken = (BitSet) segment.fresh().clone();
    BitSet refused = new BitSet();
    for (int place : reasons.keySet()) {
      taken.clear(place);
      refused.set(place);
    }
    Map<CapturedEvent, String> reasonOf = new LinkedHashMap<>();
    Iterator<String> inOrder = reasons.values().iterator();
    spool.forEach(refused, event -> reasonOf.put(event, inOrder.next()));
    Map<EventId, String> answer = new LinkedHashMap<>();
    BitSet ofLoadTests = takenOfLoadTests(segment.loadTests(), answer);
    write(segment, spool, taken, reasonOf, ofLoadTests);
    reasonOf.forEach((captured, reason) -> answer.put(captured.event().uuid(), reason));
    return answer;
  }

  private static BitSet all(Optional<EventSpool> spool) {
    BitSet all = new BitSet();
    spool.ifPresent(found -> all.set(0, found.size()));
    return all;
  }

  /// The events of load tests that the engine takes; of the others the reason.
  private BitSet takenOfLoadTests(Optional<EventSpool> loadTests, Map<EventId, String> answer)
      throws SQLException, IOException, StoreFault {
    BitSet taken = all(loadTests);
    if (loadTests.isPresent() && loadTests.get() instanceof SpoolFile spool) {
      Map<Integer, String> reasons = new TreeMap<>();
      findRefused(places -> insertOfLoadTests(spool, places), all(loadTests), reasons);
      for (Map.Entry<Integer, String> reason : reasons.entrySet()) {
        taken.clear(reason.getKey());
        BitSet one = new BitSet();
        one.set(reason.getKey());
        spool.forEach(one, event -> answer.put(event.event().uuid(), reason.getValue()));
      }
    }
    return taken;
  }

  private void write(
      Segment segment,
      SpoolFile spool,
      BitSet places,
      Map<CapturedEvent, String> refused,
      BitSet ofLoadTests)
      throws SQLException, IOException {
    inTransaction(
        "COMMIT",
        () -> {
          insertEvents(spool, places);
          if (segment.loadTests().orElse(null) instanceof SpoolFile loadTests) {
            insertOfLoadTests(loadTests, ofLoadTests);
          }
          Notes.insertDeduplicated(writer, segment.deduplicated());
          Notes.insertDropped(writer, segment.dropped(), refused.keySet());
          ConflictRows.insert(writer, segment.conflicts());
          insertOffsets(segment.offsets());
        });
  }

  private interface Insertion {
    void of(BitSet places) throws SQLException, IOException;
  }

  private void findRefused(Insertion insertion, BitSet places, Map<Integer, String> refused)
      throws SQLException, IOException {
    try {
      inTransaction("ROLLBACK", () -> insertion.of(places));
    } catch (SQLException e) {
      if (!DuckDbFaults.refusesRows(e)) {
        throw e;
      }
      if (places.cardinality() == 1) {
        refused.put(places.nextSetBit(0), DuckDbFaults.reason(e));
        return;
      }
      int[] each = places.stream().toArray();
      int middle = each[each.length / 2];
      findRefused(insertion, part(places, 0, middle), refused);
      findRefused(insertion, part(places, middle, places.length()), refused);
    }
  }

  /// Those of the places that are in `[from, to)`.
  private static BitSet part(BitSet places, int from, int to) {
    BitSet part = (BitSet) places.clone();
    part.clear(0, from);
    part.clear(to, Math.max(to, places.length()));
    return part;
  }

  private void insertEvents(SpoolFile spool, BitSet places) throws SQLException, IOException {
    if (places.isEmpty()) {
      return;
    }
    spool.read(
        places,
        readCsv ->
            Database.execute(
                writer,
                "INSERT INTO events SELECT project, uuid, event, distinct_id,"
                    + " make_timestamp(micros), properties, import FROM "
                    + readCsv));
  }

  /// What is there already is passed over: a sender sent it again.
  private void insertOfLoadTests(SpoolFile spool, BitSet places) throws SQLException, IOException {
    if (places.isEmpty()) {
      return;
    }
    spool.read(
        places,
        readCsv ->
            Database.execute(
                writer,
                "INSERT INTO load_test_events SELECT project, uuid, event, distinct_id,"
                    + " make_timestamp(micros), properties, import FROM "
                    + readCsv
                    + " AS brought WHERE NOT EXISTS (SELECT 1 FROM load_test_events AS held"
                    + " WHERE held.uuid = brought.uuid AND held.project = brought.project)"));
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
