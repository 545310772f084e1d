package dev.headgate.store.postgresql;

import dev.headgate.store.PersonStore;
import dev.headgate.store.PersonStoreContract;

/// The contract again, with so few marks in a step of folding that many steps follow each other,
/// one being read while the one before is written.
class PostgresSmallStepsIT extends PersonStoreContract {
  private static final int MARKS = 3;

  private final PostgresServer server = PostgresServer.shared();

  @Override
  protected PersonStore create(int idLimit) throws Exception {
    return PostgresPersonStore.open(server.emptySchema(), idLimit, MARKS);
  }
}
