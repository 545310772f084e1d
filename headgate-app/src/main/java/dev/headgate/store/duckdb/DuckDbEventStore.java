package dev.headgate.store.duckdb;

import dev.headgate.event.DistinctId;
import dev.headgate.event.EventId;
import dev.headgate.event.ProjectId;
import dev.headgate.event.UuidSum;
import dev.headgate.eventlog.Lane;
import dev.headgate.eventlog.Partition;
import dev.headgate.store.Conflict;
import dev.headgate.store.Conflicts;
import dev.headgate.store.DroppedEvent;
import dev.headgate.store.EventSpool;
import dev.headgate.store.EventStore;
import dev.headgate.store.EventTrace;
import dev.headgate.store.GroupSum;
import dev.headgate.store.PrefixSum;
import dev.headgate.store.Segment;
import dev.headgate.store.StoreFault;
import dev.headgate.store.StoredEvent;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.duckdb.DuckDBAppender;
import org.duckdb.DuckDBConnection;

/// Events in one DuckDB file, `events.duckdb`. One {@link #commit} at a time, one {@link #holders}
/// beside it; each reader has a connection of its own and sees what was committed when it began.
///
/// There is no index on the uuid: it would cost more at every insert than the scan of that one
/// column costs at every question (about 10 ms a million rows).
public final class DuckDbEventStore implements EventStore {
  /// The digest of the uuid's text as a little-endian number, in two halves that sum without
  /// overflow.
  private static final String SUMS =
      "count(*), sum((md5 >> 64)::UBIGINT), sum((md5 & 18446744073709551615)::UBIGINT)";

  private final Path folder;
  private final Path spool;
  private final DuckDbSettings settings;
  private final ReentrantLock committing = new ReentrantLock();
  private final ReentrantLock asking = new ReentrantLock();
  private final AtomicLong spools = new AtomicLong();
  private Database database;
  private boolean invalidated;

  /// Opens the store in this folder, or makes it.
  ///
  /// @throws StoreFault also if another process holds it
  public DuckDbEventStore(Path folder, DuckDbSettings settings) throws StoreFault {
    this.folder = folder;
    this.settings = settings;
    spool = folder.resolve("spool");
    database = openDatabase();
    try {
      Files.createDirectories(spool);
      Database.deleteLeftovers(spool);
    } catch (IOException e) {
      close();
      throw DuckDbFaults.during("preparing " + spool, e);
    }
  }

  private Database openDatabase() throws StoreFault {
    return Database.open(folder.resolve("events.duckdb"), folder.resolve("duckdb-spill"), settings);
  }

  /// The database, opened anew if the engine gave it up after an error (a full disk while it wrote
  /// a checkpoint, for one) and nobody is within a commit.
  private synchronized Database database() throws StoreFault, SQLException {
    if (invalidated && committing.tryLock()) {
      try {
        database.close();
        database = openDatabase();
        invalidated = false;
      } finally {
        committing.unlock();
      }
    }
    return database;
  }

  private synchronized StoreFault fault(String doing, SQLException e) {
    invalidated |= DuckDbFaults.isFatal(e);
    return DuckDbFaults.during(doing, e);
  }

  @Override
  public Map<EventId, Integer> holders(ProjectId project, Collection<EventId> uuids)
      throws StoreFault {
    if (uuids.isEmpty()) {
      return Map.of();
    }
    Map<EventId, Integer> holders = new HashMap<>();
    asking.lock();
    try {
      DuckDBConnection asker = database().asker();
      ask(asker, uuids);
      try (PreparedStatement statement =
          asker.prepareStatement(
              "SELECT events.uuid, events.import FROM events"
                  + " JOIN asked ON events.uuid = asked.uuid WHERE events.project = ?")) {
        statement.setInt(1, project.number());
        try (ResultSet rows = statement.executeQuery()) {
          while (rows.next()) {
            holders.put(EventRows.uuid(rows, 1), rows.getInt(2));
          }
        }
      }
      return holders;
    } catch (SQLException e) {
      throw fault("looking up uuids", e);
    } finally {
      asking.unlock();
    }
  }

  private static void ask(DuckDBConnection asker, Collection<EventId> uuids) throws SQLException {
    // Anew each time: deleted rows would stay, and make the engine join the wrong way round.
    Database.execute(asker, "CREATE OR REPLACE TEMP TABLE asked (uuid UUID)");
    try (DuckDBAppender asked = asker.createAppender("temp", "main", "asked")) {
      for (EventId uuid : uuids) {
        asked.beginRow().appendUUID(uuid.high(), uuid.low()).endRow();
      }
    }
  }

  @Override
  public void forEachOf(ProjectId project, Collection<EventId> uuids, Consumer<StoredEvent> each)
      throws StoreFault {
    if (uuids.isEmpty()) {
      return;
    }
    Set<EventId> wanted = new HashSet<>(uuids);
    asking.lock();
    try {
      DuckDBConnection asker = database().asker();
      ask(asker, wanted);
      EventRows.forEachOf(asker, project, wanted, each);
    } catch (SQLException e) {
      throw fault("reading events again", e);
    } finally {
      asking.unlock();
    }
  }

  @Override
  public Conflicts conflicts(ProjectId project, OptionalInt importNumber, int most)
      throws StoreFault {
    try (Connection reader = database().reader()) {
      return ConflictRows.of(reader, project, importNumber, most);
    } catch (SQLException e) {
      throw fault("reading conflicts", e);
    }
  }

  @Override
  public EventSpool spool() throws StoreFault {
    try {
      return SpoolFile.create(spool.resolve("segment-" + spools.incrementAndGet() + ".csv"));
    } catch (IOException e) {
      throw DuckDbFaults.during("spooling a segment to " + spool, e);
    }
  }

  @Override
  public Map<EventId, String> commit(Segment segment) throws StoreFault {
    committing.lock();
    try {
      return new SegmentWriter(database().writer()).commit(segment);
    } catch (SQLException e) {
      throw fault("committing a segment", e);
    } catch (IOException e) {
      throw DuckDbFaults.during("reading what was spooled to " + spool, e);
    } finally {
      committing.unlock();
    }
  }

  @Override
  public Map<Partition, Long> offsets() throws StoreFault {
    Map<Partition, Long> offsets = new TreeMap<>();
    query(
        "reading offsets",
        "SELECT topic, \"partition\", next_offset FROM offsets",
        rows -> {
          String topic = rows.getString(1);
          for (Lane lane : Lane.values()) {
            if (lane.topic().equals(topic)) {
              offsets.put(new Partition(lane, rows.getInt(2)), rows.getLong(3));
            }
          }
        });
    return offsets;
  }

  @Override
  public void forEachEvent(ProjectId project, Consumer<StoredEvent> each) throws StoreFault {
    try (Connection reader = database().reader()) {
      EventRows.inOrder(
          reader, project, settings.sortBytes(), row -> each.accept(EventRows.storedEvent(row)));
    } catch (SQLException e) {
      throw fault("reading events", e);
    }
  }

  @Override
  public void forEachPersonEvent(ProjectId project, Consumer<PersonEvent> each) throws StoreFault {
    try (Connection reader = database().reader()) {
      EventRows.inOrderWithPersons(
          reader, project, settings.sortBytes(), row -> each.accept(EventRows.personEvent(row)));
    } catch (SQLException e) {
      throw fault("reading events and their persons", e);
    }
  }

  @Override
  public void forEachPersonOf(ProjectId project, BiConsumer<DistinctId, EventId> each)
      throws StoreFault {
    query(
        "reading persons of ids",
        "SELECT distinct_id, person FROM person_of WHERE project = ? ORDER BY distinct_id",
        row -> each.accept(new DistinctId(row.getString(1)), EventRows.uuid(row, 2)),
        project.number());
  }

  @Override
  public Followed followed() throws StoreFault {
    try (Connection reader = database().reader()) {
      return PersonOfTable.followed(reader);
    } catch (SQLException e) {
      throw fault("asking which persons were followed", e);
    }
  }

  @Override
  public void follow(Batch batch) throws StoreFault {
    committing.lock();
    try {
      new PersonOfTable(database().writer()).follow(batch);
    } catch (SQLException e) {
      throw fault("following persons", e);
    } finally {
      committing.unlock();
    }
  }

  @Override
  public void forgetPersons() throws StoreFault {
    committing.lock();
    try {
      new PersonOfTable(database().writer()).forget();
    } catch (SQLException e) {
      throw fault("forgetting persons", e);
    } finally {
      committing.unlock();
    }
  }

  @Override
  public void forEachGroup(ProjectId project, int importNumber, Consumer<GroupSum> each)
      throws StoreFault {
    query(
        "summing events by day and name",
        "SELECT timestamp::DATE - DATE '1970-01-01' AS day, event, "
            + SUMS
            + " FROM (SELECT timestamp, event, md5_number(uuid::VARCHAR) AS md5 FROM events"
            + " WHERE project = ? AND import = ?) GROUP BY ALL",
        rows -> each.accept(new GroupSum(rows.getInt(1), rows.getString(2), sum(rows, 3))),
        project.number(),
        importNumber);
  }

  @Override
  public void forEachPrefix(ProjectId project, int importNumber, Consumer<PrefixSum> each)
      throws StoreFault {
    query(
        "summing events by uuid",
        "SELECT substr(text, 1, 4) AS prefix, "
            + SUMS
            + " FROM (SELECT text, md5_number(text) AS md5 FROM (SELECT uuid::VARCHAR AS text"
            + " FROM events WHERE project = ? AND import = ?)) GROUP BY ALL",
        rows -> each.accept(new PrefixSum(Integer.parseInt(rows.getString(1), 16), sum(rows, 2))),
        project.number(),
        importNumber);
  }

  @Override
  public void forEachEventOfPrefixes(
      ProjectId project, int importNumber, int first, int last, Consumer<StoredEvent> each)
      throws StoreFault {
    query(
        "reading events by uuid",
        "SELECT "
            + EventRows.COLUMNS
            + " FROM events WHERE project = ? AND import = ?"
            + " AND uuid BETWEEN ?::UUID AND ?::UUID ORDER BY uuid",
        rows -> each.accept(EventRows.storedEvent(rows)),
        project.number(),
        importNumber,
        new EventId((long) first << 48, 0).toString(),
        new EventId((long) last << 48 | 0xffff_ffff_ffffL, -1).toString());
  }

  @Override
  public void forEachDeduplicated(ProjectId project, int importNumber, Consumer<EventId> each)
      throws StoreFault {
    query(
        "reading what was deduplicated",
        "SELECT uuid FROM deduplicated WHERE project = ? AND import = ? ORDER BY uuid",
        rows -> each.accept(EventRows.uuid(rows, 1)),
        project.number(),
        importNumber);
  }

  @Override
  public void forEachDropped(ProjectId project, int importNumber, Consumer<DroppedEvent> each)
      throws StoreFault {
    query(
        "reading what was dropped",
        "SELECT uuid, app FROM dropped WHERE project = ? AND import = ? ORDER BY uuid",
        rows -> each.accept(new DroppedEvent(EventRows.uuid(rows, 1), rows.getString(2))),
        project.number(),
        importNumber);
  }

  @Override
  public EventTrace trace(ProjectId project, EventId uuid) throws StoreFault {
    List<StoredEvent> stored = new ArrayList<>();
    query(
        "looking up an event",
        "SELECT " + EventRows.COLUMNS + " FROM events WHERE project = ? AND uuid = ?::UUID",
        rows -> stored.add(EventRows.storedEvent(rows)),
        project.number(),
        uuid.toString());
    List<Conflict> conflicts = new ArrayList<>();
    query(
        "looking up conflicts",
        ConflictRows.BY_UUID,
        row -> conflicts.add(ConflictRows.conflict(row, project)),
        project.number(),
        uuid.toString());
    EventTrace trace =
        new EventTrace(stored.stream().findFirst(), new TreeMap<>(), new TreeMap<>(), conflicts);
    query(
        "looking up what was deduplicated",
        "SELECT import, holder FROM deduplicated WHERE project = ? AND uuid = ?::UUID",
        rows -> trace.broughtAgain().put(rows.getInt(1), rows.getInt(2)),
        project.number(),
        uuid.toString());
    query(
        "looking up what was dropped",
        "SELECT import, app FROM dropped WHERE project = ? AND uuid = ?::UUID",
        rows -> trace.dropped().put(rows.getInt(1), rows.getString(2)),
        project.number(),
        uuid.toString());
    return trace;
  }

  @Override
  public UuidSum ofLoadTest(ProjectId project, int number) throws StoreFault {
    UuidSum[] sum = {UuidSum.ZERO};
    query(
        "summing events of a load test",
        "SELECT count(*), coalesce(sum((md5 >> 64)::UBIGINT), 0),"
            + " coalesce(sum((md5 & 18446744073709551615)::UBIGINT), 0)"
            + " FROM (SELECT md5_number(uuid::VARCHAR) AS md5 FROM load_test_events"
            + " WHERE project = ? AND load_test = ?)",
        rows -> sum[0] = sum(rows, 1),
        project.number(),
        number);
    return sum[0];
  }

  @Override
  public void removeLoadTest(int number) throws StoreFault {
    committing.lock();
    try {
      Database.execute(
          database().writer(), "DELETE FROM load_test_events WHERE load_test = " + number);
    } catch (SQLException e) {
      throw fault("removing the events of a load test", e);
    } finally {
      committing.unlock();
    }
  }

  @Override
  public long count(ProjectId project) throws StoreFault {
    long[] count = new long[1];
    query(
        "counting events",
        "SELECT count(*) FROM events WHERE project = ?",
        rows -> count[0] = rows.getLong(1),
        project.number());
    return count[0];
  }

  @Override
  public synchronized void close() {
    try {
      database.close();
    } catch (SQLException e) {
      throw new IllegalStateException("DuckDB could not close; what was committed is safe", e);
    }
  }

  private void query(String doing, String sql, EventRows.Each each, Object... parameters)
      throws StoreFault {
    try (Connection reader = database().reader()) {
      EventRows.query(reader, sql, each, parameters);
    } catch (SQLException e) {
      throw fault(doing, e);
    }
  }

  /// Reads the three columns of {@link #SUMS}.
  private static UuidSum sum(ResultSet row, int column) throws SQLException {
    BigInteger high = (BigInteger) row.getObject(column + 1);
    BigInteger low = (BigInteger) row.getObject(column + 2);
    return new UuidSum(
        row.getLong(column), high.add(low.shiftRight(64)).longValue(), low.longValue());
  }
}
