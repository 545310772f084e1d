package dev.headgate.store;

import dev.headgate.event.EventId;
import dev.headgate.event.ProjectId;
import java.util.List;
import java.util.Map;

/// The stream of changes of a person store: which distinct_ids came to belong to which person, as
/// the folds found it. Of each id that a legal merge ever named there is one change, its last; ids
/// without one are their own person. Whoever has applied all changes up to a number knows the
/// person of every id as of a fold. Asking waits for nobody who writes.
public interface PersonChanges {

  /// Names this store: another one, though it has the same persons, numbers its changes otherwise.
  EventId storeId() throws StoreFault;

  /// The number of the last change of each project that has any. It may be a little more than the
  /// last one {@link #changes} answers: numbers may be left out.
  Map<ProjectId, Long> latestChanges() throws StoreFault;

  /// The changes after a number, in the order of their numbers.
  ///
  /// @param after 0 for all
  /// @param most how many, at least 1; fewer come only if there are no more
  List<PersonChange> changes(ProjectId project, long after, int most) throws StoreFault;

  /// How far somebody is behind who has followed the changes up to a number.
  ChangeLag lag(ProjectId project, long after) throws StoreFault;
}
