package dev.headgate.store.postgresql;

import dev.headgate.event.DistinctId;
import dev.headgate.event.EventId;
import dev.headgate.event.ProjectId;
import dev.headgate.eventlog.Partition;
import dev.headgate.identity.IdRegisters;
import dev.headgate.identity.MergeFact;
import dev.headgate.identity.MergeRefusal;
import dev.headgate.identity.Sightings;
import dev.headgate.store.FullIds;
import dev.headgate.store.PersonFacts;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedCollection;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Adds facts to the tables, within one transaction, and marks what they may change: one of the ids
/// a new merge names, by which the other is reached, and an id that a merge names whose sightings
/// moved.
///
/// Writers meet at the rows of `ids`, which each locks in the order of ids. So of a merge and a
/// sighting of one id that come at once, one waits for the other, and the later one sees what the
/// earlier one did: whichever is folded, nothing is folded without the other unnoticed.
final class FactWriter {
  private static final Logger LOG = LoggerFactory.getLogger(FactWriter.class);

  /// Ids in one statement.
  private static final int SLICE = 5_000;

  private final Connection connection;
  private final Set<DistinctId> dirty = new TreeSet<>();

  FactWriter(Connection connection) {
    this.connection = connection;
  }

  void write(PersonFacts facts, Map<Partition, Long> offsets) throws SQLException {
    for (ProjectId project : projects(facts)) {
      dirty.clear();
      List<PersonFacts.Merge> merges =
          facts.merges().stream()
              .filter(merge -> merge.project().equals(project))
              .sorted(Comparator.comparing(merge -> merge.at().uuid()))
              .toList();
      writeIds(project, facts.registers().getOrDefault(project, Map.of()), named(merges));
      writeMerges(project, merges);
      mark(project);
    }
    writePositions(offsets);
  }

  private static Collection<ProjectId> projects(PersonFacts facts) {
    SortedMap<Integer, ProjectId> projects = new TreeMap<>();
    facts.registers().keySet().forEach(project -> projects.put(project.number(), project));
    facts.merges().forEach(merge -> projects.put(merge.project().number(), merge.project()));
    return projects.values();
  }

  private static Set<DistinctId> named(List<PersonFacts.Merge> merges) {
    Set<DistinctId> named = new HashSet<>();
    for (PersonFacts.Merge merge : merges) {
      if (merge instanceof PersonFacts.Asked asked) {
        named.add(asked.fact().into());
        named.add(asked.fact().other());
      }
    }
    return named;
  }

  private void writeIds(ProjectId project, Map<DistinctId, IdRegisters> news, Set<DistinctId> named)
      throws SQLException {
    SortedMap<DistinctId, IdRegisters> sorted = new TreeMap<>(news);
    named.forEach(id -> sorted.putIfAbsent(id, IdRegisters.EMPTY));
    Map<DistinctId, IdRegisters> slice = new HashMap<>();
    List<DistinctId> inOrder = new ArrayList<>();
    for (Map.Entry<DistinctId, IdRegisters> entry : sorted.entrySet()) {
      slice.put(entry.getKey(), entry.getValue());
      inOrder.add(entry.getKey());
      if (inOrder.size() == SLICE) {
        writeSlice(project, inOrder, slice, named);
        slice.clear();
        inOrder.clear();
      }
    }
    if (!inOrder.isEmpty()) {
      writeSlice(project, inOrder, slice, named);
    }
  }

  private void writeSlice(
      ProjectId project,
      List<DistinctId> ids,
      Map<DistinctId, IdRegisters> news,
      Set<DistinctId> named)
      throws SQLException {
    Set<DistinctId> added = addNew(project, ids, news, named);
    List<DistinctId> known = ids.stream().filter(id -> !added.contains(id)).toList();
    if (!known.isEmpty()) {
      mergeKnown(project, known, news, named);
    }
  }

  /// Adds the ids that have no row yet, and answers which those were.
  private Set<DistinctId> addNew(
      ProjectId project,
      List<DistinctId> ids,
      Map<DistinctId, IdRegisters> news,
      Set<DistinctId> named)
      throws SQLException {
    Columns rows = new Columns("text", "bytea", "bool");
    for (DistinctId id : ids) {
      IdRegisters registers = news.getOrDefault(id, IdRegisters.EMPTY);
      rows.add(id.value(), registers.encode(), named.contains(id));
    }
    Set<DistinctId> added = new HashSet<>();
    try (PreparedStatement statement =
        connection.prepareStatement(
            """
            INSERT INTO ids (distinct_id, registers, named, project)
            SELECT *, ? FROM unnest(?, ?, ?)
            ON CONFLICT DO NOTHING RETURNING distinct_id\
            """)) {
      statement.setInt(1, project.number());
      rows.set(statement, 2);
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          DistinctId id = new DistinctId(row.getString(1));
          added.add(id);
          FullIds.warning(project, id, IdRegisters.EMPTY, news.getOrDefault(id, IdRegisters.EMPTY))
              .ifPresent(LOG::warn);
        }
      }
    }
    return added;
  }

  private void mergeKnown(
      ProjectId project,
      SequencedCollection<DistinctId> ids,
      Map<DistinctId, IdRegisters> news,
      Set<DistinctId> named)
      throws SQLException {
    Columns changes = new Columns("text", "bytea", "bool");
    try (PreparedStatement statement =
        connection.prepareStatement(
            """
            SELECT known.* FROM unnest(?) AS wanted (id), LATERAL (
              SELECT distinct_id, registers, named FROM ids
              WHERE project = ? AND distinct_id = wanted.id FOR UPDATE) AS known\
            """)) {
      Rows.setIds(statement, 1, ids);
      statement.setInt(2, project.number());
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          DistinctId id = new DistinctId(row.getString(1));
          IdRegisters known = IdRegisters.decode(row.getBytes(2));
          IdRegisters merged = known.merge(news.getOrDefault(id, IdRegisters.EMPTY));
          FullIds.warning(project, id, known, merged).ifPresent(LOG::warn);
          boolean wasNamed = row.getBoolean(3);
          boolean isNamed = wasNamed || named.contains(id);
          if (wasNamed && moved(known.sightings(), merged.sightings())) {
            dirty.add(id);
          }
          if (isNamed != wasNamed || !merged.equals(known)) {
            changes.add(id.value(), merged.encode(), isNamed);
          }
        }
      }
    }
    if (changes.isEmpty()) {
      return;
    }
    try (PreparedStatement statement =
        connection.prepareStatement(
            """
            INSERT INTO ids (distinct_id, registers, named, project)
            SELECT *, ? FROM unnest(?, ?, ?)
            ON CONFLICT (project, distinct_id) DO UPDATE SET
              registers = excluded.registers, named = excluded.named\
            """)) {
      statement.setInt(1, project.number());
      changes.set(statement, 2);
      statement.executeUpdate();
    }
  }

  private static boolean moved(Sightings before, Sightings after) {
    return !before.equals(after);
  }

  private void writeMerges(ProjectId project, List<PersonFacts.Merge> merges) throws SQLException {
    if (merges.isEmpty()) {
      return;
    }
    Columns rows = new Columns("uuid", "int8", "text", "text", "text", "int4", "text");
    Map<EventId, MergeFact> facts = new HashMap<>();
    for (PersonFacts.Merge merge : merges) {
      switch (merge) {
        case PersonFacts.Asked asked -> {
          MergeFact fact = asked.fact();
          facts.putIfAbsent(fact.at().uuid(), fact);
          rows.add(
              Rows.uuid(fact.at().uuid()),
              fact.at().timestampMicros(),
              fact.into().value(),
              fact.other().value(),
              fact.kind().name(),
              asked.importNumber(),
              null);
        }
        case PersonFacts.Illegal illegal -> {
          MergeRefusal refusal = illegal.refusal();
          rows.add(
              Rows.uuid(refusal.at().uuid()),
              refusal.at().timestampMicros(),
              refusal.into().value(),
              refusal.otherId(),
              refusal.kind().name(),
              illegal.importNumber(),
              refusal.reason().name());
        }
      }
    }
    try (PreparedStatement statement =
        connection.prepareStatement(
            """
            INSERT INTO merges (uuid, at, into_id, other_id, kind, import, reason, project)
            SELECT *, ? FROM unnest(?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT DO NOTHING RETURNING uuid\
            """)) {
      statement.setInt(1, project.number());
      rows.set(statement, 2);
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          MergeFact fact = facts.get(Rows.eventId(row, 1));
          if (fact != null) {
            dirty.add(fact.into());
          }
        }
      }
    }
  }

  private void mark(ProjectId project) throws SQLException {
    if (dirty.isEmpty()) {
      return;
    }
    try (PreparedStatement statement =
        connection.prepareStatement(
            "INSERT INTO dirty (project, distinct_id) SELECT ?, * FROM unnest(?)")) {
      statement.setInt(1, project.number());
      Rows.setIds(statement, 2, dirty);
      statement.executeUpdate();
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
        connection.prepareStatement(
            """
            INSERT INTO positions (lane, number, next_offset) SELECT * FROM unnest(?, ?, ?)
            ON CONFLICT (lane, number) DO UPDATE SET next_offset = excluded.next_offset\
            """)) {
      rows.set(statement, 1);
      statement.executeUpdate();
    }
  }
}
