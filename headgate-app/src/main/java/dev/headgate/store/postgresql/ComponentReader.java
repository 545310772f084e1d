package dev.headgate.store.postgresql;

import dev.headgate.event.DistinctId;
import dev.headgate.identity.Fold;
import dev.headgate.identity.IdRegisters;
import dev.headgate.identity.MergeFact;
import dev.headgate.identity.Sightings;
import dev.headgate.identity.Stamp;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Reads what is to be folded, thousands of dirty ids at once. From them it follows every legal
/// merge, whatever became of it, until no new id turns up; what is reached that way depends on
/// nothing else. Memory is bounded by what a step's ids reach.
///
/// A step sees the tables as of one moment, its marks included: what is added meanwhile has marks
/// that it does not see, and that are not deleted with it.
final class ComponentReader {
  /// Enough of an id's registers to hold its sightings.
  private static final int SIGHTINGS_BYTES = 64;

  /// From id to id in a statement each, as far as nearly all persons reach; the rest in one.
  private static final int HOPS = 3;

  /// No id.
  private static final String NOWHERE = "";

  private static final Place START = new Place(false, NOWHERE, Integer.MIN_VALUE, Long.MIN_VALUE);

  private final Connection connection;
  private final int seeds;
  private Place place = START;
  private Place placeBefore = START;

  /// Up to where marks were taken, in the order of their index.
  private record Place(boolean historical, String id, int project, long number) {}

  /// Marked ids of a project, and the marks of those that are historical. Where one is live, its id
  /// may have a historical one as well, far behind: all of these are searched for.
  private record Dirty(Set<DistinctId> ids, Set<DistinctId> live, Set<FoldStep.Mark> marks) {
    Dirty() {
      this(new HashSet<>(), new HashSet<>(), new HashSet<>());
    }
  }

  /// What is known of ids, and what is written of those that are members.
  private record Known(Map<DistinctId, Sightings> sightings, Map<DistinctId, Member> members) {
    Known() {
      this(new HashMap<>(), new HashMap<>());
    }

    Sightings sightings(DistinctId id) {
      return sightings.getOrDefault(id, Sightings.NONE);
    }
  }

  ComponentReader(Connection connection, int seeds) {
    this.connection = connection;
    this.seeds = seeds;
  }

  /// The next marks.
  ///
  /// @param before what is being written, and leaves no marks when it is
  FoldStep next(FoldStep before) throws SQLException {
    placeBefore = place;
    PostgresPersonStore.execute(
        connection, "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY");
    PostgresPersonStore.byIndex(connection);
    Map<Integer, Dirty> dirty = new HashMap<>();
    int found = dirty(before, dirty);
    List<FoldStep.OfProject> projects = new ArrayList<>();
    for (Map.Entry<Integer, Dirty> entry : dirty.entrySet()) {
      projects.add(read(entry.getKey(), entry.getValue()));
    }
    connection.commit();
    return new FoldStep(found, projects);
  }

  /// The same marks again, as things are now.
  FoldStep again() throws SQLException {
    place = placeBefore;
    return next(FoldStep.NOTHING);
  }

  private int dirty(FoldStep before, Map<Integer, Dirty> dirty) throws SQLException {
    int found = 0;
    try (PreparedStatement statement =
        connection.prepareStatement(
            """
            SELECT project, distinct_id, number, ctid, historical FROM dirty
            WHERE (historical, distinct_id, project, number) > (?, ?, ?, ?)
            ORDER BY historical, distinct_id, project, number LIMIT ?\
            """)) {
      statement.setBoolean(1, place.historical);
      statement.setString(2, place.id);
      statement.setInt(3, place.project);
      statement.setLong(4, place.number);
      statement.setInt(5, seeds);
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          int project = row.getInt(1);
          DistinctId id = new DistinctId(row.getString(2));
          place = new Place(row.getBoolean(5), id.value(), project, row.getLong(3));
          found++;
          if (!before.ids(project).contains(id)) {
            Dirty ofProject = dirty.computeIfAbsent(project, _ -> new Dirty());
            ofProject.ids.add(id);
            if (place.historical) {
              ofProject.marks.add(new FoldStep.Mark(row.getString(4), place.number));
            } else {
              ofProject.live.add(id);
            }
          }
        }
      }
    }
    return found;
  }

  private FoldStep.OfProject read(int project, Dirty dirty) throws SQLException {
    Set<DistinctId> ids = new HashSet<>(dirty.ids);
    Map<MergeFact, @Nullable String> statuses = new HashMap<>();
    follow(project, ids, statuses);
    Set<DistinctId> into = new HashSet<>();
    statuses.keySet().forEach(fact -> into.add(fact.into()));
    Known known = new Known();
    readKnown(project, inOrder(into), known);
    readKnown(project, inOrder(others(statuses.keySet(), into, known)), known);
    Set<DistinctId> marked = new HashSet<>(into);
    marked.removeAll(dirty.ids);
    marked.addAll(dirty.live);
    Set<FoldStep.Mark> marks = dirty.marks;
    addMarks(project, inOrder(marked), marks);
    return new FoldStep.OfProject(project, ids, statuses, known.sightings, known.members, marks);
  }

  /// Those ids that nothing is merged into of which something has to be read all the same: their
  /// sightings, where {@link Fold#asksForOther}; and what is written of them as members, where
  /// their merge may have been folded before. That made its `into` a member as well.
  private static Set<DistinctId> others(Set<MergeFact> facts, Set<DistinctId> into, Known known) {
    Set<DistinctId> others = new HashSet<>();
    for (MergeFact fact : facts) {
      if (!into.contains(fact.other())
          && (known.members.containsKey(fact.into())
              || Fold.asksForOther(fact, known.sightings(fact.into())))) {
        others.add(fact.other());
      }
    }
    return others;
  }

  private static List<DistinctId> inOrder(Set<DistinctId> ids) {
    List<DistinctId> inOrder = new ArrayList<>(ids);
    inOrder.sort(Rows::inOrder);
    return inOrder;
  }

  /// Adds all legal merges reached from these ids, each with what is written of it, and the ids
  /// they name.
  private void follow(int project, Set<DistinctId> ids, Map<MergeFact, @Nullable String> statuses)
      throws SQLException {
    Map<DistinctId, String> last = new HashMap<>();
    ids.forEach(id -> last.put(id, NOWHERE));
    Map<DistinctId, String> reached = last;
    for (int hop = 0; hop < HOPS && !reached.isEmpty(); hop++) {
      reached = hop(project, reached, ids, statuses);
    }
    if (!reached.isEmpty()) {
      followFar(project, reached.keySet(), statuses);
      for (MergeFact fact : statuses.keySet()) {
        ids.add(fact.into());
        ids.add(fact.other());
      }
    }
  }

  /// Reads the merges that name ids reached last.
  ///
  /// @param reached each with an id from which it was reached, all of whose merges are known
  /// @return the ids that are new
  private Map<DistinctId, String> hop(
      int project,
      Map<DistinctId, String> reached,
      Set<DistinctId> ids,
      Map<MergeFact, @Nullable String> statuses)
      throws SQLException {
    Columns wanted = new Columns("text", "text");
    reached.entrySet().stream()
        .sorted((a, b) -> Rows.inOrder(a.getKey(), b.getKey()))
        .forEach(entry -> wanted.add(entry.getKey().value(), entry.getValue()));
    Map<DistinctId, String> news = new HashMap<>();
    try (PreparedStatement statement =
        connection.prepareStatement(
            """
            SELECT facts.* FROM unnest(?, ?) AS wanted (id, origin), LATERAL (
              SELECT at, uuid, into_id, other_id, kind, status FROM merges
              WHERE project = ? AND into_id = wanted.id AND reason IS NULL
                AND other_id <> wanted.origin
              UNION ALL
              SELECT at, uuid, into_id, other_id, kind, status FROM merges
              WHERE project = ? AND other_id = wanted.id AND reason IS NULL
                AND into_id <> wanted.origin) AS facts\
            """)) {
      wanted.set(statement, 1);
      statement.setInt(3, project);
      statement.setInt(4, project);
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          MergeFact fact = Rows.fact(row);
          statuses.put(fact, row.getString(6));
          if (ids.add(fact.into())) {
            news.put(fact.into(), fact.other().value());
          }
          if (ids.add(fact.other())) {
            news.put(fact.other(), fact.into().value());
          }
        }
      }
    }
    return news;
  }

  /// All merges that can be reached from these ids.
  private void followFar(
      int project, Collection<DistinctId> ids, Map<MergeFact, @Nullable String> statuses)
      throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement(
            """
            WITH RECURSIVE reached (id) AS (
              SELECT unnest(?) COLLATE "C"
              UNION
              SELECT next.id FROM reached, LATERAL (
                SELECT other_id AS id FROM merges
                WHERE project = ? AND into_id = reached.id AND reason IS NULL
                UNION ALL
                SELECT into_id FROM merges
                WHERE project = ? AND other_id = reached.id AND reason IS NULL) AS next)
            SELECT at, uuid, into_id, other_id, kind, status
            FROM reached, LATERAL (
              SELECT * FROM merges
              WHERE project = ? AND into_id = reached.id AND reason IS NULL OFFSET 0) AS facts\
            """)) {
      Rows.setIds(statement, 1, ids);
      statement.setInt(2, project);
      statement.setInt(3, project);
      statement.setInt(4, project);
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          statuses.put(Rows.fact(row), row.getString(6));
        }
      }
    }
  }

  /// Adds what is known of these ids, and what is written of those that are members. The step
  /// before has none of these ids ({@link FoldStep#meets}), so what it is just writing is not
  /// missed.
  private void readKnown(int project, List<DistinctId> ids, Known known) throws SQLException {
    if (ids.isEmpty()) {
      return;
    }
    try (PreparedStatement statement =
        connection.prepareStatement(
            """
            SELECT wanted.place, known.bytes,
              was.first_id, was.survivor, was.touched_at, was.touched_by
            FROM unnest(?) WITH ORDINALITY AS wanted (id, place)
            LEFT JOIN LATERAL (
              SELECT substring(registers FROM 1 FOR ?) AS bytes FROM ids
              WHERE project = ? AND distinct_id = wanted.id OFFSET 0) AS known ON true
            LEFT JOIN LATERAL (
              SELECT first_id, survivor, touched_at, touched_by FROM members
              WHERE project = ? AND distinct_id = wanted.id OFFSET 0) AS was ON true\
            """)) {
      Rows.setIds(statement, 1, ids);
      statement.setInt(2, SIGHTINGS_BYTES);
      statement.setInt(3, project);
      statement.setInt(4, project);
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          DistinctId id = ids.get(row.getInt(1) - 1);
          byte[] registers = row.getBytes(2);
          if (registers != null) {
            known.sightings.put(id, IdRegisters.decodeSightings(registers));
          }
          String first = row.getString(3);
          if (first != null) {
            known.members.put(
                id,
                new Member(
                    new DistinctId(first),
                    new DistinctId(row.getString(4)),
                    new Stamp(row.getLong(5), Rows.eventId(row, 6))));
          }
        }
      }
    }
  }

  private void addMarks(int project, List<DistinctId> ids, Set<FoldStep.Mark> marks)
      throws SQLException {
    if (ids.isEmpty()) {
      return;
    }
    try (PreparedStatement statement =
        connection.prepareStatement(
            """
            SELECT marks.place, marks.number FROM unnest(?) AS wanted (id), LATERAL (
              SELECT ctid AS place, number FROM dirty
              WHERE historical = ANY ('{f, t}') AND distinct_id = wanted.id AND project = ?
              OFFSET 0) AS marks\
            """)) {
      Rows.setIds(statement, 1, ids);
      statement.setInt(2, project);
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          marks.add(new FoldStep.Mark(row.getString(1), row.getLong(2)));
        }
      }
    }
  }
}
