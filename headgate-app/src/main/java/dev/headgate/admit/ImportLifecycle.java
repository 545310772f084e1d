package dev.headgate.admit;

import dev.headgate.admit.Actor.Role;
import dev.headgate.event.JsonBytes;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

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
            record.project(),
            Subject.ofImport(record.number()),
            now,
            by,
            command.step().key(),
            record.state().key(),
            after.state().key(),
            why(record, command),
            Finding.summary(after.findings()),
            Evidence.of(after)));
  }

  public static ImportRecord apply(ImportRecord r, Change change) {
    Optional<GrantTerms> noTerms = Optional.empty();
    Optional<Hold> noHold = Optional.empty();
    return switch (change) {
      case Change.Submitted(ImportRequest request) ->
          r.moved(ImportState.SUBMITTED, Optional.of(request), noTerms, noHold);
      case Change.Answered(GivenAnswers answers, List<Finding> findings) ->
          r.answered(answers)
              .moved(
                  r.state(),
                  r.request().map(asked -> asked.withFindings(findings)),
                  noTerms,
                  noHold);
      case Change.GreenLit(GrantTerms terms, ImportRequest request) ->
          r.moved(ImportState.GREEN_LIT, Optional.of(request), Optional.of(terms), noHold);
      case Change.Amended(GrantTerms terms) ->
          r.moved(r.state(), r.request(), Optional.of(terms), r.hold());
      case Change.Acknowledged(Acknowledgement read) -> r.acknowledged(read);
      case Change.Started(Instant at) ->
          r.moved(ImportState.RUNNING, r.request(), r.terms(), noHold).startedAt(at);
      case Change.Paused(Hold hold) ->
          r.moved(ImportState.PAUSED, r.request(), r.terms(), Optional.of(hold));
      case Change.Completed _ -> r.moved(ImportState.COMPLETED, r.request(), r.terms(), noHold);
      case Change.Proved(ImportState to, JsonBytes verification) ->
          r.moved(to, r.request(), r.terms(), noHold).provedBy(verification);
      // What somebody let pass, they let pass for one yes.
      case Change.Withdrawn(ImportState to) ->
          r.moved(to, r.request().map(ImportRequest::withoutOverrides), noTerms, noHold);
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
      case Command.GreenLight light -> refuseBlocked(record, light);
      case Command.Amend(_, GrantTerms terms) -> refuseWider(record, terms, now);
      case Command.Start _ ->
          refuseOutsideWindow(record, now).or(() -> refuseNotAcknowledged(record));
      case Command.Resume _ ->
          refuseHeldByTeam(record, by).or(() -> refuseOutsideWindow(record, now));
      case Command.Submit _,
          Command.Answer _,
          Command.RequestChanges _,
          Command.Decline _,
          Command.Acknowledge _,
          Command.Pause _,
          Command.Complete _,
          Command.RecordVerification _,
          Command.Revoke _,
          Command.Cancel _ ->
          Optional.empty();
      case Command.Expire _ -> refuseOpen(record, now);
    };
  }

  private static Optional<Decision.Refused> refuseOpen(ImportRecord record, Instant now) {
    Instant to = record.terms().orElseThrow().window().to();
    return now.isBefore(to)
        ? refused("the window of import " + record.number() + " is open until " + to, "wait")
        : Optional.empty();
  }

  /// A yes holds for what was looked at. A block holds until it is resolved, or overridden by name;
  /// that there is nothing to import cannot be overridden.
  private static Optional<Decision.Refused> refuseBlocked(
      ImportRecord record, Command.GreenLight light) {
    if (light.basis().isPresent()
        && !(record.request().equals(Optional.of(light.basis().get().asked()))
            && record.answers().equals(light.basis().get().answers()))) {
      return refused(
          "the request of import " + record.number() + " was changed while it was looked at",
          "look at it as it is now, and decide again");
    }
    List<Finding> findings = requestOf(record, light).findings();
    for (Map.Entry<String, String> override : light.overrides().entrySet()) {
      if (findings.stream().noneMatch(each -> each.rule().equals(override.getKey()))) {
        return refused(
            "import " + record.number() + " has no finding " + override.getKey() + " to override",
            "its findings are: " + Finding.summary(findings));
      }
      if (override.getValue().isBlank()) {
        return refused(
            "overriding " + override.getKey() + " needs a reason", "say why it may pass");
      }
    }
    return findings.stream()
        .filter(Finding::blocks)
        .filter(finding ->
            !light.overrides().containsKey(finding.rule())
                || finding.rule().equals(DefaultRules.NOTHING_TO_IMPORT))
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

  /// What is agreed can be made less while it holds; for more, the team is asked again.
  private static Optional<Decision.Refused> refuseWider(
      ImportRecord record, GrantTerms terms, Instant now) {
    double peak = terms.envelope().peakPerSecond();
    if (terms.mostPerSecond().isPresent() && terms.mostPerSecond().getAsDouble() > peak) {
      return refused(
          String.format(
              Locale.ROOT,
              "%,.0f events a second are more than the %,.0f that import %d may have",
              terms.mostPerSecond().getAsDouble(),
              peak,
              record.number()),
          "for a higher peak take the green light back and give it anew");
    }
    return now.isBefore(terms.window().to())
        ? Optional.empty()
        : refused(
            "the window would have closed at " + terms.window().to(),
            "name a time to come, or revoke the green light");
  }

  /// The request that a yes is to.
  private static ImportRequest requestOf(ImportRecord record, Command.GreenLight light) {
    return light
        .basis()
        .map(Command.GreenLight.Basis::agreed)
        .orElseGet(() -> record.request().orElseThrow());
  }

  /// The same, with who let what pass.
  private static ImportRequest agreed(ImportRecord record, Command.GreenLight light, Actor by) {
    ImportRequest request = requestOf(record, light);
    List<Finding> findings =
        request.findings().stream()
            .map(finding ->
                Optional.ofNullable(light.overrides().get(finding.rule()))
                    .map(why -> finding.overriddenBy(new Finding.Overridden(by.name(), why)))
                    .orElse(finding))
            .toList();
    return request.withFindings(findings);
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

  private static Optional<Decision.Refused> refuseNotAcknowledged(ImportRecord record) {
    return record.toAcknowledge().isEmpty()
        ? Optional.empty()
        : refused(
            "the notice of import "
                + record.number()
                + " is not acknowledged: "
                + record.toAcknowledge().stream()
                    .map(Finding::rule)
                    .collect(Collectors.joining(", ")),
            "read it (headgate request --import "
                + record.number()
                + " --notice), then say so (--acknowledge)");
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
      case Command.Answer(GivenAnswers answers, List<Finding> findings, _) ->
          new Change.Answered(answers, findings);
      case Command.GreenLight light ->
          new Change.GreenLit(light.terms(), agreed(record, light, by));
      case Command.Amend(_, GrantTerms terms) -> new Change.Amended(terms);
      case Command.Acknowledge _ ->
          new Change.Acknowledged(
              record.acknowledgement().orElseGet(() -> new Acknowledgement(by.at(""), now)));
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
    if (command instanceof Command.Start && record.state() == ImportState.RUNNING) {
      return "goes on: the process that ran it ended without saying so";
    }
    return command instanceof Command.Amend(String why, GrantTerms terms)
        ? terms.differences(record.terms().orElseThrow()) + ": " + why
        : command.why();
  }

  private static Optional<Decision.Refused> refused(String what, String next) {
    return Optional.of(new Decision.Refused(what, next));
  }
}
