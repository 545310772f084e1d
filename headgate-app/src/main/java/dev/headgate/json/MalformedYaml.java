package dev.headgate.json;

/// What was read is not the YAML it should be.
public final class MalformedYaml extends Exception {
  private static final long serialVersionUID = 1;

  private final int line;

  /// @param line where, counted from 1
  public MalformedYaml(String message, int line) {
    super(message);
    this.line = line;
  }

  public int line() {
    return line;
  }
}
