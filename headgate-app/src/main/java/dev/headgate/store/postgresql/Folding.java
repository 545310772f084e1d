package dev.headgate.store.postgresql;

import java.sql.Connection;
import java.sql.SQLException;

/// Computes persons anew, step by step, on two connections: while one computes and writes a step,
/// the other reads the next.
///
/// ```
/// reading   1 | 2 | 3 ..
/// writing       1 | 2 ..
/// ```
///
/// A step that is read while the one before is being written may not see what that writes. It need
/// not, as long as the two have no id in common: then they are different persons. If they have (a
/// merge between them was added meanwhile), the later step is read again after the earlier one is
/// written.
final class Folding {
  private final ComponentReader reader;
  private final ComponentFolder folder;
  private final int seeds;

  /// @param writing holds the lock of who folds: it ends with its connection
  /// @param seeds marks that a step begins with
  Folding(Connection writing, Connection reading, int idLimit, int seeds) {
    this.reader = new ComponentReader(reading, seeds);
    this.folder = new ComponentFolder(writing, idLimit);
    this.seeds = seeds;
  }

  /// At most so many steps, each committed; false if nothing was dirty.
  boolean run(int steps) throws SQLException {
    try (Beside beside = new Beside("headgate-fold")) {
      FoldStep before = FoldStep.NOTHING;
      Beside.Begun written = beside.begin(() -> {});
      for (int i = 0; i < steps; i++) {
        FoldStep next = reader.next(before);
        written.await();
        FoldStep step = next.meets(before) ? reader.again() : next;
        written = beside.begin(() -> folder.write(step));
        before = step;
        if (step.seeds() < seeds) {
          written.await();
          return i > 0 || step.seeds() > 0;
        }
      }
      written.await();
      return true;
    }
  }
}
