package dev.headgate.store.postgresql;

import dev.headgate.event.DistinctId;
import dev.headgate.event.ProjectId;
import dev.headgate.eventlog.Partition;
import dev.headgate.store.PersonFacts;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/// Adds facts to the tables and marks what they may change: one of the ids a new merge names, by
/// which the other is reached, and an id that a merge names whose sightings moved.
///
/// Two connections write at once, each a transaction of its own:
///
/// ```
/// ids     rows of ids, with the flag of those that these merges name; marks of moved sightings
/// merges  rows of merges; marks of new ones; offsets.  Commits after the other has
/// ```
///
/// **Of a merge and a sighting of one id that come at once, one sees the other**, whoever brings
/// them. Both go to the id's row, which the first locks until it commits. Is the sighting first,
/// then it is committed before the flag is, and so before the merge: who sees the merge's mark sees
/// the sighting. Is the flag first, then the sighting finds it and is marked. Whichever is folded,
/// nothing is folded without the other unnoticed.
///
/// **Between the two commits** the ids may be known and their merges not yet. Readers are held off
/// as long. A crash there leaves facts whose offsets are not written: the log is read again from
/// before them, what is there changes nothing, and the merges are added then. A flag without its
/// merge costs a mark too many.
///
/// **Nobody waits in a circle**: a transaction of ids waits for others of its kind alone, never for
/// merges.
///
/// Whoever finds a row that was not there a moment ago ({@link CopyRows}) begins again, in a way
/// that expects it.
final class FactWriter {
  private static final int ATTEMPTS = 8;

  private final Connection ids;
  private final Connection merges;

  /// @param ids for one half
  /// @param merges for the other; it holds readers off ({@link Locks#FACTS})
  FactWriter(Connection ids, Connection merges) {
    this.ids = ids;
    this.merges = merges;
  }

  void write(PersonFacts facts, Map<Partition, Long> offsets) throws SQLException {
    Collection<ProjectId> projects = projects(facts);
    try (Beside beside = new Beside("headgate-ids")) {
      Beside.Begun idsWritten =
          beside.begin(() -> {
            transaction(ids, racing -> writeIds(projects, facts, racing));
            ids.commit();
          });
      transaction(
          merges,
          repeated -> {
            writeMerges(projects, facts, repeated);
            writePositions(offsets);
          });
      idsWritten.await();
      merges.commit();
    }
  }

  private interface Attempt {
    void make(boolean again) throws SQLException;
  }

  /// All of a transaction but its end.
  private static void transaction(Connection connection, Attempt attempt) throws SQLException {
    for (int made = 0; ; made++) {
      try {
        PostgresPersonStore.byIndex(connection);
        attempt.make(made > 0);
        return;
      } catch (SQLException e) {
        PostgresPersonStore.rollBack(connection, e);
        if (!PostgresFaults.isWorthAnotherTry(e) || made + 1 == ATTEMPTS) {
          throw e;
        }
      }
    }
  }

  private static Collection<ProjectId> projects(PersonFacts facts) {
    SortedMap<Integer, ProjectId> projects = new TreeMap<>();
    facts.registers().keySet().forEach(project -> projects.put(project.number(), project));
    facts.merges().forEach(merge -> projects.put(merge.project().number(), merge.project()));
    return projects.values();
  }

  private static List<PersonFacts.Merge> of(ProjectId project, PersonFacts facts) {
    return facts.merges().stream().filter(merge -> merge.project().equals(project)).toList();
  }

  private void writeIds(Collection<ProjectId> projects, PersonFacts facts, boolean racing)
      throws SQLException {
    for (ProjectId project : projects) {
      Set<DistinctId> named = new HashSet<>();
      for (PersonFacts.Merge merge : of(project, facts)) {
        if (merge instanceof PersonFacts.Asked asked) {
          named.add(asked.fact().into());
          named.add(asked.fact().other());
        }
      }
      new IdWriter(
              ids,
              project,
              facts.registers().getOrDefault(project, Map.of()),
              named,
              facts.live(project))
          .write(racing);
    }
  }

  private void writeMerges(Collection<ProjectId> projects, PersonFacts facts, boolean repeated)
      throws SQLException {
    for (ProjectId project : projects) {
      new MergeWriter(merges, project, of(project, facts), facts.live(project)).write(repeated);
    }
  }

  private void writePositions(Map<Partition, Long> offsets) throws SQLException {
    if (offsets.isEmpty()) {
      return;
    }
    Columns rows = new Columns("text", "int4", "int8");
    offsets.entrySet().stream()
        .sorted(
            Comparator.comparing((Map.Entry<Partition, Long> entry) -> entry.getKey().lane().name())
                .thenComparingInt(entry -> entry.getKey().number()))
        .forEach(entry ->
            rows.add(entry.getKey().lane().name(), entry.getKey().number(), entry.getValue()));
    try (PreparedStatement statement =
        merges.prepareStatement(
            """
            INSERT INTO positions (lane, number, next_offset) SELECT * FROM unnest(?, ?, ?)
            ON CONFLICT (lane, number) DO UPDATE SET next_offset = excluded.next_offset\
            """)) {
      rows.set(statement, 1);
      statement.executeUpdate();
    }
  }
}
