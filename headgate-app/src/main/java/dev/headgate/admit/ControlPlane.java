package dev.headgate.admit;

/// What a pipeline remembers of projects, imports, load tests, grants, floods, its calendar, whom
/// it tells and who decided what.
public interface ControlPlane extends AutoCloseable {
  Projects projects();

  Imports imports();

  LoadTests loadTests();

  Floods floods();

  AppVersions apps();

  CalendarVersions calendar();

  TellTargets tell();

  Trail trail();

  @Override
  void close();
}
