package dev.headgate.console;

import dev.headgate.admit.Actor;
import dev.headgate.admit.Project;
import dev.headgate.admit.Projects;
import dev.headgate.admit.Secret;
import dev.headgate.admit.TeamMember;
import dev.headgate.admit.TeamMembers;
import java.util.Optional;

/// The keys of a pipeline: one that its team shares, one of each of the team's members, and one of
/// each project's customer.
public final class KnownKeys {
  private final Projects projects;
  private final TeamMembers team;
  private final String pipelineKey;

  /// Whom a key belongs to.
  ///
  /// @param own the customer's project; empty for the pipeline team, which sees all
  /// @param member of the team, if it is the key of one
  public record Holder(Actor.Role role, Optional<Project> own, Optional<TeamMember> member) {
    /// Who acts with the key.
    ///
    /// @param name of whoever says it; not heard where the key is a member's, and says who it is
    public Actor actor(String name) {
      return member.map(each -> Actor.member(each.name())).orElseGet(() -> new Actor(name, role));
    }
  }

  /// @param pipelineKey that the team shares
  public KnownKeys(Projects projects, TeamMembers team, String pipelineKey) {
    this.projects = projects;
    this.team = team;
    this.pipelineKey = pipelineKey;
  }

  public Optional<Holder> holder(String key) {
    if (Secret.same(key, pipelineKey)) {
      return Optional.of(new Holder(Actor.Role.PIPELINE_TEAM, Optional.empty(), Optional.empty()));
    }
    Optional<TeamMember> member = team.byKey(key);
    if (member.isPresent()) {
      return Optional.of(new Holder(Actor.Role.PIPELINE_TEAM, Optional.empty(), member));
    }
    return projects
        .byCustomerKey(key)
        .map(project -> new Holder(Actor.Role.CUSTOMER, Optional.of(project), Optional.empty()));
  }

  /// Whether the key that somebody came with is still one: a member may have been removed since.
  public boolean stillHolds(Holder holder) {
    return holder.member().map(team.list()::contains).orElse(true);
  }

  /// Whether only its own key speaks for a name of the team: that of a member, also of one who was
  /// removed.
  public boolean isMembers(String name) {
    return team.isTaken(name);
  }
}
