package dev.headgate.store;

import dev.headgate.event.DistinctId;
import dev.headgate.event.EventId;
import dev.headgate.event.ProjectId;
import dev.headgate.eventlog.Partition;
import dev.headgate.identity.Person;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/// Persons as of one moment: exactly those that the facts applied until then make, whatever is
/// applied meanwhile. For one thread; to be closed soon, for it keeps the store from tidying up.
public interface PersonSnapshot extends AutoCloseable {

  /// The next offset of every partition as of this moment: which facts the persons rest on.
  Map<Partition, Long> offsets() throws StoreFault;

  /// Every person of a project, sorted by smallest distinct_id, one at a time.
  void forEachPerson(ProjectId project, Consumer<Person> each) throws StoreFault;

  /// The person that a distinct_id belongs to; empty if the id was never met, or only personless.
  Optional<Person> person(ProjectId project, DistinctId id) throws StoreFault;

  /// The smallest ids of persons, in order, also of those that are none because they were only met
  /// personless.
  ///
  /// @param after the id they come after; empty for the first
  /// @param most how many, at least 1
  List<DistinctId> firstIds(ProjectId project, Optional<DistinctId> after, int most)
      throws StoreFault;

  /// The distinct_id that a person's id was made of. Reads all ids of the project: about a second
  /// for a million.
  Optional<DistinctId> namedBy(ProjectId project, EventId person) throws StoreFault;

  /// Persons in order of their smallest id, a page at a time.
  ///
  /// @param most on the page, at least 1; it may have fewer though there are more
  default PersonPage page(ProjectId project, Optional<DistinctId> after, int most)
      throws StoreFault {
    List<DistinctId> firstIds = firstIds(project, after, most);
    List<Person> persons = new ArrayList<>();
    for (DistinctId id : firstIds) {
      person(project, id).ifPresent(persons::add);
    }
    boolean full = firstIds.size() == most;
    return new PersonPage(persons, full ? Optional.of(firstIds.getLast()) : Optional.empty());
  }

  /// The id of the person that a distinct_id belongs to; of an id never met, the one it would get
  /// on its own.
  EventId personOf(ProjectId project, DistinctId id) throws StoreFault;

  /// Why the person that a distinct_id belongs to is as it is; empty if the id was never met, or
  /// only personless.
  Optional<PersonHistory> history(ProjectId project, DistinctId id) throws StoreFault;

  /// What became of the merges that an import's events asked for. Each counts once, for the import
  /// that brought its event first; one that names the same id twice is applied, there was nothing
  /// to do.
  MergeCounts merges(ProjectId project, int importNumber) throws StoreFault;

  /// The merges of a project that were asked for and not made, as things stand now: a fact that
  /// comes later may let one through, or forbid another.
  MergeWarnings warnings(ProjectId project, MergeWarnings.Question question) throws StoreFault;

  /// Everything these persons are made of, of all projects, in batches: applied to an empty store,
  /// in any order, it makes the same persons there.
  void forEachFacts(Consumer<PersonFacts> each) throws StoreFault;

  @Override
  void close();
}
