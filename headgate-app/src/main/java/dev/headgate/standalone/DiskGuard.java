package dev.headgate.standalone;

import java.util.Locale;

/// Says when there is too little free disk to go on: a broker on a full disk ends its process.
/// Stops below the floor and goes on a quarter above it, so that it does not flutter at the edge.
/// Pure: {@link DiskSpace} reads the disk.
///
/// @param floorBytes free space below which nothing is taken or sent
/// @param resumeBytes free space from which it goes on
public record DiskGuard(long floorBytes, long resumeBytes) {
  /// The floor of a large disk.
  public static final long MAX_DEFAULT_FLOOR_BYTES = 1L << 30;

  /// The floor of a small one: what the engines may still write between two looks at the disk.
  public static final long MIN_DEFAULT_FLOOR_BYTES = 64L << 20;

  private static final int DEFAULT_SHARE = 20;

  public DiskGuard {
    if (floorBytes < 0 || resumeBytes < floorBytes) {
      throw new IllegalArgumentException(
          "a floor is not negative, and it goes on above it: " + floorBytes + ", " + resumeBytes);
    }
  }

  /// A stated floor.
  public static DiskGuard atFloor(long floorBytes) {
    return new DiskGuard(floorBytes, floorBytes + floorBytes / 4);
  }

  /// The floor for a disk of this size: a twentieth of it, at least 64 MiB, at most 1 GiB.
  public static DiskGuard forDiskOf(long totalBytes) {
    return atFloor(
        Math.clamp(totalBytes / DEFAULT_SHARE, MIN_DEFAULT_FLOOR_BYTES, MAX_DEFAULT_FLOOR_BYTES));
  }

  /// What the guard says, given what it said before.
  public Verdict look(Verdict before, DiskSpace space) {
    long needed =
        switch (before) {
          case Room _ -> floorBytes;
          case TooFull _ -> resumeBytes;
        };
    if (space.usableBytes() >= needed) {
      return new Room();
    }
    return new TooFull(
        "only " + mebibytes(space.usableBytes()) + " are free on the disk of " + space.where(),
        "make room: it goes on by itself from "
            + mebibytes(resumeBytes)
            + " free on, or state another floor with HEADGATE_DISK_FLOOR_MB");
  }

  private static String mebibytes(long bytes) {
    return String.format(Locale.ROOT, "%,d MiB", bytes >> 20);
  }

  /// What the guard says.
  public sealed interface Verdict {}

  public record Room() implements Verdict {}

  public record TooFull(String what, String next) implements Verdict {}
}
