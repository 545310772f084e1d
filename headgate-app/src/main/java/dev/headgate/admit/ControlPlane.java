package dev.headgate.admit;

/// What a pipeline remembers of projects, imports, load tests, grants and who decided what.
public interface ControlPlane extends AutoCloseable {
  Projects projects();

  Imports imports();

  LoadTests loadTests();

  @Override
  void close();
}
