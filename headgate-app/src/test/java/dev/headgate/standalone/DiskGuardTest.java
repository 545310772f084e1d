package dev.headgate.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.standalone.DiskGuard.Room;
import dev.headgate.standalone.DiskGuard.TooFull;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DiskGuardTest {
  private static final long MIB = 1L << 20;
  private static final DiskGuard GUARD = DiskGuard.atFloor(100 * MIB);

  private static DiskGuard.Verdict look(DiskGuard.Verdict before, long freeMib) {
    return GUARD.look(before, new DiskSpace(Path.of("data"), 1_000 * MIB, freeMib * MIB));
  }

  @ParameterizedTest
  @CsvSource({"300, 64", "2000, 100", "10240, 512", "20480, 1024", "4000000, 1024"})
  void theFloorIsAShareOfTheDiskWithinBounds(long totalMib, long floorMib) {
    assertThat(DiskGuard.forDiskOf(totalMib * MIB).floorBytes()).isEqualTo(floorMib * MIB);
  }

  @Test
  void stopsBelowTheFloorAndGoesOnAboveIt() {
    assertThat(look(new Room(), 100)).isEqualTo(new Room());
    DiskGuard.Verdict full = look(new Room(), 99);
    assertThat(full)
        .isEqualTo(
            new TooFull(
                "only 99 MiB are free on the disk of data",
                "make room: it goes on by itself from 125 MiB free on, or state another floor with"
                    + " HEADGATE_DISK_FLOOR_MB"));
    assertThat(look(full, 110)).as("no flutter at the edge").isInstanceOf(TooFull.class);
    assertThat(look(full, 125)).isEqualTo(new Room());
  }

  @Test
  void aFloorOfNothingNeverStops() {
    assertThat(DiskGuard.atFloor(0).look(new Room(), new DiskSpace(Path.of("data"), 0, 0)))
        .isEqualTo(new Room());
  }
}
