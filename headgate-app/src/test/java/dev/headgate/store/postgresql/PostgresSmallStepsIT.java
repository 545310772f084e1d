package dev.headgate.store.postgresql;

import dev.headgate.event.DistinctId;
import dev.headgate.store.PersonStore;
import dev.headgate.store.PersonStoreContract;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The contract again, with so few marks in a step of folding that many steps follow each other,
/// one being read while the one before is written.
class PostgresSmallStepsIT extends PersonStoreContract {
  private static final int MARKS = 40;

  private final PostgresServer server = PostgresServer.shared();
  private @Nullable PostgresUrl last;

  @Override
  protected PersonStore create(int idLimit) throws Exception {
    PostgresUrl schema = server.emptySchema();
    last = schema;
    return PostgresPersonStore.open(schema, idLimit, MARKS);
  }

  @Override
  protected boolean isFolded(DistinctId id) throws Exception {
    return server.isFolded(Objects.requireNonNull(last), id);
  }
}
