package dev.headgate.store.memory;

import dev.headgate.event.DistinctId;
import dev.headgate.store.PersonStore;
import dev.headgate.store.PersonStoreContract;

class MemoryPersonStoreTest extends PersonStoreContract {
  @Override
  protected PersonStore create(int idLimit) {
    return new MemoryPersonStore(idLimit);
  }

  /// It folds for each reader.
  @Override
  protected boolean isFolded(DistinctId id) {
    return true;
  }
}
