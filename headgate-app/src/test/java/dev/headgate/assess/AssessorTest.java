package dev.headgate.assess;

import static dev.headgate.assess.ExportForTest.draft;
import static dev.headgate.assess.ExportForTest.withUuid;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.tuple;

import dev.headgate.assess.Assessment.DayCount;
import dev.headgate.assess.Assessment.Hazard;
import dev.headgate.assess.Assessment.IdCount;
import dev.headgate.assess.Assessment.Merges;
import dev.headgate.assess.Assessment.SourceSummary;
import dev.headgate.assess.Assessment.TypeCount;
import dev.headgate.source.Decoded;
import dev.headgate.source.RejectReason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AssessorTest {
  private static final String DAY = "2024-03-01T10:00:00Z";

  @TempDir Path folder;

  @Test
  void countsEveryKindOfLine() throws IOException {
    Assessment found =
        new ExportForTest()
            .part("a.jsonl")
            .event("1", draft("view", "ann", "2024-03-02T00:00:00Z"))
            .line("", new Decoded.Blank())
            .line("comment", new Decoded.NoEvent())
            .line("{", new Decoded.Rejected(RejectReason.NOT_JSON, "ends too early"))
            .line("[]", new Decoded.Rejected(RejectReason.NOT_AN_OBJECT, "an array"))
            .line("{{", new Decoded.Rejected(RejectReason.NOT_JSON, "ends too early"))
            .part("b.jsonl")
            .event(
                "22",
                draft("buy", "bob", "2024-03-01T23:59:59.999999Z"),
                draft("view", "bob", "2024-03-01T00:00:00Z"))
            .assess(folder);

    assertThat(found.format()).isEqualTo("test lines");
    assertThat(found.lines()).isEqualTo(7);
    assertThat(found.records()).isEqualTo(6);
    assertThat(found.events()).isEqualTo(3);
    assertThat(found.blankLines()).isEqualTo(1);
    assertThat(found.noEvent()).isEqualTo(1);
    assertThat(found.rejected()).isEqualTo(3);
    assertThat(found.rejectedByReason())
        .containsExactly(Map.entry("not_json", 2L), Map.entry("not_an_object", 1L));
    assertThat(found.distinctIds()).isEqualTo(2);
    assertThat(found.topDistinctIds())
        .containsExactly(new IdCount("bob", 2, 2 / 3.0), new IdCount("ann", 1, 1 / 3.0));
    assertThat(found.eventTypeCount()).isEqualTo(2);
    assertThat(found.eventTypes())
        .extracting(TypeCount::event, TypeCount::events, TypeCount::bytes)
        .containsExactly(tuple("view", 2L, 2L), tuple("buy", 1L, 1L));
    assertThat(found.firstTimestamp()).contains("2024-03-01T00:00:00Z");
    assertThat(found.lastTimestamp()).contains("2024-03-02T00:00:00Z");
    assertThat(found.days())
        .containsExactly(new DayCount("2024-03-01", 2), new DayCount("2024-03-02", 1));
    assertThat(found.eventBytes()).isEqualTo(3);
    assertThat(found.largestEventBytes()).isEqualTo(2);
    assertThat(found.hazards()).isEmpty();
    assertThat(found.sources())
        .extracting(SourceSummary::name, SourceSummary::lines, SourceSummary::events)
        .containsExactly(tuple("a.jsonl", 6L, 1L), tuple("b.jsonl", 1L, 2L));
    assertThat(found.sources().get(1).firstTimestamp()).contains("2024-03-01T00:00:00Z");
    assertThat(found.sources().get(0).bytes()).isEqualTo(1_000);
  }

  @Test
  void anEmptyExportHasNothingInIt() throws IOException {
    Assessment found = new ExportForTest().part("empty.jsonl").assess(folder);
    assertThat(found.events()).isZero();
    assertThat(found.firstTimestamp()).isEmpty();
    assertThat(found.topDistinctIds()).isEmpty();
    assertThat(found.sources().get(0).firstTimestamp()).isEmpty();
    assertThat(found.hazards()).extracting(Hazard::kind).containsExactly("without_records");
    assertThat(Files.size(folder.resolve("repeats.bin"))).isZero();
    assertThat(Files.size(folder.resolve("records.sketch"))).isZero();
  }

  @Test
  void idsWithEqualCountsAreInCodePointOrder() throws IOException {
    ExportForTest export = new ExportForTest().part("a");
    List<String> ordered = List.of("Z", "a", "é", "\uFF5E", "\uD83D\uDE00");
    for (String id : ordered.reversed()) {
      export.event(id, draft("x", id, DAY));
    }
    assertThat(export.assess(folder).topDistinctIds())
        .extracting(IdCount::distinctId)
        .containsExactlyElementsOf(ordered);
  }

  @Test
  void onlyTheHundredLargestIdsAndTheThousandLargestTypesAreListed() throws IOException {
    ExportForTest export = new ExportForTest().part("a");
    for (int i = 0; i < 1_200; i++) {
      export.event("line " + i, draft("type " + i, "id " + i, DAY));
    }
    export.event("line", draft("type 1199", "id 1199", DAY));
    Assessment found = export.assess(folder);
    assertThat(found.distinctIds()).isEqualTo(1_200);
    assertThat(found.topDistinctIds()).hasSize(100);
    assertThat(found.topDistinctIds().get(0).distinctId()).isEqualTo("id 1199");
    assertThat(found.topDistinctIds().get(1).distinctId()).isEqualTo("id 0");
    assertThat(found.eventTypeCount()).isEqualTo(1_200);
    assertThat(found.eventTypes()).hasSize(1_000);
    assertThat(found.eventTypes().get(0))
        .extracting(TypeCount::event, TypeCount::events)
        .containsExactly("type 1199", 2L);
  }

  @Test
  void onlyEventsThatAskForAMergeAreCountedAsMerges() throws IOException {
    Assessment found =
        new ExportForTest()
            .part("a")
            .event("1", draft("$identify", "u", DAY, "{\"$anon_distinct_id\":\"anon-1\"}"))
            .event("2", draft("$identify", "u", DAY, "{\"$anon_distinct_id\":null}"))
            .event("3", draft("$identify", "u", DAY, "{\"alias\":\"x\"}"))
            .event("4", draft("$create_alias", "u", DAY, "{\"a\":{\"alias\":1},\"alias\":\"x\"}"))
            .event("5", draft("$create_alias", "u", DAY, "{\"alias\":\"\"}"))
            .event("6", draft("$create_alias", "u", DAY, "{\"alias\":\"x\",\"alias\":null}"))
            .event("7", draft("$merge_dangerously", "u", DAY, "{\"alias\":17}"))
            .event("8", draft("view", "u", DAY, "{\"alias\":\"x\"}"))
            .assess(folder);
    assertThat(found.merges()).isEqualTo(new Merges(2, 1, 1));
    assertThat(hazard(found, "illegal_merges").examples()).containsExactly("a:2");
  }

  @Test
  void mergesThatNameAPlaceholderAreAHazardAlsoWhenItIsEscaped() throws IOException {
    Assessment found =
        new ExportForTest()
            .part("a")
            .event("1", draft("$identify", "u", DAY, "{\"$anon_distinct_id\":\"\\u0067uest\"}"))
            .event("2", draft("$create_alias", "null", DAY, "{\"alias\":\"x\"}"))
            .event("3", draft("$create_alias", "u", DAY, "{\"alias\":true}"))
            .event("4", draft("$create_alias", "u", DAY, "{\"alias\":\"v\"}"))
            .assess(folder);
    assertThat(hazard(found, "illegal_merges").examples()).containsExactly("a:1", "a:2", "a:3");
    assertThat(hazard(found, "illegal_distinct_ids").examples()).containsExactly("a:2");
  }

  @Test
  void timesThatCannotBeRightAreHazardsWithTheirFirstPlaces() throws IOException {
    ExportForTest export = new ExportForTest().part("a.jsonl");
    for (int i = 0; i < 7; i++) {
      export.event("f" + i, draft("x", "u", "2025-06-01T00:00:00.000001Z"));
    }
    export.event("now", draft("x", "u", "2025-06-01T00:00:00Z"));
    export.part("b.jsonl");
    export.event("p", draft("x", "u", "1970-12-31T23:59:59.999999Z"));
    export.event("q", draft("x", "u", "1971-01-01T00:00:00Z"));
    Assessment found = export.assess(folder);
    assertThat(found.futureTimestamps()).isEqualTo(7);
    assertThat(found.before1971()).isEqualTo(1);
    assertThat(hazard(found, "future_timestamps").count()).isEqualTo(7);
    assertThat(hazard(found, "future_timestamps").examples())
        .containsExactly("a.jsonl:1", "a.jsonl:2", "a.jsonl:3", "a.jsonl:4", "a.jsonl:5");
    assertThat(hazard(found, "before_1971").examples()).containsExactly("b.jsonl:1");
  }

  @Test
  void aFileThatEndsTooEarlyIsAHazard() throws IOException {
    Assessment found =
        new ExportForTest()
            .truncatedPart("cut.jsonl.gz")
            .event("12", draft("x", "u", DAY))
            .assess(folder);
    assertThat(found.sources().get(0).truncated())
        .isEqualTo(Optional.of("ends at byte 3: unexpected end of data"));
    assertThat(hazard(found, "truncated").examples())
        .containsExactly("cut.jsonl.gz ends at byte 3: unexpected end of data");
  }

  @Test
  void aUuidThatAnEarlierEventHasIsADuplicateAlsoAcrossFiles() throws IOException {
    Assessment found =
        new ExportForTest()
            .part("a")
            .event("1", withUuid(draft("x", "u", DAY), 1))
            .event("2", withUuid(draft("x", "u", DAY), 2))
            .event("3", withUuid(draft("x", "v", DAY), 1))
            .part("b")
            .event("1", withUuid(draft("x", "u", DAY), 1), withUuid(draft("y", "u", DAY), 3))
            .assess(folder);
    assertThat(found.duplicateUuids()).isEqualTo(2);
    assertThat(hazard(found, "duplicate_uuids").examples()).containsExactly("a:3", "b:1");
    assertThat(found.repeatedRecords()).isZero();
    assertThat(found.equalAcrossFiles()).isZero();
  }

  @Test
  void nothingSpilledIsLeftBehindAlsoWhenTheAssessmentIsGivenUp() throws IOException {
    ExportForTest export = new ExportForTest().part("a");
    for (int i = 0; i < 5_000; i++) {
      export.event("line " + i, draft("x", "id " + i, DAY));
    }
    try (Assessor assessor = assessor(100_000)) {
      assessor.startPart(0, "a", 1);
      for (ExportForTest.Line line : export.parts().get(0).lines()) {
        assessor.add(line.record(), line.decoded());
      }
      assertThat(files()).isNotEmpty();
    }
    assertThat(files()).isEmpty();
    export.assess(folder, 100_000);
    assertThat(files()).containsExactly("pairs.bin", "records.sketch", "repeats.bin");
  }

  @Test
  void partsAreFedOneAfterAnother() throws IOException {
    ExportForTest export = new ExportForTest().part("a").part("b");
    export.event("1", draft("x", "u", DAY));
    ExportForTest.Line ofSecondPart = export.parts().get(1).lines().get(0);
    try (Assessor assessor = assessor(1 << 20)) {
      assertThatIllegalStateException()
          .isThrownBy(() -> assessor.add(ofSecondPart.record(), ofSecondPart.decoded()));
      assessor.startPart(0, "a", 1);
      assertThatIllegalStateException().isThrownBy(() -> assessor.startPart(1, "b", 1));
      assertThatIllegalArgumentException()
          .isThrownBy(() -> assessor.add(ofSecondPart.record(), ofSecondPart.decoded()));
      assertThatIllegalStateException()
          .isThrownBy(
              () -> assessor.finish(folder.resolve("r"), folder.resolve("p"), folder.resolve("s")));
    }
  }

  private Assessor assessor(int memoryBytes) {
    return new Assessor(
        folder,
        "test lines",
        new Md5RecordHash(),
        InstantSource.fixed(ExportForTest.NOW),
        memoryBytes,
        false);
  }

  private List<String> files() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  private static Hazard hazard(Assessment assessment, String kind) {
    return assessment.hazards().stream()
        .filter(hazard -> hazard.kind().equals(kind))
        .findFirst()
        .orElseThrow();
  }
}
