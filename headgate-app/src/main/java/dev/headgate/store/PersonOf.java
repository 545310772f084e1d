package dev.headgate.store;

import dev.headgate.event.DistinctId;
import dev.headgate.event.EventId;
import dev.headgate.event.ProjectId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/// The table `person_of` of an event store: the person of each distinct_id that has a row there;
/// every other id is its own person. It follows the changes of one person store, so that a merge
/// rewrites no event.
public interface PersonOf {

  /// Up to where changes were followed.
  ///
  /// @param personStore whose changes; empty if none were followed
  /// @param upTo the number of the last change followed, by project
  record Followed(Optional<EventId> personStore, Map<ProjectId, Long> upTo) {
    /// Zero if nothing was followed.
    public long upTo(ProjectId project) {
      return upTo.getOrDefault(project, 0L);
    }
  }

  /// Some changes of a project.
  ///
  /// @param personStore whose changes these are
  /// @param changes each id at most once
  /// @param upTo changes up to this number are followed with these
  record Batch(EventId personStore, ProjectId project, List<PersonChange> changes, long upTo) {}

  /// An event and the person its distinct_id has in the table.
  record PersonEvent(StoredEvent stored, Optional<EventId> person) {}

  Followed followed() throws StoreFault;

  /// Writes changes down with the number they go up to, in one durable transaction. The same ones
  /// again change nothing. After a fault they may be written or not: {@link #followed} says which.
  void follow(Batch batch) throws StoreFault;

  /// Forgets every person and that anything was followed, durably.
  void forgetPersons() throws StoreFault;

  /// What the table holds of a project, by distinct_id.
  void forEachPersonOf(ProjectId project, BiConsumer<DistinctId, EventId> each) throws StoreFault;

  /// Every event of a project with its person, sorted by (timestamp, uuid), one at a time in
  /// bounded memory; events and persons as of one moment.
  void forEachPersonEvent(ProjectId project, Consumer<PersonEvent> each) throws StoreFault;
}
