package dev.headgate.admit.sqlite;

import dev.headgate.admit.ControlFault;
import dev.headgate.admit.FindingJson;
import dev.headgate.admit.FirstYes;
import dev.headgate.admit.GrantTerms;
import dev.headgate.admit.ImportRequest;
import dev.headgate.admit.Window;
import dev.headgate.json.MalformedJson;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;

/// Between rows and first yeses, of imports that have one. Its methods run inside the caller's
/// transaction.
final class FirstYesRows {
  private final Database database;

  FirstYesRows(Database database) {
    this.database = database;
  }

  /// @param asked the import's request: a yes to it differs in plan and findings only
  Optional<FirstYes> find(int number, Optional<ImportRequest> asked)
      throws SQLException, ControlFault {
    return asked.isEmpty()
        ? Optional.empty()
        : database.first(
            "select * from first_yeses where import = ?", row -> read(row, asked.get()), number);
  }

  void put(int number, Optional<FirstYes> yes) throws SQLException {
    if (yes.isPresent()) {
      insert(number, yes.get());
    } else {
      database.update("delete from first_yeses where import = ?", number);
    }
  }

  private void insert(int number, FirstYes yes) throws SQLException {
    GrantTerms terms = yes.terms();
    database.update(
        "insert or replace into first_yeses values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        number,
        yes.by(),
        Columns.micros(yes.at()),
        yes.why(),
        Columns.micros(terms.window().from()),
        Columns.micros(terms.window().to()),
        Columns.envelope(terms.envelope()),
        terms.batchEvents(),
        terms.batchBytes(),
        yes.agreed().plan().toString(),
        FindingJson.write(yes.agreed().findings()).toString(),
        yes.restsOn());
  }

  private FirstYes read(ResultSet row, ImportRequest asked) throws SQLException, ControlFault {
    try {
      return new FirstYes(
          row.getString("actor"),
          Columns.instant(row.getLong("at")),
          row.getString("why"),
          new GrantTerms(
              new Window(
                  Columns.instant(row.getLong("window_from")),
                  Columns.instant(row.getLong("window_to"))),
              Columns.envelope(row.getString("envelope")),
              row.getInt("batch_events"),
              row.getInt("batch_bytes")),
          asked
              .withPlan(Columns.json(row, "plan"))
              .withFindings(FindingJson.read(Columns.json(row, "findings"))),
          row.getString("rests_on"));
    } catch (MalformedJson | IllegalArgumentException e) {
      throw database.corrupt("the first yes to import " + row.getInt("import"), e);
    }
  }
}
