package dev.headgate.admit;

import java.time.Instant;
import java.util.Optional;

/// One step of an import: who, when, why, and what they saw.
///
/// @param step `create`, or a {@link Step#key()}
/// @param from empty for the first
/// @param why the reason given; may be empty
/// @param saw the findings at that moment, in a line
public record AuditEntry(
    int importNumber,
    Instant at,
    Actor by,
    String step,
    Optional<ImportState> from,
    ImportState to,
    String why,
    String saw) {

  public static AuditEntry created(ImportRecord draft, Actor by) {
    return new AuditEntry(
        draft.number(), draft.createdAt(), by, "create", Optional.empty(), draft.state(), "", "");
  }
}
