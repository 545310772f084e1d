package dev.headgate.admit.sqlite;

import dev.headgate.admit.ControlFault;
import dev.headgate.admit.GrantToken;
import dev.headgate.admit.ImportRecord;
import dev.headgate.admit.Outcome;
import dev.headgate.admit.Seal;
import dev.headgate.admit.SealedGrant;
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

  /// What the import's grant says, sealed anew; empty where it has none.
  Optional<SealedGrant> of(ImportRecord record) throws SQLException, ControlFault {
    Optional<String> secret = column(record, "secret");
    if (record.terms().isEmpty() || secret.isEmpty()) {
      return Optional.empty();
    }
    String project =
        database
            .first(
                "select name from projects where number = ?",
                row -> row.getString(1),
                record.project().number())
            .orElse("");
    GrantToken token = new GrantToken(record.number(), secret.get());
    try {
      return Optional.of(SealedGrant.of(record, project, token, seal));
    } catch (MalformedJson e) {
      throw database.corrupt("the plan of import " + record.number(), e);
    }
  }

  /// Seals what is stored now.
  void put(ImportRecord record) throws SQLException, ControlFault {
    Optional<SealedGrant> sealed = of(record);
    if (sealed.isPresent()) {
      database.update(
          "update grants set seal = ? where import = ?", sealed.get().seal(), record.number());
    }
  }

  /// Whether what is stored is what was sealed; there is nothing to doubt without a grant.
  boolean hold(ImportRecord record) throws SQLException, ControlFault {
    Optional<SealedGrant> sealed = of(record);
    return sealed.isEmpty() || column(record, "seal").equals(sealed.map(SealedGrant::seal));
  }

  /// Holds what an importer shows against what was agreed.
  Outcome<ImportRecord> check(ImportRecord record, SealedGrant.Shown shown)
      throws SQLException, ControlFault {
    return shown.heldAgainst(record, of(record), seal);
  }

  private Optional<String> column(ImportRecord record, String name)
      throws SQLException, ControlFault {
    return database.first(
        "select " + name + " from grants where import = ?",
        row -> row.getString(1),
        record.number());
  }

  /// Seals the grants of a release that had no seals.
  void putAll() throws SQLException, ControlFault {
    for (ImportRecord record : rows.all()) {
      put(record);
    }
  }
}
