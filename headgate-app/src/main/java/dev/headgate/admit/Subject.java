package dev.headgate.admit;

import dev.headgate.event.ProjectId;

/// What a step was taken on: `import:3`.
///
/// @param kind `import`, `load_test`, `flood`, `apps`, `calendar`, `tell`, `team` or `audit`; later
///   releases may have more
/// @param number of the import, the load test or the flood; of apps their project's; of calendar,
///   tell, team and audit 0
public record Subject(String kind, long number) {
  /// The audit trail itself.
  public static final Subject TRAIL = new Subject("audit", 0);

  /// The calendar of the pipeline.
  public static final Subject CALENDAR = new Subject("calendar", 0);

  /// Whom the pipeline tells what.
  public static final Subject TELL = new Subject("tell", 0);

  /// Who of the pipeline team has a key of their own.
  public static final Subject TEAM = new Subject("team", 0);

  public static Subject ofImport(int number) {
    return new Subject("import", number);
  }

  public static Subject ofLoadTest(int number) {
    return new Subject("load_test", number);
  }

  public static Subject ofFlood(int number) {
    return new Subject("flood", number);
  }

  public static Subject ofApps(ProjectId project) {
    return new Subject("apps", project.number());
  }

  @Override
  public String toString() {
    return kind + ":" + number;
  }
}
