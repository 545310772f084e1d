package dev.headgate.verify;

import dev.headgate.event.Event;
import dev.headgate.event.EventId;
import dev.headgate.event.ProjectId;
import dev.headgate.store.EventStore;
import dev.headgate.store.StoreFault;
import java.util.function.Consumer;

/// An event store as verification sees it, without HTTP between.
record StoreObserved(EventStore store, ProjectId project, int importNumber, Merges merges)
    implements Observed {

  private interface Ask {
    void now() throws StoreFault;
  }

  @Override
  public void groups(Consumer<Group> each) throws VerifyFault {
    ask(() ->
        store.forEachGroup(
            project,
            importNumber,
            group -> each.accept(new Group(group.epochDay(), group.event(), group.sum()))));
  }

  @Override
  public void prefixes(Consumer<Prefix> each) throws VerifyFault {
    ask(() ->
        store.forEachPrefix(
            project,
            importNumber,
            prefix -> each.accept(new Prefix(prefix.prefix(), prefix.sum()))));
  }

  @Override
  public void events(int first, int last, Consumer<Stored> each) throws VerifyFault {
    ask(() ->
        store.forEachEventOfPrefixes(
            project,
            importNumber,
            first,
            last,
            stored -> {
              Event event = stored.event();
              each.accept(
                  new Stored(
                      event.uuid(),
                      event.name(),
                      event.distinctId().value(),
                      event.timestampMicros()));
            }));
  }

  @Override
  public void deduplicated(Consumer<EventId> each) throws VerifyFault {
    ask(() -> store.forEachDeduplicated(project, importNumber, each));
  }

  @Override
  public void dropped(Consumer<Dropped> each) throws VerifyFault {
    ask(() ->
        store.forEachDropped(
            project, importNumber, drop -> each.accept(new Dropped(drop.uuid(), drop.app()))));
  }

  private static void ask(Ask ask) throws VerifyFault {
    try {
      ask.now();
    } catch (StoreFault e) {
      throw new VerifyFault("the store could not be asked", e);
    }
  }
}
