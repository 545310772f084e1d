package dev.headgate.store.sqlite;

import dev.headgate.store.StoreFault;
import java.nio.file.Path;
import java.sql.SQLException;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/// Turns what SQLite reports into a fault that says what to do next.
final class SqliteFaults {
  private SqliteFaults() {}

  /// @param doing what was being done, to complete "While ..."
  static StoreFault of(Path file, String doing, SQLException e) {
    return new StoreFault("While " + doing + ": " + problem(file, e), e);
  }

  private static String problem(Path file, SQLException e) {
    if (e instanceof PersonTables.UnknownLayout) {
      return file
          + " was written by another version of Headgate ("
          + e.getMessage()
          + "). Nothing was changed. Start the version that wrote it, or choose another --data.";
    }
    SQLiteErrorCode code =
        e instanceof SQLiteException sqlite
            ? sqlite.getResultCode()
            : SQLiteErrorCode.UNKNOWN_ERROR;
    // Extended codes carry the primary code in their low byte.
    return switch (code.code & 0xff) {
      case 13 ->
          "the disk of "
              + file
              + " is full. Nothing of this step was stored. Make room, then go on: it will be done"
              + " again.";
      case 10 ->
          file
              + " could not be read or written. Nothing of this step was stored. Check the disk and"
              + " its file system, then go on.";
      case 5, 6 ->
          file
              + " is locked by another program. End that program (a second Headgate, a database"
              + " browser), then go on.";
      case 3, 8, 14 ->
          file
              + " may not be opened or written. Check owner and permissions of the file and its"
              + " folder, then go on.";
      case 11, 26 ->
          file
              + " is damaged or no database. Keep it for inspection, and restore it from a backup.";
      default ->
          file + " refused it (" + code + "). Nothing of this step was stored. Please report this.";
    };
  }
}
