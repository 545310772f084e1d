package dev.headgate.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.eventlog.Lane;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class DivertedPaceTest {
  private static final int FULL = 4_000;

  private final AtomicLong nanos = new AtomicLong(5);
  private final DivertedPace pace = new DivertedPace(nanos::get);

  /// Reads as a reader does, in so many seconds.
  private long readIn(int seconds, boolean alone, int record) {
    long read = 0;
    for (int poll = 0; poll < seconds * 20; poll++) {
      nanos.addAndGet(50_000_000);
      int most = pace.most(Lane.DIVERTED, FULL, alone);
      int brought = Math.ceilDiv(most, record) * record;
      pace.read(Lane.DIVERTED, brought);
      read += brought;
    }
    return read;
  }

  @Test
  void byItselfAShareThatIsWholeWhereItIsAlone() {
    assertThat(pace.most(Lane.DIVERTED, FULL, true)).isEqualTo(FULL);
    assertThat(pace.most(Lane.DIVERTED, FULL, false)).isEqualTo(FULL / 8);
  }

  @Test
  void atFullSpeedItReadsAsIfItWereAlone() {
    pace.fullSpeed(true);
    assertThat(pace.most(Lane.DIVERTED, FULL, false)).isEqualTo(FULL);
  }

  @Test
  void slowedItReadsAtThatRateHoweverLongRecordsAre() {
    pace.slowTo(100);
    pace.fullSpeed(true);
    assertThat(readIn(60, true, 1)).isBetween(5_990L, 6_110L);
    assertThat(readIn(60, false, 500)).isBetween(5_400L, 6_600L);
    assertThat(readIn(60, false, 1)).isBetween(5_400L, 6_600L);
    pace.slowTo(0.5);
    readIn(60, true, 1);
    assertThat(readIn(60, true, 1)).isBetween(29L, 31L);
  }

  @Test
  void whatWasNotReadIsNotMadeUpFor() {
    pace.slowTo(100);
    nanos.addAndGet(3_600_000_000_000L);
    assertThat(pace.most(Lane.DIVERTED, FULL, true)).isEqualTo(100);
  }

  @Test
  void otherLanesAreNotHeld() {
    pace.slowTo(1);
    for (Lane lane : new Lane[] {Lane.LIVE, Lane.HISTORICAL}) {
      assertThat(pace.most(lane, FULL, false)).isEqualTo(FULL);
      pace.read(lane, FULL);
    }
    assertThat(pace.most(Lane.LOAD_TEST, FULL, false)).isEqualTo(FULL / 2);
  }
}
