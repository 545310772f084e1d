package dev.headgate.store.duckdb;

import dev.headgate.store.StoreFault;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Says what DuckDB's exceptions mean. It tells its errors apart by the first words of their
/// message only, so they are read here and nowhere else.
final class DuckDbFaults {
  /// How errors of rows begin: the data is refused, the engine is well.
  private static final List<String> REFUSALS =
      List.of("Invalid Input Error", "Conversion Error", "Out of Range Error");

  /// What the driver puts before the real error when it surfaced while a result was fetched.
  private static final Pattern WRAPPED =
      Pattern.compile("(?s).*?closed pending query result\\s+Error: (.*)");

  private static final Pattern HOLDER = Pattern.compile("\\(PID (\\d+)\\)");
  private static final int LONGEST_REASON = 400;

  private DuckDbFaults() {}

  static boolean refusesRows(SQLException e) {
    String message = message(e);
    return REFUSALS.stream().anyMatch(message::startsWith);
  }

  /// Whether the engine has given up the database until it is opened anew.
  static boolean isFatal(SQLException e) {
    String message = message(e);
    return message.startsWith("FATAL Error") || message.contains("has been invalidated");
  }

  /// Why a row is refused, without the row.
  static String reason(SQLException e) {
    String line = message(e).lines().findFirst().orElse("").strip();
    int input = line.indexOf(" Input: ");
    String reason = (input < 0 ? line : line.substring(0, input)).strip();
    return reason.length() <= LONGEST_REASON ? reason : reason.substring(0, LONGEST_REASON);
  }

  /// DuckDB takes what follows a question mark for a query, and puts its log elsewhere.
  static StoreFault questionMark(Path file) {
    return new StoreFault(
        "DuckDB cannot keep events in "
            + file
            + ": its path has a question mark. Choose a folder without one.",
        new SQLException("question mark in path"));
  }

  static StoreFault cannotOpen(Path file, SQLException e) {
    String message = message(e);
    Matcher holder = HOLDER.matcher(message);
    if (message.contains("Could not set lock on file")
        || message.contains("Unique file handle conflict")) {
      return new StoreFault(
          "Another process"
              + (holder.find() ? " (" + holder.group(1) + ")" : "")
              + " holds the events in "
              + file
              + ". Talk to that one, or stop it first.",
          e);
    }
    return during("opening " + file, e);
  }

  static StoreFault during(String doing, SQLException e) {
    String message = message(e);
    String next =
        message.contains("No space left") || message.contains("max_temp_directory_size")
            ? "Make room on its disk; what was committed is safe, and going on is possible."
            : message.startsWith("Out of Memory Error")
                ? "Give the engine more memory; what was committed is safe."
                : "What was committed is safe. Try again; if it happens again, look at the cause.";
    return new StoreFault(
        "The event store failed while " + doing + ": " + reason(e) + ". " + next, e);
  }

  static StoreFault during(String doing, IOException e) {
    return new StoreFault(
        "The event store failed while "
            + doing
            + ": "
            + e.getMessage()
            + ". Make sure its disk has room and is writable; what was committed is safe.",
        e);
  }

  private static String message(SQLException e) {
    String message = String.valueOf(e.getMessage());
    Matcher wrapped = WRAPPED.matcher(message);
    return wrapped.matches() ? wrapped.group(1) : message;
  }
}
