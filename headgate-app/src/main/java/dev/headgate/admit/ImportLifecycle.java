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
    ImportRecord seen =
        change instanceof Change.SaidFirst(FirstYes yes) ? after.asking(yes.agreed()) : after;
    return new Decision.Accepted(
        change,
        new AuditEntry(
            record.project(),
            Subject.ofImport(record.number()),
            now,
            by,
            taken(command, change).key(),
            record.state().key(),
            after.state().key(),
            why(record, command, change),
            Finding.summary(seen.findings()),
            Evidence.of(seen)));
  }

  private static Step taken(Command command, Change change) {
    return change instanceof Change.SaidFirst ? Step.FIRST_YES : command.step();
  }

  public static ImportRecord apply(ImportRecord r, Change change) {
    Optional<FirstYes> noYes = Optional.empty();
    Optional<GrantTerms> noTerms = Optional.empty();
    Optional<Hold> noHold = Optional.empty();
    return switch (change) {
      case Change.Submitted(ImportRequest request) ->
          r.moved(ImportState.SUBMITTED, Optional.of(request), noTerms, noHold)
              .withFirstYes(r.request().equals(Optional.of(request)) ? r.firstYes() : noYes);
      case Change.Answered(GivenAnswers answers, List<Finding> findings) ->
          r.answered(answers)
              .withFirstYes(r.answers().equals(answers) ? r.firstYes() : noYes)
              .moved(
                  r.state(),
                  r.request().map(asked -> asked.withFindings(findings)),
                  noTerms,
                  noHold);
      case Change.SaidFirst(FirstYes yes) -> r.withFirstYes(Optional.of(yes));
      case Change.GreenLit(GrantTerms terms, ImportRequest request, Optional<FirstYes> confirmed) ->
          r.moved(ImportState.GREEN_LIT, Optional.of(request), Optional.of(terms), noHold)
              .withFirstYes(confirmed);
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
      // What somebody let pass, they let pass for one yes, and to this request.
      case Change.Withdrawn(ImportState to) ->
          r.moved(to, r.request().map(ImportRequest::withoutOverrides), noTerms, noHold)
              .withFirstYes(noYes);
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
      case Command.GreenLight light ->
          refuseOtherEyes(record, light, by)
              .or(() -> refuseOutdated(record, light))
              .or(() -> refuseBlocked(record, light));
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

  /// Where four eyes look, they are of two people who are known by keys of their own.
  private static Optional<Decision.Refused> refuseOtherEyes(
      ImportRecord record, Command.GreenLight light, Actor by) {
    if (light.eyes() == Eyes.TWO) {
      return Optional.empty();
    }
    String decide = "headgate decide green-light " + record.number() + " --reason WHY --key KEY";
    if (!by.isMember()) {
      return refused(
          "the green light of import "
              + record.number()
              + " takes the yes of two members of the pipeline team, each by a key of their own; this"
              + " key does not say who you are",
          "say yes by your own key ("
              + decide
              + ", or the console); headgate team add makes one. Then run the same import again");
    }
    return record
        .firstYes()
        .filter(yes -> yes.isOf(by))
        .map(yes ->
            new Decision.Refused(
                yes.by() + " has said yes to import " + record.number() + " already",
                "have another member of the team say the second yes: " + decide));
  }

  /// A yes holds for what was looked at.
  private static Optional<Decision.Refused> refuseOutdated(
      ImportRecord record, Command.GreenLight light) {
    if (light.basis().isPresent()
        && !(record.request().equals(Optional.of(light.basis().get().asked()))
            && record.answers().equals(light.basis().get().answers())
            && record.firstYes().equals(light.basis().get().firstYes()))) {
      return refused(
          "the request of import " + record.number() + " was changed while it was looked at",
          "look at it as it is now, and decide again");
    }
    return confirmed(record, light)
        .filter(yes -> !yes.holdsFor(record))
        .map(yes ->
            new Decision.Refused(
                "what "
                    + yes.by()
                    + " said yes to is not what import "
                    + record.number()
                    + " is now",
                "look at it as it is now, and say yes on terms of your own: that is a new first"
                    + " yes"));
  }

  /// The first yes that this one says again, so that it is the second.
  private static Optional<FirstYes> confirmed(ImportRecord record, Command.GreenLight light) {
    return light.eyes() == Eyes.TWO
        ? Optional.empty()
        : record.firstYes().filter(yes -> yes.isSaidBy(light, requestOf(record, light)));
  }

  /// A block holds until it is resolved, or overridden by name; that there is nothing to import
  /// cannot be overridden.
  private static Optional<Decision.Refused> refuseBlocked(
      ImportRecord record, Command.GreenLight light) {
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

  /// What is agreed can be made less while it holds; for more, the team is asked again. One person
  /// does not make the window longer that two agreed to.
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
    if (!now.isBefore(terms.window().to())) {
      return refused(
          "the window would have closed at " + terms.window().to(),
          "name a time to come, or revoke the green light");
    }
    return record
        .firstYes()
        .map(yes -> yes.terms().window())
        .filter(agreed -> !terms.window().isWithin(agreed))
        .map(agreed ->
            new Decision.Refused(
                "two people agreed to import "
                    + record.number()
                    + " between "
                    + agreed.from()
                    + " and "
                    + agreed.to(),
                "for another window take the green light back, and have two people give it anew"));
  }

  /// The request that a yes is to.
  private static ImportRequest requestOf(ImportRecord record, Command.GreenLight light) {
    return light
        .basis()
        .map(Command.GreenLight.Basis::agreed)
        .orElseGet(() -> record.request().orElseThrow());
  }

  /// The same, with who let what pass: the first of two, whom the second confirms.
  private static ImportRequest agreed(ImportRecord record, Command.GreenLight light, Actor by) {
    ImportRequest request = requestOf(record, light);
    String who = confirmed(record, light).map(FirstYes::by).orElse(by.name());
    List<Finding> findings =
        request.findings().stream()
            .map(finding ->
                Optional.ofNullable(light.overrides().get(finding.rule()))
                    .map(why -> finding.overriddenBy(new Finding.Overridden(who, why)))
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
      case Command.GreenLight light -> yes(record, light, by, now);
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

  private static Change yes(ImportRecord record, Command.GreenLight light, Actor by, Instant now) {
    ImportRequest agreed = agreed(record, light, by);
    Optional<FirstYes> confirmed = confirmed(record, light);
    return light.eyes() == Eyes.FOUR && confirmed.isEmpty()
        ? new Change.SaidFirst(FirstYes.to(record, agreed, light, by, now))
        : new Change.GreenLit(light.terms(), agreed, confirmed);
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

  private static String why(ImportRecord record, Command command, Change change) {
    if (command instanceof Command.Start && record.state() == ImportState.RUNNING) {
      return "goes on: the process that ran it ended without saying so";
    }
    return switch (change) {
      case Change.Amended(GrantTerms terms) ->
          terms.differences(record.terms().orElseThrow()) + ": " + command.why();
      case Change.SaidFirst(FirstYes yes) ->
          record.firstYes().map(other -> "in place of the yes of " + other.by() + ", ").orElse("")
              + yes.terms().words()
              + ": "
              + yes.why();
      case Change.GreenLit(_, _, Optional<FirstYes> confirmed) ->
          confirmed
                  .map(yes -> "confirms the yes of " + yes.by() + " (" + yes.why() + "): ")
                  .orElse("")
              + command.why();
      case Change.Submitted _,
          Change.Answered _,
          Change.Acknowledged _,
          Change.Started _,
          Change.Paused _,
          Change.Completed _,
          Change.Proved _,
          Change.Withdrawn _ ->
          command.why();
    };
  }

  private static Optional<Decision.Refused> refused(String what, String next) {
    return Optional.of(new Decision.Refused(what, next));
  }
}
