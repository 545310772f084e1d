package dev.headgate.admit;

import java.util.Locale;

/// Who does something to an import.
///
/// @param name as it stands in the audit
public record Actor(String name, Role role) {

  /// On whose behalf somebody acts.
  public enum Role {
    CUSTOMER,
    PIPELINE_TEAM,
    /// The pipeline itself: a guard, a clock.
    PIPELINE;

    public String key() {
      return name().toLowerCase(Locale.ROOT);
    }

    /// The role of a {@link #key()}.
    ///
    /// @throws IllegalArgumentException if there is none
    public static Role ofKey(String key) {
      return valueOf(key.toUpperCase(Locale.ROOT));
    }
  }

  public static Actor customer(String name) {
    return new Actor(name, Role.CUSTOMER);
  }

  public static Actor pipelineTeam(String name) {
    return new Actor(name, Role.PIPELINE_TEAM);
  }

  public static Actor pipeline(String name) {
    return new Actor(name, Role.PIPELINE);
  }
}
