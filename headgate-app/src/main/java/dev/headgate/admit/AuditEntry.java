package dev.headgate.admit;

import dev.headgate.event.JsonBytes;
import dev.headgate.event.ProjectId;
import java.time.Instant;
import java.util.Optional;

/// A step that somebody took, as the audit is to have it: who, from where, on what, when, why, and
/// what they saw. The {@link Trail} makes a {@link TrailEntry} of it.
///
/// @param step such as `green_light`
/// @param from the state before; empty for the first
/// @param to the state after; empty where there are no states
/// @param why the reason given; may be empty
/// @param saw what they saw at that moment, in a line
/// @param evidence the document of what they saw, see {@link Evidence}
public record AuditEntry(
    ProjectId project,
    Subject subject,
    Instant at,
    Actor by,
    String step,
    String from,
    String to,
    String why,
    String saw,
    Optional<JsonBytes> evidence) {

  public static AuditEntry created(ImportRecord draft, Actor by) {
    return new AuditEntry(
        draft.project(),
        Subject.ofImport(draft.number()),
        draft.createdAt(),
        by,
        "create",
        "",
        draft.state().key(),
        "",
        "",
        Optional.empty());
  }
}
