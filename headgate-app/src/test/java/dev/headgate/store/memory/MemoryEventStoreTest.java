package dev.headgate.store.memory;

import dev.headgate.store.EventStore;
import dev.headgate.store.EventStoreContract;

final class MemoryEventStoreTest extends EventStoreContract {
  @Override
  protected EventStore open() {
    return new MemoryEventStore();
  }
}
