package dev.headgate.assess;

import static dev.headgate.assess.ExportForTest.draft;
import static dev.headgate.assess.ExportForTest.pair;
import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.event.EventTime;
import dev.headgate.source.Decoded;
import dev.headgate.source.IdentityPair;
import dev.headgate.source.Position;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IdentityPairsTest {
  private static final String EARLY = "2024-03-01T10:00:00Z";
  private static final String LATE = "2024-03-02T10:00:00Z";

  @TempDir Path folder;

  private static Decoded.Events seen(String user, String time, IdentityPair... pairs) {
    return new Decoded.Events(List.of(draft("view", user, time)), List.of(pairs));
  }

  @Test
  void aPairIsAnEventOfItsUserAtItsFirstMoment() throws IOException {
    ExportForTest export =
        new ExportForTest()
            .part("a")
            .line("late", seen("u", LATE, pair("u", "d", LATE)))
            .part("b")
            .line("early", seen("u", EARLY, pair("u", "d", EARLY)))
            .line("as early", seen("u", EARLY, pair("u", "d", EARLY)))
            .line("other", seen("u", LATE, pair("u", "e", LATE), pair("v", "f", LATE)));
    Assessment found = export.assess(folder);

    assertThat(found.identityPairs()).isEqualTo(3);
    assertThat(found.events()).isEqualTo(4 + 3);
    assertThat(found.records()).isEqualTo(4);
    assertThat(found.merges()).isEqualTo(new Assessment.Merges(3, 0, 0));
    assertThat(found.eventTypes())
        .extracting(Assessment.TypeCount::event, Assessment.TypeCount::events)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("view", 4L),
            org.assertj.core.groups.Tuple.tuple("$identify", 3L));
    assertThat(found.distinctIds()).isEqualTo(2);
    assertThat(found.topDistinctIds())
        .extracting(Assessment.IdCount::distinctId, Assessment.IdCount::events)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("u", 6L),
            org.assertj.core.groups.Tuple.tuple("v", 1L));
    assertThat(found.days())
        .containsExactly(
            new Assessment.DayCount("2024-03-01", 3), new Assessment.DayCount("2024-03-02", 4));
    assertThat(found.sources())
        .extracting(Assessment.SourceSummary::events)
        .containsExactly(1L, 3L + 3);
    try (PairsReader pairs = new PairsReader(folder.resolve("pairs.bin"))) {
      assertThat(firsts(pairs, export, 0, 0)).isEmpty();
      assertThat(firsts(pairs, export, 1, 0)).containsExactly(0);
      assertThat(firsts(pairs, export, 1, 1)).isEmpty();
      assertThat(firsts(pairs, export, 1, 2)).containsExactly(0, 1);
      assertThat(firsts(pairs, export, 1, 2)).as("asked again").containsExactly(0, 1);
      assertThat(firsts(pairs, export, 1, 0)).as("and back").containsExactly(0);
    }
  }

  @Test
  void aDeviceWithSeveralUsersIsAHazardWithThePlaceOfTheSecond() throws IOException {
    Assessment found =
        new ExportForTest()
            .part("a")
            .line("1", seen("third", "2024-03-03", pair("third", "shared", "2024-03-03")))
            .line("2", seen("second", "2024-03-02", pair("second", "shared", "2024-03-02")))
            .line("3", seen("first", "2024-03-01", pair("first", "shared", "2024-03-01")))
            .line("4", seen("first", "2024-03-09", pair("first", "shared", "2024-03-09")))
            .line("5", seen("first", "2024-03-01", pair("first", "own", "2024-03-01")))
            .assess(folder);
    assertThat(found.hazards())
        .singleElement()
        .satisfies(hazard -> {
          assertThat(hazard.kind()).isEqualTo("shared_devices");
          assertThat(hazard.count()).isEqualTo(1);
          assertThat(hazard.examples()).containsExactly("a:2");
        });
  }

  @Test
  void anExportThatWasAssessedBeforeThereWerePairsHasNone() throws IOException {
    try (PairsReader pairs = new PairsReader(folder.resolve("missing.bin"))) {
      assertThat(pairs.firstsOf(new Position(0, 1, 0, 1)).test(0)).isFalse();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {60_000, 16 << 20})
  void anyExportGivesWhatAMapGives(int memoryBytes) throws IOException {
    long seed = 31;
    System.out.println("seed " + seed);
    SplittableRandom random = new SplittableRandom(seed);
    ExportForTest export = new ExportForTest();
    Map<List<String>, First> expected = new HashMap<>();
    Map<String, Set<String>> usersOf = new HashMap<>();
    for (int part = 0; part < 3; part++) {
      export.part("p" + part);
      for (int line = 0; line < 4_000; line++) {
        List<IdentityPair> pairs = new ArrayList<>();
        String time = EventTime.format(random.nextInt(50) * 1_000_000L);
        for (int i = 0; i < random.nextInt(3); i++) {
          pairs.add(
              pair("Kunde-" + random.nextInt(700), "装置-" + (i * 900 + random.nextInt(900)), time));
        }
        export.line("line " + line, seen("u", time, pairs.toArray(IdentityPair[]::new)));
        Position position = export.parts().get(part).lines().get(line).record().position();
        for (int i = 0; i < pairs.size(); i++) {
          IdentityPair pair = pairs.get(i);
          usersOf
              .computeIfAbsent(pair.device().value(), _ -> new HashSet<>())
              .add(pair.user().value());
          expected.merge(
              List.of(pair.user().value(), pair.device().value()),
              new First(pair.timestampMicros(), position, i),
              (one, other) -> First.EARLIEST.compare(one, other) <= 0 ? one : other);
        }
      }
    }
    Assessment found = export.assess(folder, memoryBytes).assessment();

    assertThat(found.identityPairs()).isEqualTo(expected.size());
    assertThat(found.hazards().getLast().count())
        .isEqualTo(usersOf.values().stream().filter(users -> users.size() > 1).count());
    Set<First> firsts = new HashSet<>();
    try (PairsReader pairs = new PairsReader(folder.resolve("pairs.bin"))) {
      for (ExportForTest.Part part : export.parts()) {
        for (ExportForTest.Line line : part.lines()) {
          Position position = line.record().position();
          List<IdentityPair> all = ((Decoded.Events) line.decoded()).pairs();
          var isFirst = pairs.firstsOf(position);
          for (int i = 0; i < all.size(); i++) {
            if (isFirst.test(i)) {
              firsts.add(new First(all.get(i).timestampMicros(), position, i));
            }
          }
        }
      }
    }
    assertThat(firsts).isEqualTo(new HashSet<>(expected.values()));
  }

  private record First(long micros, Position position, int index) {
    static final Comparator<First> EARLIEST =
        Comparator.comparingLong(First::micros)
            .thenComparing(First::position)
            .thenComparingInt(First::index);
  }

  private static List<Integer> firsts(PairsReader pairs, ExportForTest export, int part, int line)
      throws IOException {
    var isFirst = pairs.firstsOf(export.parts().get(part).lines().get(line).record().position());
    List<Integer> firsts = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      if (isFirst.test(i)) {
        firsts.add(i);
      }
    }
    return firsts;
  }
}
