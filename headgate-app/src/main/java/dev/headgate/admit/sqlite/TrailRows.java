package dev.headgate.admit.sqlite;

import dev.headgate.admit.AuditEntry;
import dev.headgate.admit.ControlFault;
import dev.headgate.admit.Evidence;
import dev.headgate.admit.Subject;
import dev.headgate.admit.Trail;
import dev.headgate.admit.TrailEntry;
import dev.headgate.admit.TrailHead;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Between rows and entries of the trail. Its methods run inside the caller's transaction.
final class TrailRows {
  private final Database database;

  TrailRows(Database database) {
    this.database = database;
  }

  Optional<TrailEntry> last() throws SQLException, ControlFault {
    return database.first(
        "select * from audit_trail order by sequence desc limit 1", TrailRows::entry);
  }

  /// Appends an entry with its evidence.
  TrailEntry append(TrailHead head, AuditEntry told) throws SQLException {
    TrailEntry entry = TrailEntry.after(head, told);
    database.update(
        """
        insert into audit_trail (sequence, project, kind, number, at, actor, role, address, step,
          from_state, to_state, why, saw, saw_digest, previous_hash, hash)
        values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """,
        entry.sequence(),
        entry.project(),
        entry.subject().kind(),
        entry.subject().number(),
        Columns.micros(entry.at()),
        entry.actor(),
        entry.role(),
        entry.address(),
        entry.step(),
        entry.from(),
        entry.to(),
        entry.why(),
        entry.saw(),
        entry.sawDigest(),
        entry.previousHash(),
        entry.hash());
    if (told.evidence().isPresent()) {
      database.update(
          "insert or ignore into audit_evidence values (?, ?)",
          entry.sawDigest(),
          told.evidence().get().toString());
    }
    return entry;
  }

  List<TrailEntry> entries(Trail.Question question) throws SQLException, ControlFault {
    List<Object> parameters = new ArrayList<>();
    StringBuilder where = new StringBuilder("sequence > ?");
    parameters.add(question.after());
    // Only what is asked for: a condition that may be none keeps the index from being used.
    question
        .kind()
        .ifPresent(kind -> {
          where.append(" and kind = ?");
          parameters.add(kind);
        });
    question
        .number()
        .ifPresent(number -> {
          where.append(" and number = ?");
          parameters.add(number);
        });
    question
        .since()
        .ifPresent(since -> {
          where.append(" and at >= ?");
          parameters.add(Columns.micros(since));
        });
    parameters.add(question.most());
    return database.query(
        "select * from audit_trail where " + where + " order by sequence limit ?",
        TrailRows::entry,
        parameters.toArray());
  }

  /// The digests that entries name, each with the first of them, in their order.
  List<Named> evidence() throws SQLException, ControlFault {
    return database.query(
        """
        select saw_digest, min(sequence) as first from audit_trail where saw_digest <> ''
        group by saw_digest order by first
        """,
        row -> new Named(row.getLong("first"), row.getString("saw_digest")));
  }

  /// An entry, and the digest of the document it names.
  record Named(long sequence, String digest) {}

  Optional<String> evidence(String digest) throws SQLException, ControlFault {
    return database.first(
        "select document from audit_evidence where digest = ?", row -> row.getString(1), digest);
  }

  /// Whether the document is there and has its digest.
  boolean isSound(String digest) throws SQLException, ControlFault {
    return evidence(digest).filter(text -> Evidence.digest(text).equals(digest)).isPresent();
  }

  /// As it stands there, whatever it is: what is wrong with it is the verifier's to say.
  private static TrailEntry entry(ResultSet row) throws SQLException {
    return new TrailEntry(
        row.getLong("sequence"),
        row.getLong("project"),
        new Subject(row.getString("kind"), row.getLong("number")),
        Columns.instant(row.getLong("at")),
        row.getString("actor"),
        row.getString("role"),
        row.getString("address"),
        row.getString("step"),
        row.getString("from_state"),
        row.getString("to_state"),
        row.getString("why"),
        row.getString("saw"),
        row.getString("saw_digest"),
        row.getString("previous_hash"),
        row.getString("hash"));
  }
}
