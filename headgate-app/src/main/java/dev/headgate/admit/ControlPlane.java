package dev.headgate.admit;

/// What a pipeline remembers of projects, imports, load tests, grants, floods, its calendar, whom
/// it tells, its team and who decided what.
public interface ControlPlane extends AutoCloseable {
  Projects projects();

  Imports imports();

  LoadTests loadTests();

  Floods floods();

  AppVersions apps();

  CalendarVersions calendar();

  TellTargets tell();

  TeamMembers team();

  Trail trail();

  @Override
  void close();
}
