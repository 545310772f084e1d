package dev.headgate.console.pages;

import dev.headgate.admit.Actor;
import dev.headgate.admit.ImportRecord;
import dev.headgate.admit.Project;
import dev.headgate.event.ProjectId;
import java.time.Instant;
import java.util.Optional;

/// Somebody who has logged in.
///
/// @param own the customer's project; empty for the pipeline team, which sees all
/// @param formToken what every form of theirs has to bring back, so that no other page can post it
/// @param until when they have to log in again
record Session(Actor actor, Optional<Project> own, String formToken, Instant until) {
  boolean isTeam() {
    return actor.role() == Actor.Role.PIPELINE_TEAM;
  }

  boolean sees(ImportRecord record) {
    return sees(record.project());
  }

  boolean sees(ProjectId of) {
    return own.map(project -> project.id().equals(of)).orElse(isTeam());
  }
}
