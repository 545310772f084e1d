package dev.headgate.admit;

/// What a pipeline remembers of projects, imports, load tests, grants, floods and who decided what.
public interface ControlPlane extends AutoCloseable {
  Projects projects();

  Imports imports();

  LoadTests loadTests();

  Floods floods();

  AppVersions apps();

  Trail trail();

  @Override
  void close();
}
