package dev.headgate.verify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.event.DistinctId;
import dev.headgate.event.Event;
import dev.headgate.event.EventId;
import dev.headgate.event.JsonBytes;
import dev.headgate.event.ProjectId;
import dev.headgate.event.UuidHash;
import dev.headgate.event.UuidSum;
import dev.headgate.eventlog.CapturedEvent;
import dev.headgate.source.Position;
import dev.headgate.source.RejectReason;
import dev.headgate.store.EventStore;
import dev.headgate.store.Segment;
import dev.headgate.store.Segments;
import dev.headgate.store.duckdb.DuckDbEventStore;
import dev.headgate.store.duckdb.DuckDbSettings;
import dev.headgate.store.memory.MemoryEventStore;
import dev.headgate.verify.Verification.Discrepancy;
import dev.headgate.verify.Verification.Kind;
import dev.headgate.verify.Verification.Place;
import java.io.BufferedReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class VerifierIT {
  private static final ProjectId PROJECT = ProjectId.DEFAULT;
  private static final int IMPORT = 3;
  private static final int EVENTS = 20_000;
  private static final DuckDbSettings SETTINGS = DuckDbSettings.ofMemory(256L << 20);

  @TempDir private Path folder;

  private final List<Event> export = export();

  @Test
  void whatIsInTheStoreIsVerified() throws Exception {
    try (EventStore store = new DuckDbEventStore(folder, SETTINGS)) {
      fill(store);
      assertEverythingAgrees(verify(store));
    }
  }

  @Test
  void theStoreInMemoryIsVerifiedLikewise() throws Exception {
    try (EventStore store = new MemoryEventStore()) {
      fill(store);
      assertEverythingAgrees(verify(store));
    }
  }

  @Test
  void rowsDeletedAlteredAndAddedBehindItsBackAreNamedWithTheirLines() throws Exception {
    Event deleted = export.get(6_000);
    Event altered = export.get(12_345);
    Event renamed = export.get(14_000);
    EventId other = new EventId(0x1111_2222_3333_4444L, 0x8555_6666_7777_8888L);
    EventId added = new EventId(0x9999_2222_3333_4444L, 0x8555_6666_7777_8888L);
    try (EventStore store = new DuckDbEventStore(folder, SETTINGS)) {
      fill(store);
    }
    tamper(
        "DELETE FROM events WHERE uuid = '" + deleted.uuid() + "'",
        "UPDATE events SET uuid = '" + other + "' WHERE uuid = '" + altered.uuid() + "'",
        "UPDATE events SET event = 'renamed' WHERE uuid = '" + renamed.uuid() + "'",
        "INSERT INTO events VALUES (1, '"
            + added
            + "', 'added', 'nobody', TIMESTAMP '2020-02-03 04:05:06', '{}', 3)");

    try (EventStore store = new DuckDbEventStore(folder, SETTINGS)) {
      Verification v = verify(store);

      assertThat(v.verified()).isFalse();
      assertThat(v.missing()).isEqualTo(2);
      assertThat(v.extra()).isEqualTo(2);
      assertThat(v.conflicting()).isEqualTo(1);
      assertThat(v.stored()).isEqualTo(EVENTS - 5_000 - 2);
      assertThat(placesOf(v, Kind.MISSING)).containsExactlyInAnyOrder(place(6_000), place(12_345));
      assertThat(placesOf(v, Kind.CONFLICTING)).containsExactly(place(14_000));
      assertThat(
              v.discrepancies().stream().filter(d -> d.kind() == Kind.EXTRA).map(Discrepancy::uuid))
          .containsExactlyInAnyOrder(other, added);
      assertThat(VerificationReport.lines(v))
          .contains(
              "missing: export.jsonl:6001 (byte 3000000), uuid "
                  + deleted.uuid()
                  + ": read, not stored",
              "extra: uuid "
                  + added
                  + ", stored is \"added\" of \"nobody\" at 2020-02-03T04:05:06Z,"
                  + " not in the export")
          .last()
          .isEqualTo(
              "NOT verified: read 20003, stored 14998 + deduplicated 3000 + rejected 3 +"
                  + " dropped 2000; missing 2, extra 2");
    }
  }

  @Test
  void twoMillionRowsAreVerifiedInAHeapOf64Megabytes() throws Exception {
    String classPath =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    Process child =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx64m",
                "-cp",
                classPath,
                Large.class.getName(),
                folder.toString())
            .redirectErrorStream(true)
            .start();
    try (BufferedReader lines = child.inputReader(StandardCharsets.UTF_8)) {
      assertThat(lines.lines().toList())
          .last()
          .isEqualTo(
              "verified: read 2000000 = stored 1600000 + deduplicated 200000 + rejected 0 +"
                  + " dropped 200000; missing 0, extra 0");
    }
    assertThat(child.waitFor()).isZero();
  }

  /// Events 0 to 14,999 are stored under the import, 2,000 dropped, 3,000 held by live traffic.
  private void fill(EventStore store) throws Exception {
    List<CapturedEvent> stored = new ArrayList<>();
    List<Segment.Deduplicated> deduplicated = new ArrayList<>();
    List<Segment.Dropped> dropped = new ArrayList<>();
    for (int i = 0; i < EVENTS; i++) {
      Event event = export.get(i);
      if (i >= 17_000) {
        deduplicated.add(new Segment.Deduplicated(PROJECT, event.uuid(), IMPORT, 0));
        stored.add(new CapturedEvent(PROJECT, CapturedEvent.LIVE, event));
      } else if (i >= 15_000) {
        dropped.add(new Segment.Dropped(PROJECT, event.uuid(), IMPORT, "filter"));
      } else {
        stored.add(new CapturedEvent(PROJECT, IMPORT, event));
      }
    }
    Segments.commit(store, Segments.of(store, stored, deduplicated, dropped, Map.of()));
  }

  private static void assertEverythingAgrees(Verification v) {
    assertThat(VerificationReport.lines(v))
        .containsExactly(
            "rejected: invalid_utf8 3",
            "dropped: by filter 2000",
            "merge facts: read 0, applied 0 + refused 0 + set aside 0",
            "verified: read 20003 = stored 15000 + deduplicated 3000 + rejected 3 +"
                + " dropped 2000; missing 0, extra 0");
  }

  private Verification verify(EventStore store) throws Exception {
    Path file = folder.resolve("manifest.bin");
    try (ManifestWriter writer = ManifestWriter.open(file, 0)) {
      for (int i = 0; i < EVENTS; i++) {
        Event event = export.get(i);
        Position position = new Position(0, i + 1, i * 500L, 499);
        writer.append(event.uuid(), position, event.name(), event.timestampMicros(), false);
      }
      ReadTally tally = new ReadTally(EVENTS + 3, EVENTS, 0, Map.of(RejectReason.INVALID_UTF8, 3L));
      Observed observed = new StoreObserved(store, PROJECT, IMPORT, new Observed.Merges(0, 0, 0));
      return new Verifier(folder.resolve("verifying"), 1 << 16)
          .verify(IMPORT, writer.manifest(), tally, List.of("export.jsonl"), observed);
    }
  }

  private void tamper(String... statements) throws Exception {
    try (Connection connection =
            DriverManager.getConnection("jdbc:duckdb:" + folder.resolve("events.duckdb"));
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        assertThat(statement.executeUpdate(sql)).isEqualTo(1);
      }
    }
  }

  private static List<Place> placesOf(Verification v, Kind kind) {
    return v.discrepancies().stream()
        .filter(d -> d.kind() == kind)
        .map(d -> d.place().orElseThrow())
        .toList();
  }

  private static Place place(int event) {
    return new Place("export.jsonl", event + 1, event * 500L);
  }

  private static List<Event> export() {
    SplittableRandom random = new SplittableRandom(41);
    List<Event> export = new ArrayList<>();
    for (int i = 0; i < EVENTS; i++) {
      export.add(
          new Event(
              new EventId(random.nextLong(), random.nextLong()),
              "event " + random.nextInt(9),
              new DistinctId("user-" + random.nextInt(100)),
              1_600_000_000_000_000L + random.nextLong(30 * 86_400_000_000L),
              JsonBytes.EMPTY_OBJECT));
    }
    return export;
  }

  /// Verifies an export that nobody keeps in memory, against a store that is counted as it goes: of
  /// ten events one is held elsewhere and one is dropped.
  static final class Large implements Observed {
    private static final int EVENTS = 2_000_000;
    private final UuidHash hash = new UuidHash();

    private Large() {}

    public static void main(String[] arguments) throws Exception {
      Path folder = Path.of(arguments[0]);
      try (ManifestWriter writer = ManifestWriter.open(folder.resolve("manifest.bin"), 0)) {
        for (int i = 0; i < EVENTS; i++) {
          writer.append(uuid(i), new Position(0, i + 1, i, 1), "e" + i % 3, 0, false);
        }
        Verification v =
            new Verifier(folder.resolve("verifying"), 8 << 20)
                .verify(
                    1,
                    writer.manifest(),
                    new ReadTally(EVENTS, EVENTS, 0, Map.of()),
                    List.of("large"),
                    new Large());
        VerificationReport.lines(v).forEach(System.out::println);
      }
    }

    private static EventId uuid(int i) {
      long mixed = i * 0x9e37_79b9_7f4a_7c15L;
      return new EventId(mixed ^ mixed >>> 29, i);
    }

    @Override
    public void groups(Consumer<Group> each) {
      UuidSum[] sums = {UuidSum.ZERO, UuidSum.ZERO, UuidSum.ZERO};
      for (int i = 0; i < EVENTS; i++) {
        if (i % 10 > 1) {
          sums[i % 3] = sums[i % 3].plus(hash.of(uuid(i)));
        }
      }
      for (int name = 0; name < sums.length; name++) {
        each.accept(new Group(0, "e" + name, sums[name]));
      }
    }

    @Override
    public void prefixes(Consumer<Prefix> each) {
      UuidSum[] sums = new UuidSum[1 << 16];
      Arrays.fill(sums, UuidSum.ZERO);
      for (int i = 0; i < EVENTS; i++) {
        if (i % 10 > 1) {
          int prefix = (int) (uuid(i).high() >>> 48);
          sums[prefix] = sums[prefix].plus(hash.of(uuid(i)));
        }
      }
      for (int prefix = 0; prefix < sums.length; prefix++) {
        each.accept(new Prefix(prefix, sums[prefix]));
      }
    }

    @Override
    public void events(int first, int last, Consumer<Stored> each) throws VerifyFault {
      throw new VerifyFault("nothing differs, so nothing should be fetched");
    }

    @Override
    public void deduplicated(Consumer<EventId> each) {
      for (int i = 0; i < EVENTS; i += 10) {
        each.accept(uuid(i));
      }
    }

    @Override
    public void dropped(Consumer<Dropped> each) {
      for (int i = 1; i < EVENTS; i += 10) {
        each.accept(new Dropped(uuid(i), "filter"));
      }
    }

    @Override
    public Merges merges() {
      return new Merges(0, 0, 0);
    }
  }
}
