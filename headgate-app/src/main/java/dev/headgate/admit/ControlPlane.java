package dev.headgate.admit;

/// What a pipeline remembers of projects, imports, grants and who decided what.
public interface ControlPlane extends AutoCloseable {
  Projects projects();

  Imports imports();

  @Override
  void close();
}
