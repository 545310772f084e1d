package dev.headgate.assess;

import dev.headgate.source.IdentityPair;
import dev.headgate.source.Position;
import dev.headgate.source.RecordHash;
import dev.headgate.spill.ExternalCount;
import dev.headgate.spill.ExternalSort;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;

/// Finds of each identity pair the record where it stands first: the one of the earliest moment, of
/// several the one that comes first in the export. Exact for any number of pairs, by sorting
///
/// ```
/// device, hash (16) | user, hash (8) | moment (8) | part (4) | offset (6) | line (6) | index (4)
/// ```
///
/// so that the pairs of a device stand together, each led by its first record. A pair that was
/// added lately, at an earlier moment, is not added again: most records repeat one.
final class IdentityPairs implements AutoCloseable {
  private static final int DEVICE_BYTES = RecordHash.BYTES;
  private static final int MOMENT_AT = DEVICE_BYTES + 8;
  private static final int PLACE_AT = MOMENT_AT + 8;
  private static final int ROW_BYTES = PLACE_AT + 20;

  private static final int LATELY = 1 << 14;

  private final Path folder;
  private final RecordHash hash;
  private final ExternalSort rows;

  /// Keys are a user in UTF-8 and a device's hash: each pair once, with the user's name.
  private final ExternalCount users;

  private final Examples sharedDevices = new Examples();
  private final byte[] hashed = new byte[RecordHash.BYTES];
  private final ByteBuffer row = ByteBuffer.allocate(ROW_BYTES);
  private final long[] latelyDevice = new long[LATELY];
  private final long[] latelyUser = new long[LATELY];
  private final long[] latelyMoment = new long[LATELY];

  /// Where a pair stands first.
  interface FirstSink {
    void first(long timestampMicros, int part, long line) throws IOException;
  }

  /// Told of each pair once.
  interface UserSink {
    /// A pair, by its user's id.
    ///
    /// @param deviceHash of the pair's device, the whole array
    void user(String distinctId, byte[] deviceHash) throws IOException;
  }

  IdentityPairs(Path folder, RecordHash hash, int memoryBytes) {
    this.folder = folder;
    this.hash = hash;
    this.rows = new ExternalSort(folder, "pairs", ROW_BYTES, memoryBytes / 2);
    this.users = new ExternalCount(folder, "pair-users", memoryBytes / 2);
    Arrays.fill(latelyMoment, Long.MAX_VALUE);
  }

  /// Adds a pair of a record. Records are added in the order of the export.
  ///
  /// @param index of the pair within the record
  void add(IdentityPair pair, Position position, int index) throws IOException {
    byte[] user = pair.user().value().getBytes(StandardCharsets.UTF_8);
    byte[] device = pair.device().value().getBytes(StandardCharsets.UTF_8);
    hash.hash(user, 0, user.length, hashed, 0);
    long userHash = ByteBuffer.wrap(hashed).getLong();
    hash.hash(device, 0, device.length, hashed, 0);
    if (addedLately(ByteBuffer.wrap(hashed).getLong(), userHash, pair.timestampMicros())) {
      return;
    }
    row.clear().put(hashed).putLong(userHash).putLong(pair.timestampMicros() ^ Long.MIN_VALUE);
    row.putInt(position.part());
    row.putShort((short) (position.offset() >>> 32)).putInt((int) position.offset());
    row.putShort((short) (position.line() >>> 32)).putInt((int) position.line());
    row.putInt(index);
    rows.add(row.array());
    byte[] key = Arrays.copyOf(user, user.length + DEVICE_BYTES);
    System.arraycopy(hashed, 0, key, user.length, DEVICE_BYTES);
    users.add(key);
  }

  private boolean addedLately(long device, long user, long moment) {
    int slot = (int) (device ^ user) & (LATELY - 1);
    boolean same = latelyDevice[slot] == device && latelyUser[slot] == user;
    if (same && latelyMoment[slot] <= moment) {
      return true;
    }
    latelyDevice[slot] = device;
    latelyUser[slot] = user;
    latelyMoment[slot] = moment;
    return false;
  }

  /// Takes over the other one's pairs.
  void absorb(IdentityPairs other) throws IOException {
    rows.absorb(other.rows);
    users.absorb(other.users);
  }

  /// Tells of each pair once, and writes where it stands first, in the order of the export. Called
  /// once, after the last {@link #add}.
  ///
  /// @param pairsFile written: see {@link PairsReader}
  /// @return how many pairs there are
  long find(Path pairsFile, int memoryBytes, FirstSink firsts, UserSink eachUser)
      throws IOException {
    long pairs = 0;
    try (ExternalSort places =
        new ExternalSort(folder, "pair-places", PlacedNumbers.ENTRY_BYTES, memoryBytes)) {
      byte[] previous = new byte[0];
      Sharing sharing = new Sharing();
      try (ExternalSort.Sorted sorted = rows.sorted()) {
        while (sorted.next()) {
          byte[] found = sorted.row();
          if (same(previous, found, MOMENT_AT)) {
            continue;
          }
          pairs++;
          sharing.next(found, same(previous, found, DEVICE_BYTES));
          Row first = Row.of(found);
          firsts.first(first.moment, first.part, first.line);
          places.add(PlacedNumbers.entry(first.part, first.offset, first.index));
          previous = found;
        }
      }
      sharing.endDevice();
      PlacedNumbers.write(places, pairsFile);
    }
    try (ExternalCount.Counted counted = users.counted()) {
      while (counted.next()) {
        byte[] key = counted.key();
        int userBytes = key.length - DEVICE_BYTES;
        eachUser.user(
            new String(key, 0, userBytes, StandardCharsets.UTF_8),
            Arrays.copyOfRange(key, userBytes, key.length));
      }
    }
    return pairs;
  }

  private static boolean same(byte[] row, byte[] other, int bytes) {
    return row.length > 0 && Arrays.equals(row, 0, bytes, other, 0, bytes);
  }

  /// Devices that several users have; where the second of them, in time, stands first.
  Examples sharedDevices() {
    return sharedDevices;
  }

  private record Row(long moment, int part, long offset, long line, int index) {
    static Row of(byte[] row) {
      ByteBuffer in = ByteBuffer.wrap(row, MOMENT_AT, ROW_BYTES - MOMENT_AT);
      return new Row(
          in.getLong() ^ Long.MIN_VALUE, in.getInt(), long48(in), long48(in), in.getInt());
    }

    private static long long48(ByteBuffer in) {
      return (in.getShort() & 0xffffL) << 32 | (in.getInt() & 0xffff_ffffL);
    }
  }

  /// Follows the first records of one device after another, and keeps the two earliest of each.
  private final class Sharing {
    private byte[] earliest = new byte[0];
    private byte[] second = new byte[0];

    void next(byte[] row, boolean sameDevice) {
      if (!sameDevice) {
        endDevice();
      }
      if (earliest.length == 0 || isEarlier(row, earliest)) {
        second = earliest;
        earliest = row;
      } else if (second.length == 0 || isEarlier(row, second)) {
        second = row;
      }
    }

    void endDevice() {
      if (second.length > 0) {
        Row where = Row.of(second);
        sharedDevices.add(where.part, where.line);
      }
      earliest = new byte[0];
      second = new byte[0];
    }

    private static boolean isEarlier(byte[] row, byte[] other) {
      return Arrays.compareUnsigned(row, MOMENT_AT, ROW_BYTES, other, MOMENT_AT, ROW_BYTES) < 0;
    }
  }

  @Override
  public void close() throws IOException {
    try (rows;
        users) {
      Arrays.fill(latelyMoment, Long.MAX_VALUE);
    }
  }
}
