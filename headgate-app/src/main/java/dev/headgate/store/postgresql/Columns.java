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

  /// As parameters, from this place on.
  void set(PreparedStatement statement, int place) throws SQLException {
    Connection connection = statement.getConnection();
    for (int i = 0; i < types.size(); i++) {
      List<@Nullable Object> column = values.get(i);
      @Nullable Object[] elements =
          types.get(i).equals("bytea") ? column.toArray(new byte[0][]) : column.toArray();
      Array array = connection.createArrayOf(types.get(i), elements);
      statement.setArray(place + i, array);
    }
  }
}
