package dev.headgate.console.pages;

import dev.headgate.admit.Actor;
import dev.headgate.admit.ImportRecord;
import dev.headgate.console.KnownKeys;
import dev.headgate.event.ProjectId;
import java.time.Instant;

/// Somebody who has logged in.
///
/// @param holder of the key that they logged in with
/// @param formToken what every form of theirs has to bring back, so that no other page can post it
/// @param until when they have to log in again
record Session(Actor actor, KnownKeys.Holder holder, String formToken, Instant until) {
  boolean isTeam() {
    return actor.role() == Actor.Role.PIPELINE_TEAM;
  }

  boolean sees(ImportRecord record) {
    return sees(record.project());
  }

  boolean sees(ProjectId of) {
    return holder.own().map(project -> project.id().equals(of)).orElse(isTeam());
  }
}
