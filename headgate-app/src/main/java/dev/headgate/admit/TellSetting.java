package dev.headgate.admit;

import java.time.Instant;
import java.util.Map;

/// Whom the pipeline tells, as it was set last.
///
/// @param definition the file, without what is secret
/// @param secrets that, by what it belongs to
public record TellSetting(
    Instant at, Actor by, String why, String definition, Map<String, String> secrets) {
  public TellSetting {
    secrets = Map.copyOf(secrets);
  }

  /// Without the secrets.
  @Override
  public String toString() {
    return "set " + at + " by " + by + ": " + definition;
  }
}
