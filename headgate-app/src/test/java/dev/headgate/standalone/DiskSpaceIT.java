package dev.headgate.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DiskSpaceIT {
  @Test
  void asksTheDiskOfAFolder(@TempDir Path folder) throws IOException {
    DiskSpace space = DiskSpace.of(folder);
    assertThat(space.where()).isEqualTo(folder);
    assertThat(space.usableBytes()).isPositive().isLessThanOrEqualTo(space.totalBytes());
  }
}
