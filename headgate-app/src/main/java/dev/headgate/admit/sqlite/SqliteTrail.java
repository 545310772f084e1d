package dev.headgate.admit.sqlite;

import dev.headgate.admit.Actor;
import dev.headgate.admit.AuditEntry;
import dev.headgate.admit.ControlFault;
import dev.headgate.admit.HeadPlace;
import dev.headgate.admit.Outcome;
import dev.headgate.admit.Subject;
import dev.headgate.admit.Trail;
import dev.headgate.admit.TrailCheck.Broken;
import dev.headgate.admit.TrailCheck.Damage;
import dev.headgate.admit.TrailEnds;
import dev.headgate.admit.TrailEntry;
import dev.headgate.admit.TrailHead;
import dev.headgate.event.JsonBytes;
import dev.headgate.event.ProjectId;
import java.io.IOException;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The trail in a table that refuses updates and deletes, its head beside it.
///
/// The head is written when the transaction is committed and before anybody else's begins. Where
/// that fails, or the process ends in between, the next entry writes it first and is not appended
/// if that fails too: so the head is at most one behind. Where somebody else wrote the table or the
/// head, entries are appended all the same and the head stays as it is, so that the damage shows
/// until people {@link #accept} it.
final class SqliteTrail implements Trail {
  private final Database database;
  private final TrailRows rows;
  private final HeadPlace heads;
  private final InstantSource clock;

  SqliteTrail(Database database, HeadPlace heads, InstantSource clock) {
    this.database = database;
    this.rows = new TrailRows(database);
    this.heads = heads;
    this.clock = clock;
  }

  /// Appends an entry in the caller's transaction, which appends no other: else a crash would leave
  /// the head two behind.
  void append(AuditEntry entry) throws SQLException, ControlFault {
    if (database.awaitsCommit()) {
      throw new IllegalStateException("a second entry in one transaction: " + entry);
    }
    TrailEnds ends = now();
    if (ends.standing() == TrailEnds.Standing.ONE_BEHIND) {
      keep(ends.end());
    }
    TrailHead head = rows.append(ends.end(), entry).head();
    if (ends.standing() != TrailEnds.Standing.DOUBTFUL) {
      database.onceCommitted(() -> keepIfPossible(head));
    }
  }

  private void keep(TrailHead head) throws ControlFault {
    try {
      heads.write(head);
    } catch (IOException e) {
      throw faultOfHead(e);
    }
  }

  static ControlFault faultOfHead(IOException e) {
    return new ControlFault(
        "the head of the audit trail cannot be read or written: " + e.getMessage(),
        "check the disk, its free space and the rights of the data directory, then run the same"
            + " command again",
        e);
  }

  private void keepIfPossible(TrailHead head) {
    try {
      heads.write(head);
    } catch (IOException _) {
      // The entry and what it tells of are durable. The next one writes the head first.
    }
  }

  private TrailEnds now() throws SQLException, ControlFault {
    Optional<TrailEntry> last = rows.last();
    try {
      return new TrailEnds(
          last.map(TrailEntry::head).orElse(TrailHead.NONE),
          last.map(TrailEntry::before).orElse(TrailHead.NONE),
          heads.read());
    } catch (IOException e) {
      throw faultOfHead(e);
    }
  }

  @Override
  public List<TrailEntry> entries(Question question) throws ControlFault {
    return database.read(() -> rows.entries(question));
  }

  @Override
  public TrailEnds ends() throws ControlFault {
    return database.read(this::now);
  }

  @Override
  public Optional<JsonBytes> evidence(String digest) throws ControlFault {
    return database.read(() -> rows.evidence(digest).map(JsonBytes::of));
  }

  @Override
  public List<Broken> lostEvidence(int most) throws ControlFault {
    List<Broken> lost = new ArrayList<>();
    for (TrailRows.Named named : database.read(rows::evidence)) {
      if (lost.size() < most && !database.read(() -> rows.isSound(named.digest()))) {
        lost.add(
            new Broken(
                Damage.EVIDENCE_LOST,
                named.sequence(),
                "what was seen at entry "
                    + named.sequence()
                    + " is not kept any more, or was altered: no document has the digest "
                    + named.digest()));
      }
    }
    return lost;
  }

  @Override
  public Outcome<TrailEntry> accept(String why, Actor by) throws ControlFault {
    return database.write(() -> {
      TrailEnds ends = now();
      Optional<Broken> doubt = ends.doubt();
      if (doubt.isEmpty()) {
        return new Outcome.Refused<>(
            "the head that is kept beside the trail is the trail's: there is nothing to accept",
            "headgate audit verify looks at all of the trail");
      }
      TrailEntry entry =
          rows.append(
              ends.end(),
              new AuditEntry(
                  ProjectId.DEFAULT,
                  Subject.TRAIL,
                  clock.instant(),
                  by,
                  "accept",
                  "",
                  "",
                  why,
                  doubt.map(Broken::what).orElse(""),
                  Optional.empty()));
      database.onceCommitted(() -> keepIfPossible(entry.head()));
      return new Outcome.Done<>(entry);
    });
  }
}
