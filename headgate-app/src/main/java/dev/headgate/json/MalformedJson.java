package dev.headgate.json;

/// What was read is not the JSON it should be. The message says what was found where, without any
/// value of the data beyond the offending character.
public final class MalformedJson extends Exception {
  private static final long serialVersionUID = 1;

  public MalformedJson(String message) {
    super(message);
  }
}
