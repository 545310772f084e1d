package dev.headgate.store.duckdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headgate.event.DistinctId;
import dev.headgate.event.Event;
import dev.headgate.event.EventId;
import dev.headgate.event.JsonBytes;
import dev.headgate.event.ProjectId;
import dev.headgate.eventlog.CapturedEvent;
import dev.headgate.eventlog.Lane;
import dev.headgate.eventlog.Partition;
import dev.headgate.identity.Persons;
import dev.headgate.store.DroppedEvent;
import dev.headgate.store.EventStore;
import dev.headgate.store.EventStoreContract;
import dev.headgate.store.PersonChange;
import dev.headgate.store.PersonOf;
import dev.headgate.store.Segment;
import dev.headgate.store.Segments;
import dev.headgate.store.StoreFault;
import dev.headgate.store.StoredEvent;
import dev.headgate.store.Worker;
import java.io.BufferedReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DuckDbEventStoreIT extends EventStoreContract {
  private static final DuckDbSettings SMALL = DuckDbSettings.ofMemory(256L << 20);

  @TempDir private Path temp;

  /// A folder whose name SQL and file patterns would misread.
  private Path folder() {
    return temp.resolve("it's [a] *folder é");
  }

  @Override
  protected EventStore open() throws Exception {
    return new DuckDbEventStore(folder(), SMALL);
  }

  @Test
  void whatIsCommittedIsThereAfterReopening() throws Exception {
    Partition partition = new Partition(Lane.HISTORICAL, 1);
    List<CapturedEvent> events = randomEvents(21, 40_000, ONE, 1);
    Segments.commit(
        store(),
        Segments.of(
            store(),
            events,
            List.of(new Segment.Deduplicated(ONE, new EventId(1, 1), 1, 0)),
            List.of(new Segment.Dropped(ONE, new EventId(2, 2), 1, "filter")),
            Map.of(partition, 40_000L)));
    List<StoredEvent> before = events(ONE);

    reopen();

    assertThat(events(ONE)).isEqualTo(before).hasSize(40_000);
    assertThat(store().offsets()).isEqualTo(Map.of(partition, 40_000L));
    List<EventId> deduplicated = new ArrayList<>();
    store().forEachDeduplicated(ONE, 1, deduplicated::add);
    assertThat(deduplicated).containsExactly(new EventId(1, 1));
  }

  @Test
  void eventsTheEngineCannotTakeAreSetAsideAndTheRestIsStored() throws Exception {
    List<CapturedEvent> events = new ArrayList<>(randomEvents(22, 1_000, ONE, 4));
    Event broken = notUtf8(4, 0xff);
    Event cutOff = notUtf8(5, 0xc3);
    Event surrogate = notUtf8(6, 0xed);
    // What is no JSON the store takes as the text it is: capture has judged it.
    Event notJson = event(3, "e", "id", 0, "{\"a\":\u0002\u001f1}");
    events.add(17, captured(ONE, 4, broken));
    events.add(500, captured(ONE, 4, cutOff));
    events.add(501, captured(ONE, 4, notJson));
    events.add(captured(ONE, 4, surrogate));
    Partition partition = new Partition(Lane.LIVE, 0);

    Map<EventId, String> setAside =
        Segments.commit(
            store(), Segments.of(store(), events, List.of(), List.of(), Map.of(partition, 9L)));

    assertThat(setAside).containsOnlyKeys(broken.uuid(), cutOff.uuid(), surrogate.uuid());
    assertThat(setAside.values()).allSatisfy(reason -> assertThat(reason).isNotBlank());
    assertThat(events(ONE)).hasSize(1_001);
    assertThat(store().offsets()).isEqualTo(Map.of(partition, 9L));
    List<DroppedEvent> dropped = new ArrayList<>();
    store().forEachDropped(ONE, 4, dropped::add);
    assertThat(dropped.stream().map(DroppedEvent::uuid))
        .containsExactlyInAnyOrderElementsOf(setAside.keySet());
    assertThat(dropped.stream().map(DroppedEvent::app)).containsOnly(EventStore.SET_ASIDE);
    assertThat(spooled()).isEmpty();
  }

  @Test
  void anEventOfALoadTestThatTheEngineCannotTakeIsSetAsideAndTheRestIsStored() throws Exception {
    List<CapturedEvent> events = new ArrayList<>(randomEvents(24, 300, ONE, 7));
    Event broken = notUtf8(4, 0xff);
    events.add(150, captured(ONE, 7, broken));
    Map<EventId, String> setAside = commitOfLoadTest(events, randomEvents(25, 100, ONE, 1));
    assertThat(setAside).containsOnlyKeys(broken.uuid());
    assertThat(store().ofLoadTest(ONE, 7).count()).isEqualTo(300);
    assertThat(events(ONE)).hasSize(100);
  }

  @Test
  void whatARemovedLoadTestTookOfTheDiskIsUsedAgain() throws Exception {
    commitOfLoadTest(randomEvents(26, 150_000, ONE, 7), List.of());
    reopen();
    long first = Files.size(folder().resolve("events.duckdb"));
    for (int number = 8; number < 11; number++) {
      store().removeLoadTest(number - 1);
      reopen();
      commitOfLoadTest(randomEvents(number, 150_000, ONE, number), List.of());
      reopen();
    }
    assertThat(store().ofLoadTest(ONE, 10).count()).isEqualTo(150_000);
    assertThat(Files.size(folder().resolve("events.duckdb")))
        .as("four load tests, one after another")
        .isLessThan(first + first / 2);
  }

  private static Event notUtf8(long number, int unexpected) {
    return new Event(
        new EventId(number, number),
        "e",
        new DistinctId("id"),
        0,
        JsonBytes.owning(new byte[] {'{', '"', (byte) unexpected, '"', ':', '1', '}'}));
  }

  @Test
  void anEventOf20MegabytesIsStored() throws Exception {
    Event large = event(1, "e", "id", 0, "{\"a\":\"" + "é".repeat(10_000_000) + "\"}");
    List<CapturedEvent> events = new ArrayList<>(randomEvents(23, 100, ONE, 1));
    events.add(captured(ONE, 1, large));

    assertThat(commit(events)).isEmpty();

    List<Event> found = new ArrayList<>();
    store().forEachEventOfPrefixes(ONE, 1, 0x1234, 0x1234, stored -> found.add(stored.event()));
    assertThat(found.contains(large)).isTrue();
  }

  @Test
  void aPathTheEngineWouldMisreadIsRefused() {
    assertThatThrownBy(() -> new DuckDbEventStore(temp.resolve("what?"), SMALL))
        .isInstanceOf(StoreFault.class)
        .hasMessageContaining("Choose a folder without");
  }

  @Test
  void leftoversOfAKilledProcessAreDeletedAtStart() throws Exception {
    store().close();
    Path leftover = folder().resolve("spool").resolve("segment.csv");
    Files.writeString(leftover, "half a row");

    reopen();

    assertThat(leftover).doesNotExist();
  }

  @Test
  void aSecondStoreOnTheSameFolderIsRefusedAndHarmsNothing() throws Exception {
    commit(randomEvents(24, 10, ONE, 1));

    assertThatThrownBy(() -> new DuckDbEventStore(folder(), SMALL))
        .isInstanceOf(StoreFault.class)
        .hasMessageContaining("Another process")
        .hasMessageContaining("stop it first");
    Process second = child("hold");
    assertThat(output(second)).anyMatch(line -> line.contains("Another process ("));
    assertThat(store().count(ONE)).isEqualTo(10);
  }

  @Test
  void aKilledWriterLeavesRowsAndOffsetsThatBelongTogether() throws Exception {
    store().close();
    Partition partition = new Partition(Lane.HISTORICAL, 0);
    long acknowledged = 0;
    for (int round = 0; round < 3; round++) {
      Process writer = child("write");
      try (BufferedReader lines = writer.inputReader(StandardCharsets.UTF_8)) {
        String line = lines.readLine();
        for (int commits = 0; commits < 7 && line != null; commits++) {
          acknowledged = Long.parseLong(line);
          line = lines.readLine();
        }
        writer.destroyForcibly().waitFor();
      }
      try (EventStore reopened = open()) {
        long offset = reopened.offsets().getOrDefault(partition, 0L);
        assertThat(reopened.count(ONE)).isEqualTo(offset).isGreaterThanOrEqualTo(acknowledged);
      }
    }
    reopen();
    assertThat(acknowledged).isGreaterThan(3 * 6 * Child.SEGMENT_EVENTS);
  }

  @Test
  void manyEventsAreReadInSlicesOfTimeInTheSameOrder() throws Exception {
    commit(randomEvents(31, 20_000, ONE, 1));
    commit(randomEvents(32, 100, TWO, 1));
    List<StoredEvent> atOnce = events(ONE);
    store().close();

    long tenSlices = 20_000L * 115 / 10;
    DuckDbSettings sliced = new DuckDbSettings(256L << 20, 2, 1L << 30, tenSlices);
    try (EventStore store = new DuckDbEventStore(folder(), sliced)) {
      List<StoredEvent> events = new ArrayList<>();
      store.forEachEvent(ONE, events::add);
      assertThat(events).isEqualTo(atOnce).hasSize(20_000);
    }
    reopen();
  }

  @Test
  void whoQueriesTheFileFindsEveryEventWithItsPerson() throws Exception {
    List<CapturedEvent> events = randomEvents(51, 500, ONE, 1);
    events.add(captured(ONE, 1, event(1, "e", "é 'x'", 0, "{}")));
    commit(events);
    commit(randomEvents(52, 10, TWO, 1));
    EventId merged = new EventId(7, 7);
    store()
        .follow(
            new PersonOf.Batch(
                new EventId(1, 1),
                ONE,
                List.of(new PersonChange(new DistinctId("user-3"), merged, 1)),
                1));
    Persons alone = new Persons();
    Map<String, String> expected = new TreeMap<>();
    for (ProjectId project : List.of(ONE, TWO)) {
      store()
          .forEachPersonEvent(
              project,
              each -> {
                EventId own = alone.idOf(project, each.stored().event().distinctId());
                expected.put(
                    each.stored().event().uuid().toString(), each.person().orElse(own).toString());
              });
    }
    store().close();

    Map<String, String> found = new TreeMap<>();
    try (Connection connection =
            DriverManager.getConnection("jdbc:duckdb:" + folder().resolve("events.duckdb"));
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT uuid, person FROM person_events")) {
      while (row.next()) {
        found.put(row.getString(1), row.getString(2));
      }
    }
    assertThat(found).isEqualTo(expected).hasSize(511).containsValue(merged.toString());
    reopen();
  }

  /// The engine merges row groups at a checkpoint where that makes fewer of them, and writes all
  /// their rows anew: with a few rows left over from each segment, nearly the whole file.
  @Test
  void fullSegmentsAreNotWrittenAgainWhenTheStoreIsClosed() throws Exception {
    List<Long> expected = new ArrayList<>();
    for (int segment = 0; segment < 4; segment++) {
      int size = Worker.Cut.DEFAULT.events() - 2_500 * segment;
      List<CapturedEvent> events = new ArrayList<>(size);
      for (int i = 0; i < size; i++) {
        EventId uuid = new EventId(segment, i);
        events.add(
            captured(ONE, 1, new Event(uuid, "e", new DistinctId("id"), i, JsonBytes.of("{}"))));
      }
      commit(events);
      expected.addAll(List.of(61_440L, size - 61_440L));
    }
    store().close();

    List<Long> rowGroups = new ArrayList<>();
    try (Connection connection =
            DriverManager.getConnection("jdbc:duckdb:" + folder().resolve("events.duckdb"));
        Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                "SELECT max(start + count) FROM pragma_storage_info('events')"
                    + " WHERE column_name = 'uuid' AND segment_type <> 'VALIDITY'"
                    + " GROUP BY row_group_id ORDER BY row_group_id")) {
      while (row.next()) {
        rowGroups.add(row.getLong(1));
      }
    }
    assertThat(rowGroups).isEqualTo(expected);
    reopen();
  }

  private List<Path> spooled() throws Exception {
    try (Stream<Path> files = Files.list(folder().resolve("spool"))) {
      return files.toList();
    }
  }

  private Process child(String task) throws Exception {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    String classPath =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    return new ProcessBuilder(
            java,
            "--enable-native-access=ALL-UNNAMED",
            "-Xmx256m",
            "-cp",
            classPath,
            Child.class.getName(),
            folder().toString(),
            task)
        .redirectErrorStream(true)
        .start();
  }

  private static List<String> output(Process process) throws Exception {
    try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
      List<String> output = lines.lines().toList();
      process.waitFor();
      return output;
    }
  }

  /// Another process: tries to open the store, or commits segments until it is killed, printing the
  /// offset after each.
  static final class Child {
    static final int SEGMENT_EVENTS = 3_000;

    private Child() {}

    public static void main(String[] arguments) throws Exception {
      try (EventStore store = new DuckDbEventStore(Path.of(arguments[0]), SMALL)) {
        Partition partition = new Partition(Lane.HISTORICAL, 0);
        while (arguments[1].equals("write")) {
          long from = store.offsets().getOrDefault(partition, 0L);
          long to = from + SEGMENT_EVENTS;
          Segments.commit(
              store,
              Segments.of(
                  store,
                  randomEvents(from, SEGMENT_EVENTS, ONE, 1),
                  List.of(),
                  List.of(),
                  Map.of(partition, to)));
          System.out.println(to);
        }
      } catch (StoreFault e) {
        System.out.println(e.getMessage());
      }
    }
  }
}
