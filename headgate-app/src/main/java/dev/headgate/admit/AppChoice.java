package dev.headgate.admit;

import java.util.List;

/// Which of its project's apps an import goes through.
///
/// @param version of the project's apps, from 1; 0 where it has none
/// @param names of the apps, in the order they run
public record AppChoice(int version, List<String> names) {
  /// No apps, of a project without any.
  public static final AppChoice NONE = new AppChoice(0, List.of());

  public AppChoice {
    names = List.copyOf(names);
  }
}
