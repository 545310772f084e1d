package dev.headgate.store.memory;

import dev.headgate.store.PersonStore;
import dev.headgate.store.PersonStoreContract;

class MemoryPersonStoreTest extends PersonStoreContract {
  @Override
  protected PersonStore create(int idLimit) {
    return new MemoryPersonStore(idLimit);
  }
}
