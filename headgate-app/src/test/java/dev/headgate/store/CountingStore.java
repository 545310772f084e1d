package dev.headgate.store;

import dev.headgate.event.DistinctId;
import dev.headgate.event.EventId;
import dev.headgate.event.ProjectId;
import dev.headgate.event.UuidSum;
import dev.headgate.eventlog.Partition;
import java.util.Collection;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.CountDownLatch;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/// A store that counts down for every event it has committed.
class CountingStore implements EventStore {
  private final EventStore store;
  private final CountDownLatch committed;

  CountingStore(EventStore store, CountDownLatch committed) {
    this.store = store;
    this.committed = committed;
  }

  @Override
  public Map<EventId, Integer> holders(ProjectId project, Collection<EventId> uuids)
      throws StoreFault {
    return store.holders(project, uuids);
  }

  @Override
  public EventSpool spool() throws StoreFault {
    return store.spool();
  }

  @Override
  public Map<EventId, String> commit(Segment segment) throws StoreFault {
    Map<EventId, String> setAside = store.commit(segment);
    for (int i = 0; i < segment.size(); i++) {
      committed.countDown();
    }
    return setAside;
  }

  @Override
  public Map<Partition, Long> offsets() throws StoreFault {
    return store.offsets();
  }

  @Override
  public void forEachEvent(ProjectId project, Consumer<StoredEvent> each) throws StoreFault {
    store.forEachEvent(project, each);
  }

  @Override
  public void forEachGroup(ProjectId project, int importNumber, Consumer<GroupSum> each)
      throws StoreFault {
    store.forEachGroup(project, importNumber, each);
  }

  @Override
  public void forEachPrefix(ProjectId project, int importNumber, Consumer<PrefixSum> each)
      throws StoreFault {
    store.forEachPrefix(project, importNumber, each);
  }

  @Override
  public void forEachEventOfPrefixes(
      ProjectId project, int importNumber, int first, int last, Consumer<StoredEvent> each)
      throws StoreFault {
    store.forEachEventOfPrefixes(project, importNumber, first, last, each);
  }

  @Override
  public void forEachDeduplicated(ProjectId project, int importNumber, Consumer<EventId> each)
      throws StoreFault {
    store.forEachDeduplicated(project, importNumber, each);
  }

  @Override
  public void forEachDropped(ProjectId project, int importNumber, Consumer<DroppedEvent> each)
      throws StoreFault {
    store.forEachDropped(project, importNumber, each);
  }

  @Override
  public void forEachOf(ProjectId project, Collection<EventId> uuids, Consumer<StoredEvent> each)
      throws StoreFault {
    store.forEachOf(project, uuids, each);
  }

  @Override
  public Conflicts conflicts(ProjectId project, OptionalInt importNumber, int most)
      throws StoreFault {
    return store.conflicts(project, importNumber, most);
  }

  @Override
  public EventTrace trace(ProjectId project, EventId uuid) throws StoreFault {
    return store.trace(project, uuid);
  }

  @Override
  public UuidSum ofLoadTest(ProjectId project, int number) throws StoreFault {
    return store.ofLoadTest(project, number);
  }

  @Override
  public void removeLoadTest(int number) throws StoreFault {
    store.removeLoadTest(number);
  }

  @Override
  public long count(ProjectId project) throws StoreFault {
    return store.count(project);
  }

  @Override
  public Followed followed() throws StoreFault {
    return store.followed();
  }

  @Override
  public void follow(Batch batch) throws StoreFault {
    store.follow(batch);
  }

  @Override
  public void forgetPersons() throws StoreFault {
    store.forgetPersons();
  }

  @Override
  public void forEachPersonOf(ProjectId project, BiConsumer<DistinctId, EventId> each)
      throws StoreFault {
    store.forEachPersonOf(project, each);
  }

  @Override
  public void forEachPersonEvent(ProjectId project, Consumer<PersonEvent> each) throws StoreFault {
    store.forEachPersonEvent(project, each);
  }

  @Override
  public void close() {
    store.close();
  }
}
