package dev.headgate.store.sqlite;

import dev.headgate.event.DistinctId;
import dev.headgate.event.ProjectId;
import dev.headgate.eventlog.Partition;
import dev.headgate.identity.IdRegisters;
import dev.headgate.identity.MergeFact;
import dev.headgate.identity.MergeRefusal;
import dev.headgate.store.FullIds;
import dev.headgate.store.PersonFacts;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Adds facts to the tables, within the transaction of its connection, and marks what they may
/// change: one of the ids a new merge names, by which the other is reached, and an id that a merge
/// names whose sightings moved.
final class FactWriter {
  private static final Logger LOG = LoggerFactory.getLogger(FactWriter.class);

  private final PreparedStatement registersOf;
  private final PreparedStatement putRegisters;
  private final PreparedStatement addId;
  private final PreparedStatement nameId;
  private final PreparedStatement putMerge;
  private final PreparedStatement mark;
  private final PreparedStatement markIfMember;
  private final PreparedStatement putPosition;

  FactWriter(Connection connection) throws SQLException {
    registersOf =
        connection.prepareStatement(
            "SELECT registers, number FROM ids WHERE project = ? AND distinct_id = ?");
    putRegisters = connection.prepareStatement("UPDATE ids SET registers = ? WHERE number = ?");
    addId =
        connection.prepareStatement(
            "INSERT INTO ids (project, distinct_id, registers) VALUES (?, ?, ?)");
    nameId =
        connection.prepareStatement(
            "INSERT OR IGNORE INTO ids (project, distinct_id, registers) VALUES (?, ?, ?)");
    putMerge =
        connection.prepareStatement(
            """
            INSERT OR IGNORE INTO merges
              (project, uuid, at, into_id, other_id, kind, import, reason)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?)\
            """);
    mark =
        connection.prepareStatement(
            "INSERT OR IGNORE INTO dirty (project, distinct_id, historical) VALUES (?, ?, ?)");
    markIfMember =
        connection.prepareStatement(
            """
            INSERT OR IGNORE INTO dirty (project, distinct_id, historical)
            SELECT project, distinct_id, ?3 FROM members WHERE project = ?1 AND distinct_id = ?2\
            """);
    putPosition =
        connection.prepareStatement(
            """
            INSERT INTO positions (lane, number, next_offset) VALUES (?, ?, ?)
            ON CONFLICT DO UPDATE SET next_offset = excluded.next_offset\
            """);
  }

  void write(PersonFacts facts, Map<Partition, Long> offsets) throws SQLException {
    for (Map.Entry<ProjectId, Map<DistinctId, IdRegisters>> ofProject :
        facts.registers().entrySet()) {
      // In the order of the table, so that neighbours share a page.
      List<Map.Entry<DistinctId, IdRegisters>> sorted =
          new ArrayList<>(ofProject.getValue().entrySet());
      sorted.sort(Map.Entry.comparingByKey());
      for (Map.Entry<DistinctId, IdRegisters> ofId : sorted) {
        merge(ofProject.getKey(), ofId.getKey(), ofId.getValue(), facts);
      }
    }
    for (PersonFacts.Merge merge : facts.merges()) {
      switch (merge) {
        case PersonFacts.Asked asked -> write(asked, facts);
        case PersonFacts.Illegal illegal -> write(illegal);
      }
    }
    for (Map.Entry<Partition, Long> offset : offsets.entrySet()) {
      putPosition.setString(1, offset.getKey().lane().name());
      putPosition.setInt(2, offset.getKey().number());
      putPosition.setLong(3, offset.getValue());
      putPosition.executeUpdate();
    }
  }

  private void merge(ProjectId project, DistinctId id, IdRegisters news, PersonFacts facts)
      throws SQLException {
    setId(registersOf, project, id);
    try (ResultSet row = registersOf.executeQuery()) {
      if (row.next()) {
        IdRegisters known = IdRegisters.decode(row.getBytes(1));
        IdRegisters merged = known.merge(news);
        if (merged.equals(known)) {
          return;
        }
        FullIds.warning(project, id, known, merged).ifPresent(LOG::warn);
        if (!merged.sightings().equals(known.sightings())) {
          mark(markIfMember, project, id, facts);
        }
        putRegisters.setBytes(1, merged.encode());
        putRegisters.setLong(2, row.getLong(2));
        putRegisters.executeUpdate();
        return;
      }
    }
    FullIds.warning(project, id, IdRegisters.EMPTY, news).ifPresent(LOG::warn);
    setId(addId, project, id);
    addId.setBytes(3, news.encode());
    addId.executeUpdate();
  }

  private void write(PersonFacts.Asked asked, PersonFacts facts) throws SQLException {
    ProjectId project = asked.project();
    MergeFact fact = asked.fact();
    putMerge.setInt(1, project.number());
    putMerge.setBytes(2, FactRows.bytes(fact.at().uuid()));
    putMerge.setLong(3, fact.at().timestampMicros());
    putMerge.setString(4, fact.into().value());
    putMerge.setString(5, fact.other().value());
    putMerge.setString(6, fact.kind().name());
    putMerge.setInt(7, asked.importNumber());
    putMerge.setNull(8, Types.VARCHAR);
    if (putMerge.executeUpdate() == 1) {
      name(project, fact.into());
      name(project, fact.other());
      mark(mark, project, fact.into(), facts);
    }
  }

  /// Gives an id a row, so that every id a merge names is found among the ids.
  private void name(ProjectId project, DistinctId id) throws SQLException {
    setId(nameId, project, id);
    nameId.setBytes(3, IdRegisters.EMPTY.encode());
    nameId.executeUpdate();
  }

  private static void mark(
      PreparedStatement mark, ProjectId project, DistinctId id, PersonFacts facts)
      throws SQLException {
    setId(mark, project, id);
    mark.setBoolean(3, !facts.live(project).contains(id));
    mark.executeUpdate();
  }

  private void write(PersonFacts.Illegal illegal) throws SQLException {
    MergeRefusal refusal = illegal.refusal();
    putMerge.setInt(1, illegal.project().number());
    putMerge.setBytes(2, FactRows.bytes(refusal.at().uuid()));
    putMerge.setLong(3, refusal.at().timestampMicros());
    putMerge.setString(4, refusal.into().value());
    putMerge.setString(5, refusal.otherId());
    putMerge.setString(6, refusal.kind().name());
    putMerge.setInt(7, illegal.importNumber());
    putMerge.setString(8, refusal.reason().name());
    putMerge.executeUpdate();
  }

  private static void setId(PreparedStatement statement, ProjectId project, DistinctId id)
      throws SQLException {
    statement.setInt(1, project.number());
    statement.setString(2, id.value());
  }
}
