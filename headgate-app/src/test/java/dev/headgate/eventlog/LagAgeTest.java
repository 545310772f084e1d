package dev.headgate.eventlog;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LagAgeTest {
  private static final Instant NOON = Instant.parse("2026-11-26T12:00:00Z");
  private static final Partition LIVE = new Partition(Lane.LIVE, 0);
  private static final Partition OTHER_LIVE = new Partition(Lane.LIVE, 1);
  private static final Partition HISTORICAL = new Partition(Lane.HISTORICAL, 0);

  private final LagAge age = new LagAge(Lane.LIVE);

  private Duration look(int second, Map<Partition, Long> ends, Map<Partition, Long> committed) {
    return age.look(NOON.plusSeconds(second), ends, committed);
  }

  @Test
  void nothingIsOldWhereAllIsStored() {
    assertThat(look(0, Map.of(LIVE, 5L), Map.of(LIVE, 5L))).isZero();
    assertThat(look(60, Map.of(LIVE, 9L), Map.of(LIVE, 9L))).isZero();
  }

  @Test
  void aRecordIsAsOldAsTheLookThatDidNotFindIt() {
    look(0, Map.of(LIVE, 5L), Map.of(LIVE, 5L));
    assertThat(look(1, Map.of(LIVE, 6L), Map.of(LIVE, 5L))).isEqualTo(Duration.ofSeconds(1));
    assertThat(look(2, Map.of(LIVE, 8L), Map.of(LIVE, 5L))).isEqualTo(Duration.ofSeconds(2));
    assertThat(look(3, Map.of(LIVE, 9L), Map.of(LIVE, 6L))).isEqualTo(Duration.ofSeconds(2));
    assertThat(look(4, Map.of(LIVE, 9L), Map.of(LIVE, 8L))).isEqualTo(Duration.ofSeconds(2));
    assertThat(look(5, Map.of(LIVE, 9L), Map.of(LIVE, 9L))).isZero();
    assertThat(look(6, Map.of(LIVE, 10L), Map.of(LIVE, 9L))).isEqualTo(Duration.ofSeconds(1));
  }

  @Test
  void everyPartitionCounts() {
    look(0, Map.of(LIVE, 1L, OTHER_LIVE, 1L), Map.of(LIVE, 1L, OTHER_LIVE, 1L));
    look(1, Map.of(LIVE, 2L, OTHER_LIVE, 2L), Map.of(LIVE, 2L, OTHER_LIVE, 1L));
    assertThat(look(9, Map.of(LIVE, 7L, OTHER_LIVE, 2L), Map.of(LIVE, 7L, OTHER_LIVE, 1L)))
        .isEqualTo(Duration.ofSeconds(9));
  }

  @Test
  void otherLanesDoNot() {
    look(0, Map.of(LIVE, 1L, HISTORICAL, 1L), Map.of(LIVE, 1L));
    assertThat(look(9, Map.of(LIVE, 1L, HISTORICAL, 7L), Map.of(LIVE, 1L))).isZero();
  }

  @Test
  void whatWasThereAtTheFirstLookIsAsOldAsThat() {
    assertThat(look(0, Map.of(LIVE, 5L), Map.of())).isZero();
    assertThat(look(3, Map.of(LIVE, 5L), Map.of())).isEqualTo(Duration.ofSeconds(3));
  }
}
