package dev.headgate.assess;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headgate.source.Decoded;
import dev.headgate.source.EventDraft;
import dev.headgate.source.RawRecord;
import dev.headgate.source.RecordFormat.RecordDecoder;
import dev.headgate.source.RejectReason;
import dev.headgate.source.SourceFault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AssessorFeedTest {
  @TempDir Path folder;

  private final List<String> rejected = new ArrayList<>();

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 5})
  void theAssessmentIsTheSameWhoeverCounts(int threads) throws IOException, SourceFault {
    ExportForTest export = new ExportForTest();
    List<String> expected = new ArrayList<>();
    for (int part = 0; part < 3; part++) {
      export.part("part " + part);
      for (int i = 0; i < 5_000; i++) {
        if (i % 17 == 0) {
          export.line("{", new Decoded.Rejected(RejectReason.NOT_JSON, "line " + (i + 1)));
          expected.add("part " + part + ":" + (i + 1) + " line " + (i + 1));
        } else {
          export.event("line " + i % 4_900, draft(i));
        }
      }
    }
    export.part("nothing in it");

    Assessment fed;
    try (AssessorFeed feed = feed(threads)) {
      int index = 0;
      for (ExportForTest.Part part : export.parts()) {
        IdentityHashMap<RawRecord, Decoded> decoded = decoded(part);
        feed.startPart(index++, part.name(), 1_000, () -> from(decoded));
        for (ExportForTest.Line line : part.lines()) {
          feed.add(line.record());
        }
        feed.endPart(export.pin(part), part.lines().size());
      }
      fed =
          feed.finish(
                  folder.resolve("repeats.fed"),
                  folder.resolve("pairs.fed"),
                  folder.resolve("sketch.fed"))
              .assessment();
    }

    assertThat(fed).isEqualTo(export.assess(folder));
    assertThat(folder.resolve("repeats.fed")).hasSameBinaryContentAs(folder.resolve("repeats.bin"));
    assertThat(folder.resolve("sketch.fed"))
        .hasSameBinaryContentAs(folder.resolve("records.sketch"));
    assertThat(rejected).as("in their order").isEqualTo(expected);
  }

  @Test
  void aFaultOfAnAssessorComesBack() throws IOException, SourceFault {
    ExportForTest export = new ExportForTest().part("a").part("b").event("1", draft(1));
    ExportForTest.Part second = export.parts().get(1);
    IdentityHashMap<RawRecord, Decoded> decoded = decoded(second);
    try (AssessorFeed feed = feed(2)) {
      feed.startPart(0, "a", 1, () -> from(decoded));
      feed.add(second.lines().getFirst().record());
      assertThatIllegalArgumentException().isThrownBy(() -> feed.endPart(export.pin(second), 1));
    }
  }

  @Test
  void aFaultOfADecoderEndsThePartBeforeItStarts() throws IOException {
    SourceFault fault =
        new SourceFault(SourceFault.Kind.WRONG_INPUT, "no such column", "a", "mend it");
    try (AssessorFeed feed = feed(2)) {
      assertThatThrownBy(() ->
              feed.startPart(
                  0,
                  "a",
                  1,
                  () -> {
                    throw fault;
                  }))
          .isSameAs(fault);
    }
  }

  private AssessorFeed feed(int threads) throws IOException {
    List<Assessor> assessors = new ArrayList<>();
    for (int i = 0; i < threads; i++) {
      Path own = Files.createDirectories(folder.resolve("assessor-" + i));
      assessors.add(ExportForTest.assessor(own, Assessor.DEFAULT_MEMORY_BYTES / threads, false));
    }
    return new AssessorFeed(
        assessors,
        (part, record, verdict) ->
            rejected.add(part + ":" + record.position().line() + " " + verdict.detail()));
  }

  private static RecordDecoder from(IdentityHashMap<RawRecord, Decoded> decoded) {
    return record -> Objects.requireNonNull(decoded.get(record));
  }

  private static IdentityHashMap<RawRecord, Decoded> decoded(ExportForTest.Part part) {
    IdentityHashMap<RawRecord, Decoded> decoded = new IdentityHashMap<>();
    part.lines().forEach(line -> decoded.put(line.record(), line.decoded()));
    return decoded;
  }

  private static EventDraft draft(int i) {
    return ExportForTest.draft("x", "user " + i % 700, "2024-03-01T10:00:0" + i % 7 + "Z");
  }
}
