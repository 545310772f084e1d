package dev.headgate.eventlog;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class BacklogTest {
  private final Backlog backlog = new Backlog();

  @Test
  void eventsAreCountedHoweverManyARecordHolds() {
    assertThat(backlog.events(0, 0, 0)).isZero();
    assertThat(backlog.events(10, 4_000, 0)).isEqualTo(4_000);
    assertThat(backlog.events(5, 4_000, 2_500)).isEqualTo(1_500);
    // Small requests since: a record of one event each.
    assertThat(backlog.events(20, 4_020, 4_000)).isEqualTo(20);
    assertThat(backlog.events(0, 4_020, 4_020)).isZero();
  }

  @Test
  void whatTheLogHeldBeforeIsKnownOnceItIsEmpty() {
    assertThat(backlog.events(300, 0, 0)).isEqualTo(300);
    assertThat(backlog.events(100, 50, 9_000)).isEqualTo(100);
    assertThat(backlog.events(0, 50, 20_000)).isZero();
    assertThat(backlog.events(1, 170, 20_000)).isEqualTo(120);
  }

  @Test
  void whatWasHandedOverAndNotHeardOfIsNoDebt() {
    backlog.events(0, 0, 0);
    assertThat(backlog.events(3, 100, 600)).isEqualTo(3);
    assertThat(backlog.events(0, 100, 620)).isZero();
    assertThat(backlog.events(1, 150, 620)).isEqualTo(50);
  }
}
