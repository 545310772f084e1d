package dev.headgate.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.event.DistinctId;
import dev.headgate.event.ProjectId;
import dev.headgate.eventlog.Lane;
import dev.headgate.eventlog.SpreadId;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SpreadFileIT {
  private static final Instant SINCE = Instant.parse("2026-01-01T00:00:00Z");

  @TempDir Path folder;

  private static SpreadId spread(String id, Optional<Instant> until) {
    return new SpreadId(
        Lane.HISTORICAL, ProjectId.DEFAULT, new DistinctId(id), 4, 2, false, "why", SINCE, until);
  }

  @Test
  void aRecordThatCannotBeWrittenStopsNobody() throws Exception {
    Path path = Files.createDirectory(folder.resolve("spread-ids.jsonl"));
    new SpreadFile(path).add(spread("hot", Optional.empty()));
    assertThat(path).isEmptyDirectory();
  }

  @Test
  void whatHasNotEndedIsOpenAlsoAfterACrashInTheMiddleOfALine() throws Exception {
    Path path = folder.resolve("spread-ids.jsonl");
    SpreadFile file = new SpreadFile(path);
    assertThat(file.open()).isEmpty();
    SpreadId stays = spread("ü \"quoted\"", Optional.empty());
    file.add(stays);
    file.add(spread("ends", Optional.empty()));
    file.add(spread("ends", Optional.of(SINCE.plusSeconds(5))));
    Files.writeString(path, "{\"lane\":\"LI", StandardOpenOption.APPEND);
    assertThat(file.open()).containsExactly(stays);
  }
}
