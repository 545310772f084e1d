package dev.headgate.store.postgresql;

import dev.headgate.event.DistinctId;
import dev.headgate.event.ProjectId;
import dev.headgate.eventlog.Partition;
import dev.headgate.identity.IdRegisters;
import dev.headgate.store.PersonFacts;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/// Adds facts to the tables and marks the persons they may change: those of new merges, and of ids
/// that a merge names and whose sightings moved.
///
/// Two connections write at once, each a transaction of its own:
///
/// ```
/// ids     rows of ids
/// merges  rows of merges; marks of new ones; offsets; when the other has committed: marks of those
///         ids, written by it, that a merge names
/// ```
///
/// **Of a merge and a sighting of one id that come at once, one sees the other**, whoever brings
/// them, and without a lock. Who folds a merge has seen its mark, so it sees the sighting if that
/// is committed by then. If it is not, then it commits later than the merge did, and only after
/// that it is asked which merges name its id: so that one is found, and its person marked anew.
/// What a transaction asks it sees as of the question, not as of its own beginning (READ
/// COMMITTED).
///
/// **Between the two commits** the ids may be known and their merges not yet. Readers are held off
/// as long. A crash there leaves facts whose offsets are not written: the log is read again from
/// before them, and what is there changes nothing; but the sightings are told again, so that their
/// marks, which the crash may have taken, are written then.
///
/// **Nobody waits in a circle**: a transaction of ids waits for others of its kind alone, never for
/// merges.
///
/// Whoever finds a row that was not there a moment ago ({@link CopyRows}), or another version of
/// one that was, begins again, in a way that expects it.
final class FactWriter {
  private static final int ATTEMPTS = 8;
  private static final Comparator<ProjectId> BY_NUMBER = Comparator.comparingInt(ProjectId::number);

  private final Connection ids;
  private final Connection merges;

  /// @param ids for one half
  /// @param merges for the other; it holds readers off ({@link Locks#FACTS})
  FactWriter(Connection ids, Connection merges) {
    this.ids = ids;
    this.merges = merges;
  }

  void write(PersonFacts facts, Map<Partition, Long> offsets) throws SQLException {
    Map<ProjectId, List<DistinctId>> seenAnew = new HashMap<>();
    Map<ProjectId, MergeWriter> writers = new LinkedHashMap<>();
    for (ProjectId project : projects(facts)) {
      writers.put(
          project, new MergeWriter(merges, project, of(project, facts), facts.live(project)));
    }
    try (Beside beside = new Beside("headgate-ids")) {
      Beside.Begun idsWritten =
          beside.begin(() -> {
            transaction(ids, racing -> writeIds(facts, racing, seenAnew));
            ids.commit();
          });
      transaction(
          merges,
          repeated -> {
            for (MergeWriter writer : writers.values()) {
              writer.write(repeated);
            }
            writePositions(offsets);
          });
      idsWritten.await();
      for (Map.Entry<ProjectId, MergeWriter> writer : writers.entrySet()) {
        writer.getValue().markNamed(seenAnew.getOrDefault(writer.getKey(), List.of()));
      }
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

  private static SortedSet<ProjectId> projects(PersonFacts facts) {
    SortedSet<ProjectId> projects = new TreeSet<>(BY_NUMBER);
    projects.addAll(facts.registers().keySet());
    facts.merges().forEach(merge -> projects.add(merge.project()));
    return projects;
  }

  private static List<PersonFacts.Merge> of(ProjectId project, PersonFacts facts) {
    return facts.merges().stream().filter(merge -> merge.project().equals(project)).toList();
  }

  /// @param seenAnew to be filled with the ids whose sightings may have moved
  private void writeIds(
      PersonFacts facts, boolean racing, Map<ProjectId, List<DistinctId>> seenAnew)
      throws SQLException {
    SortedMap<ProjectId, Map<DistinctId, IdRegisters>> inOrder = new TreeMap<>(BY_NUMBER);
    inOrder.putAll(facts.registers());
    for (Map.Entry<ProjectId, Map<DistinctId, IdRegisters>> news : inOrder.entrySet()) {
      IdWriter writer = new IdWriter(ids, news.getKey(), news.getValue());
      seenAnew.put(news.getKey(), writer.write(racing));
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
