package dev.headgate.event;

/// The write-only key a project's clients carry in their payload (`api_key`): 1 to 64 ASCII
/// characters.
public record ProjectToken(String value) {
  public ProjectToken {
    if (value.isEmpty() || value.length() > 64 || !value.chars().allMatch(c -> c > 32 && c < 127)) {
      throw new IllegalArgumentException("a project token is 1 to 64 visible ASCII characters");
    }
  }

  @Override
  public String toString() {
    return value;
  }
}
