package dev.headgate.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headgate.event.EventId;
import dev.headgate.event.EventTime;
import dev.headgate.source.Position;
import dev.headgate.source.RejectReason;
import dev.headgate.verify.Verification.Discrepancy;
import dev.headgate.verify.Verification.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class VerifierTest {
  private static final List<String> PARTS = List.of("a.jsonl", "b.jsonl", "c.jsonl");
  private static final long DAY = 86_400_000_000L;

  @TempDir private Path folder;

  /// An event of the export.
  private record Read(EventId uuid, Position position, String event, long micros, boolean merge) {
    Observed.Stored stored() {
      return new Observed.Stored(uuid, event, "someone", micros);
    }
  }

  @Test
  void whatIsStoredAsReadIsVerifiedWithoutFetchingEvents() throws Exception {
    List<Read> export = export(1, 5_000, 5_000);
    ObservedModel observed = new ObservedModel();
    export.forEach(read -> observed.stored.add(read.stored()));
    observed.merges = new Observed.Merges(merges(export), 0, 0);

    Verification v = verify(export, ReadTally.ZERO, observed);

    assertThat(v.verified()).isTrue();
    assertThat(v.stored()).isEqualTo(5_000);
    assertThat(v.multisetHashEqual()).isTrue();
    assertThat(observed.fetches).isZero();
    assertThat(VerificationReport.lines(v).getLast())
        .isEqualTo(
            "verified: read 5000 = stored 5000 + deduplicated 0 + rejected 0 + dropped 0;"
                + " missing 0, extra 0");
  }

  @Test
  void anEmptyExportIsVerifiedAgainstAnEmptyStore() throws Exception {
    Verification v = verify(List.of(), ReadTally.ZERO, new ObservedModel());

    assertThat(v.verified()).isTrue();
    assertThat(v.read()).isZero();
  }

  @Test
  void rejectsAndRecordsWithoutEventAreAccountedFor() throws Exception {
    List<Read> export = export(2, 10, 10);
    ObservedModel observed = new ObservedModel();
    export.forEach(read -> observed.stored.add(read.stored()));
    observed.merges = new Observed.Merges(merges(export), 0, 0);
    ReadTally tally =
        ReadTally.ZERO
            .plusNoEvent()
            .plusRejected(RejectReason.NOT_JSON)
            .plusRejected(RejectReason.NOT_JSON)
            .plusEvents(1)
            .withdrawn(RejectReason.REFUSED_BY_PIPELINE);

    Verification v = verify(export, tally, observed);

    assertThat(v.read()).isEqualTo(14);
    assertThat(v.rejectedByReason()).isEqualTo(Map.of("not_json", 2L, "refused_by_pipeline", 1L));
    assertThat(v.droppedByApp()).isEqualTo(Map.of("format", 1L));
    assertThat(v.verified()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(longs = {11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22})
  void whateverHappenedToAnExportIsCountedAsANaiveModelCountsIt(long seed) throws Exception {
    SplittableRandom random = new SplittableRandom(~seed);
    int events = random.nextInt(1, 3_000);
    List<Read> export = export(seed, events, Math.max(1, events * 3 / 4));
    double trouble = random.nextBoolean() ? 0.3 : 0.003;
    ObservedModel observed = new ObservedModel();
    Map<String, Long> droppedByApp = new TreeMap<>();
    Set<EventId> missing = new HashSet<>();
    Set<EventId> extra = new HashSet<>();
    Set<EventId> conflicting = new HashSet<>();
    long deduplicated = 0;
    long mergesApplied = 0;

    Map<EventId, List<Read>> byUuid = new LinkedHashMap<>();
    export.forEach(read -> byUuid.computeIfAbsent(read.uuid(), _ -> new ArrayList<>()).add(read));
    for (List<Read> occurrences : byUuid.values()) {
      deduplicated += occurrences.size() - 1;
      EventId uuid = occurrences.getFirst().uuid();
      double fate = random.nextDouble();
      if (fate < trouble) {
        missing.add(uuid);
        mergesApplied += occurrences.getFirst().merge() ? 1 : 0;
      } else if (fate < 0.4) {
        observed.deduplicated.add(uuid);
        deduplicated++;
      } else if (fate < 0.5) {
        String app = "app" + random.nextInt(3);
        observed.dropped.add(new Observed.Dropped(uuid, app));
        droppedByApp.merge(app, 1L, Long::sum);
      } else {
        Read kept = occurrences.get(random.nextInt(occurrences.size()));
        observed.stored.add(kept.stored());
        if (!sameGroup(kept, occurrences.getFirst())) {
          conflicting.add(uuid);
        }
        mergesApplied += kept.merge() ? 1 : 0;
      }
    }
    for (int i = 0; i < random.nextInt(20) * trouble; i++) {
      EventId uuid = new EventId(random.nextLong(), random.nextLong());
      observed.stored.add(new Observed.Stored(uuid, "foreign", "someone", 0));
      extra.add(uuid);
    }
    observed.deduplicated.add(new EventId(1, 1));
    observed.merges = new Observed.Merges(mergesApplied, 0, 0);

    Verification v = verify(export, ReadTally.ZERO, observed);

    String message = "seed " + seed;
    assertThat(v.read()).as(message).isEqualTo(events);
    assertThat(v.deduplicated()).as(message).isEqualTo(deduplicated);
    assertThat(v.droppedByApp()).as(message).isEqualTo(droppedByApp);
    assertThat(v.missing()).as(message).isEqualTo(missing.size());
    assertThat(v.extra()).as(message).isEqualTo(extra.size());
    assertThat(v.conflicting()).as(message).isEqualTo(conflicting.size());
    assertThat(v.stored()).as(message).isEqualTo(observed.stored.size() - extra.size());
    assertThat(v.mergeFacts().addUp()).as(message).isTrue();
    assertThat(v.verified()).as(message).isEqualTo(missing.isEmpty() && extra.isEmpty());
    assertThat(v.multisetHashEqual()).as(message).isEqualTo(v.verified());
    assertThat(named(v, Kind.MISSING)).as(message).isEqualTo(missing);
    assertThat(named(v, Kind.EXTRA)).as(message).isEqualTo(extra);
    assertThat(named(v, Kind.CONFLICTING)).as(message).isEqualTo(conflicting);
    for (Discrepancy d : v.discrepancies()) {
      if (d.kind() == Kind.MISSING) {
        Position first = byUuid.getOrDefault(d.uuid(), List.of()).getFirst().position();
        assertThat(d.place().orElseThrow())
            .isEqualTo(
                new Verification.Place(PARTS.get(first.part()), first.line(), first.offset()));
      }
    }
    assertThat(leftovers()).as(message).isEmpty();
  }

  @Test
  void whenEverythingIsMissingAllIsCountedAndAThousandAreNamed() throws Exception {
    List<Read> export = export(3, 20_000, 20_000);
    ObservedModel observed = new ObservedModel();

    Verification v = verify(export, ReadTally.ZERO, observed);

    assertThat(v.missing()).isEqualTo(20_000);
    assertThat(v.stored()).isZero();
    assertThat(v.discrepancies()).hasSize(Verification.MAX_DISCREPANCIES);
    assertThat(observed.fetches).isLessThanOrEqualTo(256);
    assertThat(VerificationReport.lines(v))
        .contains("... and 19000 more")
        .last()
        .asString()
        .startsWith("NOT verified: read 20000, stored 0 ");
  }

  @Test
  void aRowStoredTwiceIsExtraAndNamesItsLine() throws Exception {
    List<Read> export = export(4, 100, 100);
    ObservedModel observed = new ObservedModel();
    export.forEach(read -> observed.stored.add(read.stored()));
    observed.stored.add(export.get(17).stored());
    observed.merges = new Observed.Merges(merges(export), 0, 0);

    Verification v = verify(export, ReadTally.ZERO, observed);

    assertThat(v.extra()).isEqualTo(1);
    assertThat(v.verified()).isFalse();
    assertThat(v.discrepancies().getFirst().place().orElseThrow().line())
        .isEqualTo(export.get(17).position().line());
  }

  @Test
  void mergeFactsThatDoNotAddUpAreNotVerified() throws Exception {
    List<Read> export = export(5, 100, 100);
    ObservedModel observed = new ObservedModel();
    export.forEach(read -> observed.stored.add(read.stored()));
    observed.merges = new Observed.Merges(merges(export) - 3, 1, 1);

    Verification v = verify(export, ReadTally.ZERO, observed);

    assertThat(v.multisetHashEqual()).isTrue();
    assertThat(v.verified()).isFalse();
    assertThat(VerificationReport.lines(v).getLast())
        .startsWith("NOT verified")
        .endsWith("merge facts do not add up");
  }

  @Test
  void sumsThatNoEventExplainsAreNotVerified() throws Exception {
    List<Read> export = export(6, 100, 100);
    List<Read> before = export.subList(0, 99);
    ObservedModel summed = new ObservedModel();
    before.forEach(read -> summed.stored.add(read.stored()));
    ObservedModel fetched = new ObservedModel();
    export.forEach(read -> fetched.stored.add(read.stored()));

    Verification v = verify(export, ReadTally.ZERO, new Torn(summed, fetched));

    assertThat(v.missing()).isZero();
    assertThat(v.verified()).isFalse();
    assertThat(VerificationReport.lines(v).getLast()).contains("verify again once nothing writes");
  }

  @Test
  void aManifestThatDisagreesWithItsCheckpointGetsNoVerdict() throws Exception {
    Manifest manifest = manifest(export(7, 10, 10));
    ReadTally tally = new ReadTally(11, 11, 0, Map.of());

    assertThatThrownBy(() -> verifier().verify(1, manifest, tally, PARTS, new ObservedModel()))
        .isInstanceOf(VerifyFault.class)
        .hasMessageContaining("--reread");
  }

  @Test
  void eventsOutOfOrderGetNoVerdict() throws Exception {
    List<Read> export = export(8, 100, 100);
    ObservedModel observed =
        new ObservedModel() {
          @Override
          public void events(int first, int last, Consumer<Stored> each) {
            each.accept(new Stored(new EventId(5, 5), "e", "d", 0));
            each.accept(new Stored(new EventId(4, 5), "e", "d", 0));
          }
        };

    assertThatThrownBy(() -> verify(export, ReadTally.ZERO, observed))
        .isInstanceOf(VerifyFault.class)
        .hasMessageContaining("order");
  }

  /// Answers sums of one moment and events of a later one.
  private record Torn(ObservedModel before, ObservedModel after) implements Observed {
    @Override
    public void groups(Consumer<Group> each) {
      before.groups(each);
    }

    @Override
    public void prefixes(Consumer<Prefix> each) {
      before.prefixes(each);
    }

    @Override
    public void events(int first, int last, Consumer<Stored> each) {
      after.events(first, last, each);
    }

    @Override
    public void deduplicated(Consumer<EventId> each) {}

    @Override
    public void dropped(Consumer<Dropped> each) {}

    @Override
    public Merges merges() {
      return new Merges(0, 0, 0);
    }
  }

  /// Events in order of position; of fewer uuids than events some occur again, now and then as
  /// another event.
  private static List<Read> export(long seed, int events, int uuids) {
    SplittableRandom random = new SplittableRandom(seed);
    List<EventId> pool = new ArrayList<>();
    for (int i = 0; i < uuids; i++) {
      pool.add(new EventId(random.nextLong(), random.nextLong()));
    }
    List<Read> export = new ArrayList<>();
    Map<EventId, Read> earlier = new HashMap<>();
    long line = 0;
    int part = 0;
    for (int i = 0; i < events; i++) {
      line++;
      if (part < 2 && random.nextInt(events) < 3) {
        part++;
        line = 1;
      }
      EventId uuid = events == uuids ? pool.get(i) : pool.get(random.nextInt(uuids));
      Position position = new Position(part, line, line * 500, 499);
      Read before = earlier.get(uuid);
      String event = "event " + random.nextInt(4);
      Read read =
          before != null && random.nextInt(10) > 0
              ? new Read(uuid, position, before.event(), before.micros(), before.merge())
              : new Read(uuid, position, event, random.nextLong(5 * DAY), event.endsWith("3"));
      earlier.putIfAbsent(uuid, read);
      export.add(read);
    }
    return export;
  }

  private static boolean sameGroup(Read a, Read b) {
    return a.event().equals(b.event())
        && EventTime.epochDay(a.micros()) == EventTime.epochDay(b.micros());
  }

  private static long merges(List<Read> export) {
    return export.stream().filter(Read::merge).count();
  }

  private static Set<EventId> named(Verification v, Kind kind) {
    return v.discrepancies().stream()
        .filter(d -> d.kind() == kind)
        .map(Discrepancy::uuid)
        .collect(Collectors.toSet());
  }

  private Verifier verifier() {
    return new Verifier(folder.resolve("work"), 1 << 16);
  }

  /// @param besides what was read besides the events
  private Verification verify(List<Read> export, ReadTally besides, Observed observed)
      throws IOException, VerifyFault {
    ReadTally tally = besides.plus(new ReadTally(export.size(), export.size(), 0, Map.of()));
    return verifier().verify(1, manifest(export), tally, PARTS, observed);
  }

  private Manifest manifest(List<Read> export) throws IOException {
    try (ManifestWriter writer = ManifestWriter.open(folder.resolve("manifest.bin"), 0)) {
      for (Read read : export) {
        writer.append(read.uuid(), read.position(), read.event(), read.micros(), read.merge());
      }
      return writer.manifest();
    }
  }

  private List<Path> leftovers() throws IOException {
    try (Stream<Path> files = Files.list(folder.resolve("work"))) {
      return files.toList();
    }
  }
}
