package dev.headgate.store.postgresql;

import java.util.Locale;

/// Locks that all programs on one schema share. They are no rows: the server gives them up when the
/// connection that holds them ends, however it ends, so nobody has to wait for the dead.
enum Locks {
  /// Held by who makes the tables.
  LAYOUT,

  /// Held by who folds: one at a time.
  FOLD,

  /// Shared by those who add facts; held alone by a reader, for the moment in which it begins.
  FACTS;

  private final String key;

  Locks() {
    key =
        "(hashtext('headgate "
            + name().toLowerCase(Locale.ROOT)
            + "'), hashtext(current_schema()))";
  }

  /// Takes it until the transaction ends.
  String forTransaction() {
    return "SELECT pg_advisory_xact_lock" + key;
  }

  /// Takes it until it is released.
  String take() {
    return "SELECT pg_advisory_lock" + key;
  }

  String release() {
    return "SELECT pg_advisory_unlock" + key;
  }

  /// Takes it until it is released, beside others who share it.
  String takeShared() {
    return "SELECT pg_advisory_lock_shared" + key;
  }

  String releaseShared() {
    return "SELECT pg_advisory_unlock_shared" + key;
  }
}
