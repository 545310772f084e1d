package dev.headgate.store.postgresql;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Rows to be sent as one array a column, so that any number of them is one statement and one round
/// trip.
final class Columns {
  private final List<String> types;
  private final List<List<@Nullable Object>> values = new ArrayList<>();

  /// @param types of the columns, as PostgreSQL names them
  Columns(String... types) {
    this.types = List.of(types);
    for (int i = 0; i < types.length; i++) {
      values.add(new ArrayList<>());
    }
  }

  void add(@Nullable Object... row) {
    for (int i = 0; i < row.length; i++) {
      values.get(i).add(row[i]);
    }
  }

  boolean isEmpty() {
    return values.getFirst().isEmpty();
  }

  int size() {
    return values.getFirst().size();
  }

  /// An array of the class that the driver sends as bytes; of others it makes text.
  private static @Nullable Object[] none(String type) {
    return switch (type) {
      case "text" -> new String[0];
      case "int8" -> new Long[0];
      case "int4" -> new Integer[0];
      case "bytea" -> new byte[0][];
      default -> new Object[0];
    };
  }

  /// As parameters, from this place on.
  void set(PreparedStatement statement, int place) throws SQLException {
    Connection connection = statement.getConnection();
    for (int i = 0; i < types.size(); i++) {
      @Nullable Object[] elements = values.get(i).toArray(none(types.get(i)));
      Array array = connection.createArrayOf(types.get(i), elements);
      statement.setArray(place + i, array);
    }
  }
}
