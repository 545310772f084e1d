package dev.headgate.store.duckdb;

import java.nio.file.Path;

/// Paths as SQL literals.
final class Sql {
  private Sql() {}

  static String literal(Path path) {
    return "'" + path.toAbsolutePath().toString().replace("'", "''") + "'";
  }

  /// The same for functions that take patterns: a character that would be a wildcard stands alone
  /// in brackets.
  static String pathLiteral(Path path) {
    StringBuilder out = new StringBuilder("'");
    path.toAbsolutePath()
        .toString()
        .chars()
        .forEach(c -> {
          switch (c) {
            case '*', '?', '[' -> out.append('[').append((char) c).append(']');
            case '\'' -> out.append("''");
            default -> out.append((char) c);
          }
        });
    return out.append("'").toString();
  }
}
