package dev.headgate.console;

import dev.headgate.admit.Actor;
import dev.headgate.admit.Project;
import dev.headgate.admit.Projects;
import dev.headgate.admit.Secret;
import java.util.Optional;

/// The keys of a pipeline: one of its team, and one of each project's customer.
public final class KnownKeys {
  private final Projects projects;
  private final String pipelineKey;

  /// Whom a key belongs to.
  ///
  /// @param own the customer's project; empty for the pipeline team, which sees all
  public record Holder(Actor.Role role, Optional<Project> own) {}

  public KnownKeys(Projects projects, String pipelineKey) {
    this.projects = projects;
    this.pipelineKey = pipelineKey;
  }

  public Optional<Holder> holder(String key) {
    if (Secret.same(key, pipelineKey)) {
      return Optional.of(new Holder(Actor.Role.PIPELINE_TEAM, Optional.empty()));
    }
    return projects
        .byCustomerKey(key)
        .map(project -> new Holder(Actor.Role.CUSTOMER, Optional.of(project)));
  }
}
