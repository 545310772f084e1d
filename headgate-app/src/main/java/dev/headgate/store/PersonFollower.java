package dev.headgate.store;

import dev.headgate.event.EventId;
import dev.headgate.event.ProjectId;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/// Carries the changes of persons into `person_of`, batch by batch, each with its position in one
/// transaction of the event store. The position there is the truth at start; a batch that comes
/// twice changes nothing. So a kill at any moment is harmless.
///
/// Numbers of changes mean something in one person store only. If persons are kept in another one
/// than last time (they were moved), or that one knows fewer changes than were followed (it was put
/// back), the table is emptied and filled anew.
///
/// Whoever asks for persons of events calls {@link #catchUp} first. Beside that a thread follows,
/// so that little is left to do then. A fault does not end it: it says so, waits, and goes on.
public final class PersonFollower implements AutoCloseable {
  private static final int BATCH = 50_000;

  /// Small batches are dear: each commits, and makes the event store pack what it has so far. While
  /// persons are folded there is always another one.
  private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(5);

  private static final Duration AFTER_FAULT = Duration.ofSeconds(1);

  private final PersonStore persons;
  private final EventStore events;
  private final int batch;
  private final Consumer<String> trouble;

  /// Who follows; fair, so that a caller is not kept waiting by the thread.
  private final ReentrantLock following = new ReentrantLock(true);

  /// As the event store has it; empty if that has to be asked.
  private volatile Optional<PersonOf.Followed> followed = Optional.empty();

  private final Loop loop;

  /// @param trouble told why nothing can be followed, when that begins or becomes another reason
  public PersonFollower(PersonStore persons, EventStore events, Consumer<String> trouble) {
    this(persons, events, BATCH, trouble);
  }

  /// @param batch the most changes of one transaction
  PersonFollower(PersonStore persons, EventStore events, int batch, Consumer<String> trouble) {
    this.persons = persons;
    this.events = events;
    this.batch = batch;
    this.trouble = trouble;
    this.loop = new Loop("headgate-follower", this::run);
  }

  /// Follows in a thread of its own from now on.
  public void start() {
    loop.start();
  }

  /// Folds, and follows the changes that a project has then. Returns when `person_of` tells the
  /// persons of all facts that were applied before the call.
  public void catchUp(ProjectId project) throws StoreFault {
    persons.snapshot().close();
    long target = persons.latestChanges().getOrDefault(project, 0L);
    boolean there = false;
    while (!there) {
      following.lock();
      try {
        there = position().upTo(project) >= target;
        if (!there) {
          var _ = follow(project, target);
        }
      } finally {
        following.unlock();
      }
    }
  }

  /// Follows at most one batch of each project.
  ///
  /// @return whether a batch was full, so that there may be more
  public boolean followSome() throws StoreFault {
    following.lock();
    try {
      boolean full = false;
      for (Map.Entry<ProjectId, Long> latest : persons.latestChanges().entrySet()) {
        if (position().upTo(latest.getKey()) < latest.getValue()) {
          full |= follow(latest.getKey(), latest.getValue());
        }
      }
      return full;
    } finally {
      following.unlock();
    }
  }

  /// How far `person_of` is behind, by project; projects without changes are left out. It waits for
  /// no batch.
  public Map<ProjectId, ChangeLag> lag() throws StoreFault {
    PersonOf.Followed known = followed.isPresent() ? followed.get() : events.followed();
    EventId store = persons.storeId();
    boolean same = known.personStore().map(store::equals).orElse(true);
    Map<ProjectId, ChangeLag> lag = new HashMap<>();
    for (Map.Entry<ProjectId, Long> latest : persons.latestChanges().entrySet()) {
      ProjectId project = latest.getKey();
      long upTo = same ? known.upTo(project) : 0;
      lag.put(project, upTo < latest.getValue() ? persons.lag(project, upTo) : ChangeLag.NONE);
    }
    return lag;
  }

  /// @param latest a number that the project's changes had reached before this call
  /// @return whether the batch was full, so that there may be more
  private boolean follow(ProjectId project, long latest) throws StoreFault {
    PersonOf.Followed before = position();
    EventId store = persons.storeId();
    List<PersonChange> changes = persons.changes(project, before.upTo(project), batch);
    long last = changes.isEmpty() ? 0 : changes.getLast().number();
    long upTo = changes.size() < batch ? Math.max(latest, last) : last;
    followed = Optional.empty();
    events.follow(new PersonOf.Batch(store, project, changes, upTo));
    Map<ProjectId, Long> after = new HashMap<>(before.upTo());
    after.put(project, upTo);
    followed = Optional.of(new PersonOf.Followed(Optional.of(store), Map.copyOf(after)));
    return changes.size() == batch;
  }

  /// Where to go on, the table emptied first if its position is none of this person store.
  private PersonOf.Followed position() throws StoreFault {
    if (followed.isEmpty()) {
      PersonOf.Followed stored = events.followed();
      if (!isPositionHere(stored)) {
        events.forgetPersons();
        stored = new PersonOf.Followed(Optional.empty(), Map.of());
      }
      followed = Optional.of(stored);
    }
    return followed.get();
  }

  private boolean isPositionHere(PersonOf.Followed stored) throws StoreFault {
    EventId store = persons.storeId();
    Map<ProjectId, Long> latest = persons.latestChanges();
    return stored.personStore().map(store::equals).orElse(true)
        && stored.upTo().entrySet().stream()
            .allMatch(each -> each.getValue() <= latest.getOrDefault(each.getKey(), 0L));
  }

  private void run() {
    String said = "";
    while (!loop.closed()) {
      try {
        boolean more = followSome();
        said = "";
        if (!more) {
          loop.pause(BETWEEN_LOOKS);
        }
      } catch (StoreFault e) {
        String why = String.valueOf(e.getMessage());
        if (!why.equals(said)) {
          trouble.accept(why);
        }
        said = why;
        loop.pause(AFTER_FAULT);
      } catch (RuntimeException | Error bug) {
        trouble.accept("the follower ended by a bug, restart the pipeline: " + bug);
        throw bug;
      }
    }
  }

  /// Ends after the batch at hand, and waits for that.
  @Override
  public void close() {
    loop.close();
  }
}
