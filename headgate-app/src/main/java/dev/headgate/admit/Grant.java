package dev.headgate.admit;

import dev.headgate.event.ProjectId;
import java.util.Optional;

/// The right to send an import's events. Who sends takes a {@link Active}: no grant, no sending.
public sealed interface Grant {
  ProjectId project();

  GrantToken token();

  GrantTerms terms();

  default int importNumber() {
    return token().importNumber();
  }

  /// Given, and not taken back.
  record Active(ProjectId project, GrantToken token, GrantTerms terms) implements Grant {}

  /// Suspended while its import is paused.
  record Held(ProjectId project, GrantToken token, GrantTerms terms, String reason)
      implements Grant {}

  /// Its import is sent.
  record Ended(ProjectId project, GrantToken token, GrantTerms terms) implements Grant {}

  /// What the state of an import makes of its grant; empty without a green light.
  static Optional<Grant> of(ImportRecord record, GrantToken token) {
    return record.terms().map(terms -> of(record, token, terms));
  }

  private static Grant of(ImportRecord record, GrantToken token, GrantTerms terms) {
    return switch (record.state()) {
      case GREEN_LIT, RUNNING -> new Active(record.project(), token, terms);
      case PAUSED ->
          new Held(
              record.project(), token, terms, record.hold().map(Hold::reason).orElse("paused"));
      case COMPLETED, VERIFIED, INCOMPLETE -> new Ended(record.project(), token, terms);
      case DRAFT, SUBMITTED, CHANGES_REQUESTED, DECLINED, CANCELLED, EXPIRED ->
          throw new IllegalStateException("terms without a green light: " + record);
    };
  }
}
