package dev.headgate.admit;

import dev.headgate.admit.Actor.Role;
import dev.headgate.event.JsonBytes;
import java.time.Instant;
import java.util.Optional;

/// The life of an import: {@link #decide} says what a command changes, or why it may not; {@link
/// #apply} carries a change out. Both are pure.
public final class ImportLifecycle {
  private ImportLifecycle() {}

  public static Decision decide(ImportRecord record, Command command, Actor by, Instant now) {
    Optional<Decision.Refused> refusal =
        refuseStep(record, command.step(), by).or(() -> refuseCommand(record, command, by, now));
    if (refusal.isPresent()) {
      return refusal.get();
    }
    Change change = changeOf(record, command, by, now);
    ImportRecord after = apply(record, change);
    return new Decision.Accepted(
        change,
        new AuditEntry(
            record.number(),
            now,
            by,
            command.step().key(),
            Optional.of(record.state()),
            after.state(),
            why(record, command),
            Finding.summary(after.findings())));
  }

  public static ImportRecord apply(ImportRecord r, Change change) {
    Optional<GrantTerms> noTerms = Optional.empty();
    Optional<Hold> noHold = Optional.empty();
    return switch (change) {
      case Change.Submitted(ImportRequest request) ->
          r.moved(ImportState.SUBMITTED, Optional.of(request), noTerms, noHold);
      case Change.GreenLit(GrantTerms terms) ->
          r.moved(ImportState.GREEN_LIT, r.request(), Optional.of(terms), noHold);
      case Change.Started(Instant at) ->
          r.moved(ImportState.RUNNING, r.request(), r.terms(), noHold).startedAt(at);
      case Change.Paused(Hold hold) ->
          r.moved(ImportState.PAUSED, r.request(), r.terms(), Optional.of(hold));
      case Change.Completed _ -> r.moved(ImportState.COMPLETED, r.request(), r.terms(), noHold);
      case Change.Proved(ImportState to, JsonBytes verification) ->
          r.moved(to, r.request(), r.terms(), noHold).provedBy(verification);
      case Change.Withdrawn(ImportState to) -> r.moved(to, r.request(), noTerms, noHold);
    };
  }

  private static Optional<Decision.Refused> refuseStep(ImportRecord record, Step step, Actor by) {
    if (!step.isLegalFrom(record.state())) {
      return refused(
          "import "
              + record.number()
              + " is "
              + record.state().key()
              + ": the step '"
              + step.words()
              + "' is not possible from there",
          record.state().next());
    }
    if (step.isForPipelineOnly() && by.role() == Role.CUSTOMER) {
      return refused(
          "the step '" + step.words() + "' is the pipeline team's to take, not a customer's",
          "ask the pipeline team, or use its key");
    }
    return Optional.empty();
  }

  private static Optional<Decision.Refused> refuseCommand(
      ImportRecord record, Command command, Actor by, Instant now) {
    return switch (command) {
      case Command.GreenLight _ -> refuseBlocked(record);
      case Command.Start _ -> refuseOutsideWindow(record, now);
      case Command.Resume _ ->
          refuseHeldByTeam(record, by).or(() -> refuseOutsideWindow(record, now));
      case Command.Submit _,
          Command.RequestChanges _,
          Command.Decline _,
          Command.Pause _,
          Command.Complete _,
          Command.RecordVerification _,
          Command.Revoke _,
          Command.Expire _,
          Command.Cancel _ ->
          Optional.empty();
    };
  }

  private static Optional<Decision.Refused> refuseBlocked(ImportRecord record) {
    return record.findings().stream()
        .filter(finding -> finding.level() == Finding.Level.BLOCK)
        .findFirst()
        .map(first ->
            new Decision.Refused(
                "import "
                    + record.number()
                    + " gets no green light: "
                    + first.rule()
                    + ": "
                    + first.evidence(),
                first.resolve()));
  }

  private static Optional<Decision.Refused> refuseOutsideWindow(ImportRecord record, Instant now) {
    GrantTerms terms =
        record
            .terms()
            .orElseThrow(
                () -> new IllegalStateException(record.state() + " without terms: " + record));
    Window window = terms.window();
    if (now.isBefore(window.from())) {
      return refused(
          "the window of import " + record.number() + " is not open yet",
          "run the same import again from " + window.from() + " on");
    }
    if (!now.isBefore(window.to())) {
      return refused(
          "the window of import " + record.number() + " closed at " + window.to(),
          "ask the pipeline team for another window");
    }
    return Optional.empty();
  }

  private static Optional<Decision.Refused> refuseHeldByTeam(ImportRecord record, Actor by) {
    return record
        .hold()
        .filter(hold -> isTheTeamsAgainst(hold, by))
        .map(hold ->
            new Decision.Refused(
                "the pipeline team paused import " + record.number() + ": " + hold.reason(),
                "ask " + hold.by().name() + " of the pipeline team to resume it"));
  }

  private static Change changeOf(ImportRecord record, Command command, Actor by, Instant now) {
    return switch (command) {
      case Command.Submit(ImportRequest request) -> new Change.Submitted(request);
      case Command.GreenLight(_, GrantTerms terms) -> new Change.GreenLit(terms);
      case Command.Start _, Command.Resume _ -> new Change.Started(now);
      case Command.Pause(String why) -> new Change.Paused(heldBy(record, by, why));
      case Command.Complete _ -> new Change.Completed();
      case Command.RecordVerification(boolean verified, var verification) ->
          new Change.Proved(proofLeadsTo(record, verified), verification);
      case Command.RequestChanges _ -> new Change.Withdrawn(ImportState.CHANGES_REQUESTED);
      case Command.Decline _ -> new Change.Withdrawn(ImportState.DECLINED);
      case Command.Revoke _ -> new Change.Withdrawn(ImportState.SUBMITTED);
      case Command.Expire _ -> new Change.Withdrawn(ImportState.EXPIRED);
      case Command.Cancel _ -> new Change.Withdrawn(ImportState.CANCELLED);
    };
  }

  /// A pause of the team stays the team's, whoever pauses on top of it.
  private static Hold heldBy(ImportRecord record, Actor by, String why) {
    return record.hold().filter(hold -> isTheTeamsAgainst(hold, by)).orElse(new Hold(by, why));
  }

  private static boolean isTheTeamsAgainst(Hold hold, Actor by) {
    return hold.by().role() == Role.PIPELINE_TEAM && by.role() != Role.PIPELINE_TEAM;
  }

  private static ImportState proofLeadsTo(ImportRecord record, boolean verified) {
    if (!verified) {
      return ImportState.COMPLETED;
    }
    return record.truncationAccepted() ? ImportState.INCOMPLETE : ImportState.VERIFIED;
  }

  private static String why(ImportRecord record, Command command) {
    return command instanceof Command.Start && record.state() == ImportState.RUNNING
        ? "goes on: the process that ran it ended without saying so"
        : command.why();
  }

  private static Optional<Decision.Refused> refused(String what, String next) {
    return Optional.of(new Decision.Refused(what, next));
  }
}
