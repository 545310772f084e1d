package dev.headgate.apps;

import java.util.List;

/// Where a property stands: its name, or the names on the way to it with dots between them, such as
/// `$set.email`. A property that has the whole text as its name comes first.
public record PropertyPath(String text) {
  /// Deepest path.
  private static final int MAX_STEPS = 10;

  private static final int MAX_CHARACTERS = 400;

  public PropertyPath {
    if (text.isBlank() || text.length() > MAX_CHARACTERS) {
      throw new IllegalArgumentException("a property has a name of 1 to 400 characters");
    }
    List<String> steps = List.of(text.split("\\.", -1));
    if (steps.size() > MAX_STEPS) {
      throw new IllegalArgumentException("a path has at most " + MAX_STEPS + " names");
    }
  }

  /// The first name on the way.
  String first() {
    int dot = text.indexOf('.');
    return dot < 0 ? text : text.substring(0, dot);
  }

  @Override
  public String toString() {
    return text;
  }
}
