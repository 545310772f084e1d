package dev.headgate.eventlog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.event.DistinctId;
import dev.headgate.event.Event;
import dev.headgate.event.EventId;
import dev.headgate.event.JsonBytes;
import dev.headgate.event.ProjectId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SpreadIdsTest {
  private static final DistinctId HOT = new DistinctId("hot");
  private static final int PARTITIONS = 8;

  private Instant now = Instant.parse("2026-01-01T00:00:00Z");
  private boolean drained;
  private final List<SpreadId> recorded = new ArrayList<>();
  private final SpreadIds ids = spreadIds(true);

  private SpreadIds spreadIds(boolean on) {
    return new SpreadIds(PARTITIONS, on, () -> now, () -> drained, recorded::add);
  }

  private static int partitions(SpreadIds ids, Lane lane) {
    return ids.partitionsOf(lane, ProjectId.DEFAULT, HOT);
  }

  /// Enough events for two looks at who is hot; the first may see some of the traffic before.
  private void traffic(double shareOfHot, long seed) {
    Random random = new Random(seed);
    int events = SpreadIds.WINDOW * SpreadIds.SAMPLE * 9 / 4;
    for (int i = 0; i < events; i++) {
      DistinctId id =
          random.nextDouble() < shareOfHot ? HOT : new DistinctId("u" + random.nextInt(50_000));
      Event event =
          new Event(
              new EventId(random.nextLong(), random.nextLong()), "e", id, 0, JsonBytes.of("{}"));
      ids.note(Lane.LIVE, List.of(new CapturedEvent(ProjectId.DEFAULT, 0, event)));
    }
  }

  @Test
  void anImportsHotIdUsesSeveralPartitionsUntilTheImportHasEndedAndAllIsStored() {
    ids.spreadForImport(ProjectId.DEFAULT, HOT, 0.6, 3);
    ids.spreadForImport(ProjectId.DEFAULT, new DistinctId("warm"), 0.04, 3);
    assertThat(partitions(ids, Lane.HISTORICAL)).isEqualTo(PARTITIONS);
    assertThat(partitions(ids, Lane.LIVE)).isEqualTo(1);
    assertThat(ids.list()).hasSize(1);
    ids.letGo(3);
    assertThat(partitions(ids, Lane.HISTORICAL)).isEqualTo(PARTITIONS);
    now = now.plus(Duration.ofSeconds(2));
    drained = true;
    assertThat(ids.list()).isEmpty();
    assertThat(partitions(ids, Lane.HISTORICAL)).isEqualTo(1);
    assertThat(recorded).hasSize(2);
    assertThat(recorded.getLast().until()).contains(now);
    assertThat(recorded.getFirst().reason())
        .isEqualTo("60.0 % of the events of import 3, by its assessment");
  }

  @Test
  void anIdOfTwoImportsStaysSpreadUntilBothHaveEnded() {
    ids.spreadForImport(ProjectId.DEFAULT, HOT, 0.6, 3);
    ids.spreadForImport(ProjectId.DEFAULT, HOT, 0.3, 4);
    drained = true;
    ids.letGo(3);
    now = now.plus(Duration.ofSeconds(2));
    assertThat(ids.list()).hasSize(1);
    ids.letGo(4);
    now = now.plus(Duration.ofSeconds(2));
    assertThat(ids.list()).isEmpty();
  }

  @Test
  void whatIsHotInTheTrafficIsFoundAndLetGoWhenItHasCooled() {
    drained = true;
    traffic(0.1, 1);
    assertThat(ids.list()).as("below a partition's average").isEmpty();
    traffic(0.3, 2);
    assertThat(partitions(ids, Lane.LIVE)).isBetween(3, 5);
    assertThat(ids.list().getFirst().found()).isTrue();
    traffic(0.1, 3);
    assertThat(partitions(ids, Lane.LIVE)).as("cooler, but not yet cool").isBetween(3, 5);
    traffic(0.01, 4);
    assertThat(partitions(ids, Lane.LIVE)).isEqualTo(1);
  }

  @Test
  void whatSomebodyAskedForStaysWhateverTheTraffic() {
    drained = true;
    ids.spreadOnRequest(Lane.LIVE, ProjectId.DEFAULT, HOT, 20, "a load test");
    traffic(0, 5);
    assertThat(partitions(ids, Lane.LIVE)).isEqualTo(PARTITIONS);
    ids.letGo(Lane.LIVE, ProjectId.DEFAULT, HOT);
    assertThat(partitions(ids, Lane.LIVE)).isEqualTo(1);
  }

  @Test
  void afterARestartWhatNobodyTakesUpAgainComesBack() {
    ids.spreadForImport(ProjectId.DEFAULT, HOT, 0.6, 3);
    ids.spreadForImport(ProjectId.DEFAULT, new DistinctId("of one that goes on"), 0.6, 4);
    ids.spreadOnRequest(
        Lane.HISTORICAL, ProjectId.DEFAULT, new DistinctId("asked for"), 2, "a load test");
    SpreadIds restarted = spreadIds(true);
    restarted.restore(ids.list());
    assertThat(partitions(restarted, Lane.HISTORICAL)).isEqualTo(PARTITIONS);
    restarted.spreadForImport(ProjectId.DEFAULT, new DistinctId("of one that goes on"), 0.6, 4);
    drained = true;
    assertThat(restarted.list().stream().map(each -> each.id().value()))
        .containsExactlyInAnyOrder("of one that goes on", "asked for");
  }

  @Test
  void switchedOffNothingIsSpread() {
    SpreadIds off = spreadIds(false);
    off.spreadForImport(ProjectId.DEFAULT, HOT, 0.6, 3);
    off.spreadOnRequest(Lane.LIVE, ProjectId.DEFAULT, HOT, 4, "");
    assertThat(off.list()).isEmpty();
  }

  @Test
  void copiesOfAnEventShareAPartitionAndOthersUseAllOfThem() {
    Random random = new Random(6);
    int[] events = new int[PARTITIONS];
    for (int i = 0; i < 4_000; i++) {
      EventId uuid = new EventId(random.nextLong(), random.nextLong());
      int partition = Locality.partition(6, uuid, 4, PARTITIONS);
      assertThat(Locality.partition(6, uuid, 4, PARTITIONS)).isEqualTo(partition);
      events[partition]++;
    }
    assertThat(events[6]).isBetween(850, 1_150);
    assertThat(events[7]).isBetween(850, 1_150);
    assertThat(events[0]).isBetween(850, 1_150);
    assertThat(events[1]).isBetween(850, 1_150);
    assertThat(events[2]).isZero();
  }
}
