package dev.headgate.assess;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.headgate.source.EventDraft;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AssessorFeedTest {
  @TempDir Path folder;

  @Test
  void theAssessmentIsTheSameAsWithoutAThreadOfItsOwn() throws IOException {
    ExportForTest export = new ExportForTest();
    for (int part = 0; part < 3; part++) {
      export.part("part " + part);
      for (int i = 0; i < 5_000; i++) {
        export.event("line " + i % 4_900, draft(i));
      }
    }
    Assessment fed;
    try (Assessor assessor = assessor();
        AssessorFeed feed = new AssessorFeed(assessor)) {
      for (ExportForTest.Part part : export.parts()) {
        assessor.startPart(part.lines().getFirst().record().position().part(), part.name(), 1_000);
        for (ExportForTest.Line line : part.lines()) {
          feed.add(line.record(), line.decoded());
        }
        feed.drain();
        assessor.endPart(export.pin(part), part.lines().size());
      }
      fed =
          assessor
              .finish(
                  folder.resolve("repeats.fed"),
                  folder.resolve("pairs.fed"),
                  folder.resolve("sketch.fed"))
              .assessment();
    }
    assertThat(fed).isEqualTo(export.assess(folder));
    assertThat(folder.resolve("repeats.fed")).hasSameBinaryContentAs(folder.resolve("repeats.bin"));
    assertThat(folder.resolve("sketch.fed"))
        .hasSameBinaryContentAs(folder.resolve("records.sketch"));
  }

  @Test
  void aFaultOfTheAssessorComesBack() throws IOException {
    ExportForTest export = new ExportForTest().part("a").part("b").event("1", draft(1));
    ExportForTest.Line ofSecondPart = export.parts().get(1).lines().get(0);
    try (Assessor assessor = assessor();
        AssessorFeed feed = new AssessorFeed(assessor)) {
      assessor.startPart(0, "a", 1);
      feed.add(ofSecondPart.record(), ofSecondPart.decoded());
      assertThatIllegalArgumentException().isThrownBy(feed::drain);
    }
  }

  private Assessor assessor() {
    return new Assessor(
        folder,
        "test lines",
        new Md5RecordHash(),
        InstantSource.fixed(ExportForTest.NOW),
        Assessor.DEFAULT_MEMORY_BYTES,
        false);
  }

  private static EventDraft draft(int i) {
    return ExportForTest.draft("x", "user " + i % 700, "2024-03-01T10:00:00Z");
  }
}
