package dev.headgate.admit.sqlite;

import dev.headgate.admit.ControlFault;
import dev.headgate.admit.GrantToken;
import dev.headgate.admit.ImportRecord;
import dev.headgate.admit.Outcome;
import dev.headgate.admit.Seal;
import dev.headgate.admit.SealedGrant;
import dev.headgate.admit.Secret;
import dev.headgate.json.MalformedJson;
import java.sql.SQLException;
import java.util.Optional;

/// The seals of the grants in `control.db`: put on with every green light and amendment, and looked
/// at before anybody may send. Its methods run inside the caller's transaction.
final class GrantSeals {
  private final Database database;
  private final ImportRows rows;
  private final Seal seal;

  GrantSeals(Database database, Seal seal) {
    this.database = database;
    this.rows = new ImportRows(database);
    this.seal = seal;
  }

  /// A grant as it is stored: its secret, and the seal that was put on it.
  private record Stored(String secret, String seal) {}

  private Optional<Stored> stored(ImportRecord record) throws SQLException, ControlFault {
    return database.first(
        "select secret, seal from grants where import = ?",
        row -> new Stored(row.getString(1), row.getString(2)),
        record.number());
  }

  /// What the stored terms say, sealed anew.
  private SealedGrant sealedAnew(ImportRecord record, Stored stored)
      throws SQLException, ControlFault {
    String project =
        database
            .first(
                "select name from projects where number = ?",
                row -> row.getString(1),
                record.project().number())
            .orElse("");
    GrantToken token = new GrantToken(record.number(), stored.secret());
    try {
      return SealedGrant.of(record, project, token, seal);
    } catch (MalformedJson e) {
      throw database.corrupt("the plan of import " + record.number(), e);
    }
  }

  /// Seals what is stored now; nothing without a grant.
  void put(ImportRecord record) throws SQLException, ControlFault {
    Optional<Stored> stored = stored(record);
    if (stored.isPresent()) {
      database.update(
          "update grants set seal = ? where import = ?",
          sealedAnew(record, stored.get()).seal(),
          record.number());
    }
  }

  /// The import's grant, if what is stored is what was sealed.
  Optional<SealedGrant> of(ImportRecord record) throws SQLException, ControlFault {
    Optional<Stored> stored = stored(record);
    if (stored.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(sealedAnew(record, stored.get()))
        .filter(sealed -> Secret.same(sealed.seal(), stored.get().seal()));
  }

  /// Whether it has a grant that is not what was sealed.
  boolean isBroken(ImportRecord record) throws SQLException, ControlFault {
    return record.terms().isPresent() && of(record).isEmpty();
  }

  /// Holds what an importer shows against what was agreed.
  Outcome<ImportRecord> check(ImportRecord record, SealedGrant.Shown shown)
      throws SQLException, ControlFault {
    return shown.heldAgainst(record, of(record), seal);
  }

  /// Seals the grants of a release that had no seals.
  void putAll() throws SQLException, ControlFault {
    for (ImportRecord record : rows.all()) {
      put(record);
    }
  }
}
