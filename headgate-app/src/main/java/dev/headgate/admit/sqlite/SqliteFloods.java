package dev.headgate.admit.sqlite;

import dev.headgate.admit.Actor;
import dev.headgate.admit.AuditEntry;
import dev.headgate.admit.ControlFault;
import dev.headgate.admit.Evidence;
import dev.headgate.admit.Flood;
import dev.headgate.admit.FloodDecision;
import dev.headgate.admit.FloodState;
import dev.headgate.admit.Floods;
import dev.headgate.admit.Outcome;
import dev.headgate.admit.Subject;
import dev.headgate.event.ProjectId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Floods in SQLite.
final class SqliteFloods implements Floods {
  private static final Actor DETECTOR = Actor.pipeline("flood detector");

  private final Database database;
  private final SqliteTrail trail;
  private final InstantSource clock;

  SqliteFloods(Database database, SqliteTrail trail, InstantSource clock) {
    this.database = database;
    this.trail = trail;
    this.clock = clock;
  }

  @Override
  public Flood begin(Flood.Origin origin, Instant since, Flood.Amount amount) throws ControlFault {
    return database.write(() -> {
      database.update(
          """
          insert into floods (project, address, client, since, state, usual_per_second,
            peak_per_second, many_ids, requests, events, refused)
          values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
          """,
          origin.project().number(),
          origin.address(),
          origin.client(),
          Columns.micros(since),
          FloodState.DIVERTED.key(),
          amount.usualPerSecond(),
          amount.peakPerSecond(),
          amount.manyIds() ? 1 : 0,
          amount.requests(),
          amount.events(),
          amount.refused());
      int number = database.first("select last_insert_rowid()", row -> row.getInt(1)).orElseThrow();
      Flood flood = existing(number);
      note(flood, since, DETECTOR, "recognise", "", "");
      return flood;
    });
  }

  @Override
  public void grow(int number, Flood.Amount amount) throws ControlFault {
    database.write(() -> {
      put(number, amount);
      return number;
    });
  }

  private void put(int number, Flood.Amount amount) throws SQLException {
    database.update(
        "update floods set peak_per_second = ?, requests = ?, events = ?, refused = ?"
            + " where number = ?",
        amount.peakPerSecond(),
        amount.requests(),
        amount.events(),
        amount.refused(),
        number);
  }

  @Override
  public Flood cease(int number, Instant until, Flood.Amount amount) throws ControlFault {
    return database.write(() -> {
      put(number, amount);
      database.update(
          "update floods set until = ? where number = ?", Columns.micros(until), number);
      Flood flood = existing(number);
      note(flood, until, DETECTOR, "cease", flood.state().key(), "");
      return flood;
    });
  }

  @Override
  public Outcome<Flood> decide(int number, FloodDecision decision, Actor by) throws ControlFault {
    return database.write(() -> {
      Optional<Flood> found = byNumber(number);
      if (found.isEmpty()) {
        return new Outcome.Refused<>(
            "there is no flood " + number, "headgate floods lists those there are");
      }
      if (found.get().isOver() && decision.state() == FloodState.ENDED) {
        return new Outcome.Refused<>(
            "flood " + number + " has ceased already", "what was diverted is stored by itself");
      }
      database.update(
          "update floods set state = ?, drain_per_second = ? where number = ?",
          decision.state().key(),
          decision.drainPerSecond(),
          number);
      Flood flood = existing(number);
      note(
          flood,
          clock.instant(),
          by,
          decision.step(),
          found.get().state().key(),
          decision.reason());
      return new Outcome.Done<>(flood);
    });
  }

  private void note(Flood flood, Instant at, Actor by, String step, String from, String why)
      throws SQLException, ControlFault {
    Flood.Amount seen = flood.amount();
    trail.append(
        new AuditEntry(
            flood.origin().project(),
            Subject.ofFlood(flood.number()),
            at,
            by,
            step,
            from,
            flood.state().key(),
            why,
            String.format(
                Locale.ROOT,
                "%,d requests, at most %,.0f/s (usual %,.0f/s), %,d events diverted, %,d requests refused",
                seen.requests(),
                seen.peakPerSecond(),
                seen.usualPerSecond(),
                seen.events(),
                seen.refused()),
            Evidence.of(flood)));
  }

  @Override
  public Optional<Flood> find(int number) throws ControlFault {
    return database.read(() -> byNumber(number));
  }

  private Optional<Flood> byNumber(int number) throws SQLException, ControlFault {
    return database.first("select * from floods where number = ?", this::flood, number);
  }

  private Flood existing(int number) throws SQLException, ControlFault {
    return byNumber(number).orElseThrow();
  }

  @Override
  public List<Flood> latest(int most) throws ControlFault {
    return database.read(() ->
        database.query("select * from floods order by number desc limit ?", this::flood, most));
  }

  @Override
  public List<Flood> open() throws ControlFault {
    return database.read(() ->
        database.query("select * from floods where until is null order by number", this::flood));
  }

  private Flood flood(ResultSet row) throws SQLException, ControlFault {
    return new Flood(
        row.getInt("number"),
        new Flood.Origin(
            new ProjectId(row.getInt("project")),
            row.getString("address"),
            row.getString("client")),
        Columns.instant(row.getLong("since")),
        Columns.optionalInstant(row, "until"),
        state(row.getString("state")),
        row.getDouble("drain_per_second"),
        new Flood.Amount(
            row.getDouble("usual_per_second"),
            row.getDouble("peak_per_second"),
            row.getInt("many_ids") != 0,
            row.getLong("requests"),
            row.getLong("events"),
            row.getLong("refused")));
  }

  private FloodState state(String key) throws ControlFault {
    try {
      return FloodState.ofKey(key);
    } catch (IllegalArgumentException e) {
      throw database.corrupt("the state of a flood", e);
    }
  }
}
