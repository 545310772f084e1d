package dev.headgate.standalone;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/// Looks at the free space of the data directory's disk, at most every few hundred milliseconds,
/// because a broker on a full disk ends its JVM.
final class DiskWatch {
  /// A floor in MiB that stands instead of the default, for small disks.
  static final String FLOOR_VARIABLE = "HEADGATE_DISK_FLOOR_MB";

  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(250);

  private final Path folder;
  private final InstantSource clock;
  private final Optional<DiskGuard> stated;
  private DiskGuard.Verdict verdict = new DiskGuard.Room();
  private Instant looked = Instant.EPOCH;

  DiskWatch(Path folder, Optional<DiskGuard> stated, InstantSource clock) {
    this.folder = folder;
    this.stated = stated;
    this.clock = clock;
  }

  static Optional<DiskGuard> statedInEnvironment() {
    return Optional.ofNullable(System.getenv(FLOOR_VARIABLE))
        .map(megabytes -> DiskGuard.atFloor(Long.parseLong(megabytes) << 20));
  }

  /// What is wrong and what to do, while there is too little room.
  synchronized Optional<DiskGuard.TooFull> tooFull() {
    Instant now = clock.instant();
    if (Duration.between(looked, now).compareTo(BETWEEN_LOOKS) > 0) {
      looked = now;
      try {
        DiskSpace space = DiskSpace.of(folder);
        verdict =
            stated.orElseGet(() -> DiskGuard.forDiskOf(space.totalBytes())).look(verdict, space);
      } catch (IOException e) {
        verdict =
            new DiskGuard.TooFull(
                "the free space of " + folder + " cannot be read: " + e.getMessage(),
                "See that the data directory is there.");
      }
    }
    return verdict instanceof DiskGuard.TooFull full ? Optional.of(full) : Optional.empty();
  }
}
