package dev.headgate.store.postgresql;

import dev.headgate.store.StoreFault;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/// Turns what PostgreSQL reports into a fault that says what to do next. States are those of
/// appendix A of its manual.
final class PostgresFaults {
  /// The state of what may succeed the second time (serialization_failure).
  static final String BEGIN_AGAIN = "40001";

  private PostgresFaults() {}

  /// Whether the same once more may well succeed: the server chose this transaction to end a
  /// deadlock, or a row was added by somebody else first.
  static boolean isWorthAnotherTry(SQLException e) {
    String state = e.getSQLState();
    return "40P01".equals(state) || BEGIN_AGAIN.equals(state) || "23505".equals(state);
  }

  /// @param doing what was being done, to complete "While ..."
  static StoreFault of(PostgresUrl url, String doing, SQLException e) {
    return new StoreFault("While " + doing + ": " + problem(url, e), e);
  }

  private static String problem(PostgresUrl url, SQLException e) {
    if (e instanceof PersonTables.UnknownLayout) {
      return url
          + " was filled by another version of Headgate ("
          + e.getMessage()
          + "). Nothing was changed. Start the version that filled it, or choose another schema"
          + " (?currentSchema=).";
    }
    String state = state(e);
    return switch (state.length() < 2 ? "" : state.substring(0, 2)) {
      case "08", "57" ->
          url
              + " does not answer. What was not committed is done again. Start the server, or check"
              + " the address, then go on.";
      case "28" ->
          url + " refused user or password (" + reason(e) + "). Correct the URL, then go on.";
      case "3D", "3F" -> url + ": " + reason(e) + ". Create it, or correct the URL, then go on.";
      case "42" ->
          url
              + " refused it ("
              + reason(e)
              + "). Does the user own the schema? Nothing of this step was stored.";
      case "53" ->
          url
              + " has no room or no connection left ("
              + reason(e)
              + "). Nothing of this step was stored. Make room, then go on: it will be done again.";
      default ->
          url
              + " refused it ("
              + state
              + ": "
              + reason(e)
              + "). Nothing of this step was stored. Please report this.";
    };
  }

  /// A pool that waited in vain has a state of its own, and the server's below it.
  private static String state(SQLException e) {
    for (Throwable cause = e.getCause(); cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLException sql && sql.getSQLState() != null) {
        return sql.getSQLState();
      }
    }
    String state = e.getSQLState();
    return state == null ? "08001" : state;
  }

  private static String reason(SQLException e) {
    Throwable last = e;
    for (@Nullable Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLException) {
        last = cause;
      }
    }
    String message = String.valueOf(last.getMessage());
    int end = message.indexOf('\n');
    return end < 0 ? message : message.substring(0, end);
  }
}
