package dev.headgate.assess;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.assess.Assessment.IdCount;
import dev.headgate.event.DistinctId;
import dev.headgate.event.EventId;
import dev.headgate.event.EventTime;
import dev.headgate.source.Decoded;
import dev.headgate.source.EventDraft;
import dev.headgate.source.Position;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Random exports, assessed in so little memory that everything spills, against plain maps.
class AssessorAgainstMapsTest {
  @TempDir Path folder;

  enum Shape {
    UNIFORM,
    SKEWED,
    ALL_EQUAL,
    MANY_REPEATS
  }

  @ParameterizedTest
  @EnumSource(Shape.class)
  void countsWhatMapsCountWhenEverythingSpills(Shape shape) throws IOException {
    assertSameAsMaps(random(shape, 6_000, 20), 200_000);
  }

  @ParameterizedTest
  @EnumSource(Shape.class)
  void countsWhatMapsCountWhenEverythingFits(Shape shape) throws IOException {
    assertSameAsMaps(random(shape, 2_000, 40), 16 << 20);
  }

  private static ExportForTest random(Shape shape, int lines, long seed) {
    System.out.println("seed " + seed);
    SplittableRandom random = new SplittableRandom(seed);
    ExportForTest export = new ExportForTest();
    for (int part = 0; part < 3; part++) {
      export.part("part-" + part);
      for (int i = 0; i < lines / 3; i++) {
        int key =
            switch (shape) {
              case UNIFORM -> random.nextInt(lines);
              case SKEWED -> (int) Math.pow(lines, random.nextDouble() * random.nextDouble());
              case ALL_EQUAL -> 7;
              case MANY_REPEATS -> random.nextInt(40);
            };
        boolean ownUuid = key % 3 == 1;
        EventDraft draft =
            ExportForTest.draft(
                "type " + key % 1_300,
                (key % 2 == 0 ? "用户-" : "user ") + key,
                EventTime.format(key * 40_000_000_000L));
        export.event("line " + key, ownUuid ? ExportForTest.withUuid(draft, key) : draft);
      }
    }
    return export;
  }

  private void assertSameAsMaps(ExportForTest export, int memoryBytes) throws IOException {
    Assessment found = export.assess(folder, memoryBytes).assessment();
    Maps maps = new Maps(export);

    assertThat(found.events()).isEqualTo(maps.events);
    assertThat(found.distinctIds()).isEqualTo(maps.ids.size());
    assertThat(found.topDistinctIds()).isEqualTo(maps.topIds());
    assertThat(found.eventTypeCount()).isEqualTo(maps.types.size());
    assertThat(found.eventTypes().stream().map(type -> Map.entry(type.event(), type.events())))
        .containsExactlyElementsOf(maps.topTypes());
    assertThat(found.days())
        .isEqualTo(
            maps.days.entrySet().stream()
                .map(day -> new Assessment.DayCount(day.getKey(), day.getValue()))
                .toList());
    assertThat(found.duplicateUuids()).isEqualTo(maps.duplicateUuids);
    assertThat(found.repeatedRecords()).isEqualTo(maps.repeated);
    assertThat(found.equalAcrossFiles()).isEqualTo(maps.equalAcrossFiles);
    try (RepeatsReader repeats = new RepeatsReader(folder.resolve("repeats.bin"))) {
      for (Map.Entry<Position, Long> expected : maps.occurrences.entrySet()) {
        assertThat(repeats.occurrence(expected.getKey())).isEqualTo(expected.getValue());
      }
    }
  }

  /// What the assessment should find, kept in maps of everything.
  private static final class Maps {
    private final Map<String, Long> ids = new HashMap<>();
    private final Map<String, Long> types = new HashMap<>();
    private final TreeMap<String, Long> days = new TreeMap<>();
    private final TreeMap<Position, Long> occurrences = new TreeMap<>();
    private long events;
    private long duplicateUuids;
    private long repeated;
    private long equalAcrossFiles;

    Maps(ExportForTest export) {
      Set<EventId> uuids = new HashSet<>();
      Set<String> earlierFiles = new HashSet<>();
      for (ExportForTest.Part part : export.parts()) {
        Map<String, Long> inFile = new HashMap<>();
        List<String> ofThisFile = new ArrayList<>();
        for (ExportForTest.Line line : part.lines()) {
          EventDraft draft = ((Decoded.Events) line.decoded()).drafts().get(0);
          events++;
          ids.merge(draft.distinctId().value(), 1L, Long::sum);
          types.merge(draft.name(), 1L, Long::sum);
          days.merge(EventTime.format(draft.timestampMicros()).substring(0, 10), 1L, Long::sum);
          if (draft.uuid().isPresent()) {
            duplicateUuids += uuids.add(draft.uuid().get()) ? 0 : 1;
            occurrences.put(line.record().position(), 0L);
            continue;
          }
          String bytes = new String(line.record().bytes(), StandardCharsets.UTF_8);
          long occurrence = inFile.merge(bytes, 1L, Long::sum) - 1;
          occurrences.put(line.record().position(), occurrence);
          repeated += occurrence > 0 ? 1 : 0;
          String event = bytes + " occurrence " + occurrence;
          equalAcrossFiles += earlierFiles.contains(event) ? 1 : 0;
          ofThisFile.add(event);
        }
        earlierFiles.addAll(ofThisFile);
      }
    }

    List<IdCount> topIds() {
      return ids.entrySet().stream()
          .sorted(
              Map.Entry.<String, Long>comparingByValue()
                  .reversed()
                  .thenComparing(id -> new DistinctId(id.getKey()), Comparator.naturalOrder()))
          .limit(100)
          .map(id -> new IdCount(id.getKey(), id.getValue(), (double) id.getValue() / events))
          .toList();
    }

    List<Map.Entry<String, Long>> topTypes() {
      return types.entrySet().stream()
          .sorted(
              Map.Entry.<String, Long>comparingByValue()
                  .reversed()
                  .thenComparing(Map.Entry.comparingByKey()))
          .limit(1_000)
          .toList();
    }
  }
}
