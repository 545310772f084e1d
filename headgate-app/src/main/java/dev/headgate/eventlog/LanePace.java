package dev.headgate.eventlog;

/// How much of each lane is read. Asked and told by the reader's thread; what it answers may be
/// changed by others.
public interface LanePace {
  /// Each lane its share.
  LanePace SHARES = (lane, full, alone) -> alone ? full : lane.besideOthers(full);

  /// How many events of a lane may be read now; a record more may be.
  ///
  /// @param full how many would be read at once of a lane that is alone
  /// @param alone whether no lane before it has brought anything
  /// @return 0: none now
  int most(Lane lane, int full, boolean alone);

  /// So many were read.
  default void read(Lane lane, int events) {}
}
