package dev.headgate.apps;

import java.util.Optional;

/// A file of apps that cannot be used: what is wrong, and where.
public final class BadAppsFile extends Exception {
  private static final long serialVersionUID = 1;

  private final int line;

  /// @param app the app at fault, by its name
  /// @param key the key at fault
  BadAppsFile(String what, int line, Optional<String> app, Optional<String> key) {
    super(
        "line "
            + line
            + app.map(name -> ", app \"" + name + "\"").orElse("")
            + key.map(name -> ", key \"" + name + "\"").orElse("")
            + ": "
            + what);
    this.line = line;
  }

  /// In the file, from 1.
  public int line() {
    return line;
  }
}
