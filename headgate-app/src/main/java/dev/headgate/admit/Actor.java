package dev.headgate.admit;

import java.util.Locale;

/// Who does something to an import, and from where.
///
/// @param name as it stands in the audit
/// @param address where the request came from; empty for the pipeline itself
/// @param isMember whether a key of their own says who they are, see {@link TeamMember}; known only
///   while they act
public record Actor(String name, Role role, String address, boolean isMember) {
  /// Whoever acts with the key that the pipeline team shares, and does not say their name.
  public static final String OF_THE_TEAM = "pipeline team";

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

  /// Somebody of whom it is not told, or not kept, where they are.
  public Actor(String name, Role role) {
    this(name, role, "", false);
  }

  public static Actor customer(String name) {
    return new Actor(name, Role.CUSTOMER);
  }

  public static Actor pipelineTeam(String name) {
    return new Actor(name, Role.PIPELINE_TEAM);
  }

  public static Actor member(String name) {
    return new Actor(name, Role.PIPELINE_TEAM, "", true);
  }

  public static Actor pipeline(String name) {
    return new Actor(name, Role.PIPELINE);
  }

  /// The same, whose request came from there.
  public Actor at(String whereFrom) {
    return new Actor(name, role, whereFrom, isMember);
  }
}
