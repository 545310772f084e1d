package dev.headgate.admit.sqlite;

import dev.headgate.admit.ControlFault;
import dev.headgate.admit.EarlierImport;
import dev.headgate.admit.ImportState;
import dev.headgate.assess.RecordSketch;
import dev.headgate.event.ProjectId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Finds imports with some of the same records under another mapping: by whole contents, then by
/// sketches of records. Its methods run inside the caller's transaction.
final class Repetitions {
  /// Sketches looked at, the newest first.
  static final int MAX_SKETCHES = 10_000;

  private final Database database;

  Repetitions(Database database) {
    this.database = database;
  }

  void keep(int importNumber, RecordSketch sketch) throws SQLException {
    database.update("insert into import_sketches values (?, ?)", importNumber, sketch.toBytes());
  }

  List<EarlierImport> find(
      ProjectId project,
      Collection<String> contentDigests,
      Optional<RecordSketch> sketch,
      String mappingDigest)
      throws SQLException, ControlFault {
    Map<Integer, EarlierImport> found = new TreeMap<>();
    for (EarlierImport sharing : byContent(project, contentDigests, mappingDigest)) {
      found.put(sharing.number(), sharing);
    }
    if (sketch.isPresent()) {
      for (EarlierImport sharing : bySketch(project, sketch.get(), mappingDigest)) {
        found.putIfAbsent(sharing.number(), sharing);
      }
    }
    return List.copyOf(found.values());
  }

  private List<EarlierImport> byContent(
      ProjectId project, Collection<String> contentDigests, String mappingDigest)
      throws SQLException, ControlFault {
    return database.query(
        """
        select i.number, i.state, i.started_at is not null as started, count(*) as shared
        from import_content c join imports i on i.number = c.import
        where i.project = ? and i.mapping_digest <> ?
          and c.content_digest in (select value from json_each(?))
        group by i.number
        """,
        row -> earlier(row, row.getInt("shared"), 0),
        project.number(),
        mappingDigest,
        Columns.texts(contentDigests));
  }

  private List<EarlierImport> bySketch(ProjectId project, RecordSketch sketch, String mappingDigest)
      throws SQLException, ControlFault {
    return database
        .query(
            """
            select i.number, i.state, i.started_at is not null as started, s.hashes
            from import_sketches s join imports i on i.number = s.import
            where i.project = ? and i.mapping_digest <> ?
            order by i.number desc limit ?
            """,
            row -> earlier(row, 0, sketch.shareIn(RecordSketch.ofBytes(row.getBytes("hashes")))),
            project.number(),
            mappingDigest,
            MAX_SKETCHES)
        .stream()
        .filter(sharing -> sharing.sharedRecords() > 0)
        .toList();
  }

  private static EarlierImport earlier(ResultSet row, int sharedFiles, double sharedRecords)
      throws SQLException {
    return new EarlierImport(
        row.getInt("number"),
        ImportState.ofKey(row.getString("state")),
        row.getBoolean("started"),
        sharedFiles,
        sharedRecords);
  }
}
