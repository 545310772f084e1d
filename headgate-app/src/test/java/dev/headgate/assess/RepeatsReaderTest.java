package dev.headgate.assess;

import static dev.headgate.assess.ExportForTest.draft;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.headgate.source.Position;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RepeatsReaderTest {
  private static final String DAY = "2024-03-01T10:00:00Z";

  @TempDir Path folder;

  @Test
  void identicalLinesOfOneFileAreNumberedAndThoseOfAnotherCountAnew() throws IOException {
    Assessment found =
        new ExportForTest()
            .part("a")
            .event("same", draft("x", "u", DAY))
            .event("other", draft("x", "u", DAY))
            .event("same", draft("x", "u", DAY))
            .event("same", draft("x", "u", DAY))
            .part("b")
            .event("same", draft("x", "u", DAY))
            .event("same", draft("x", "u", DAY))
            .part("c")
            .event("same", draft("x", "u", DAY))
            .assess(folder);

    assertThat(found.repeatedRecords()).isEqualTo(3);
    assertThat(found.equalAcrossFiles()).isEqualTo(3);
    assertThat(found.hazards())
        .extracting(Assessment.Hazard::kind, Assessment.Hazard::examples)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("equal_across_files", List.of("b:1", "b:2", "c:1")),
            org.assertj.core.groups.Tuple.tuple("repeated_records", List.of("a:3", "a:4", "b:2")));
    try (RepeatsReader repeats = new RepeatsReader(folder.resolve("repeats.bin"))) {
      assertThat(repeats.occurrence(at(0, 0))).isZero();
      assertThat(repeats.occurrence(at(0, 5))).isZero();
      assertThat(repeats.occurrence(at(0, 11))).isEqualTo(1);
      assertThat(repeats.occurrence(at(0, 16))).isEqualTo(2);
      assertThat(repeats.occurrence(at(1, 0))).isZero();
      assertThat(repeats.occurrence(at(1, 5))).isEqualTo(1);
      assertThat(repeats.occurrence(at(2, 0))).isZero();
    }
  }

  @Test
  void aLineThatALaterFileRepeatsIsOneEventOnlyOnce() throws IOException {
    Assessment found =
        new ExportForTest()
            .part("a")
            .event("same", draft("x", "u", DAY))
            .part("b")
            .event("same", draft("x", "u", DAY))
            .event("same", draft("x", "u", DAY))
            .assess(folder);
    assertThat(found.equalAcrossFiles()).isEqualTo(1);
    assertThat(found.repeatedRecords()).isEqualTo(1);
  }

  @Test
  void aRecordThatMakesSeveralEventsCountsOnce() throws IOException {
    Assessment found =
        new ExportForTest()
            .part("a")
            .event("same", draft("x", "u", DAY), draft("y", "u", DAY))
            .event("same", draft("x", "u", DAY), draft("y", "u", DAY))
            .assess(folder);
    assertThat(found.events()).isEqualTo(4);
    assertThat(found.repeatedRecords()).isEqualTo(1);
  }

  @Test
  void anyStartAndAnyOrderOfFilesGivesTheSameAnswers() throws IOException {
    long seed = 12;
    System.out.println("seed " + seed);
    SplittableRandom random = new SplittableRandom(seed);
    ExportForTest export = new ExportForTest();
    Map<Position, Long> expected = new HashMap<>();
    List<Position> positions = new ArrayList<>();
    for (int part = 0; part < 4; part++) {
      export.part("p" + part);
      Map<String, Long> seen = new HashMap<>();
      for (int i = 0; i < 8_000; i++) {
        String line = "line " + random.nextInt(part == 2 ? 1_000_000 : 3_000);
        export.event(line, draft("x", "u", DAY));
        Position position = export.parts().get(part).lines().get(i).record().position();
        expected.put(position, seen.merge(line, 1L, Long::sum) - 1);
        positions.add(position);
      }
    }
    export.assess(folder);

    Path file = folder.resolve("repeats.bin");
    assertThat(Files.size(file) / PlacedNumbers.ENTRY_BYTES)
        .isEqualTo(expected.values().stream().filter(k -> k > 0).count());
    try (RepeatsReader jumping = new RepeatsReader(file)) {
      for (int round = 0; round < 50; round++) {
        int start = random.nextInt(positions.size());
        int end = Math.min(positions.size(), start + random.nextInt(5_000));
        try (RepeatsReader fresh = new RepeatsReader(file)) {
          for (Position position : positions.subList(start, end)) {
            assertThat(fresh.occurrence(position)).isEqualTo(expected.get(position));
            assertThat(jumping.occurrence(position)).isEqualTo(expected.get(position));
          }
        }
      }
    }
  }

  @Test
  void aFileCutShortIsRefused() throws IOException {
    Path file = folder.resolve("cut.bin");
    Files.write(file, new byte[PlacedNumbers.ENTRY_BYTES + 3]);
    assertThatExceptionOfType(IOException.class)
        .isThrownBy(() -> new RepeatsReader(file))
        .withMessageContaining("cut.bin");
  }

  private static Position at(int part, long offset) {
    return new Position(part, 1, offset, 4);
  }
}
