package dev.headgate.admit;

import dev.headgate.admit.Actor.Role;
import java.time.Instant;
import java.util.Optional;

/// The life of a load test: what a step makes of it, or why it may not be taken. Pure.
public final class LoadTestLifecycle {
  private LoadTestLifecycle() {}

  /// What somebody wants done to a load test.
  ///
  /// @param why the reason, for the audit; may be empty
  /// @param terms of a green light
  public record Wish(LoadTestStep step, String why, Optional<GrantTerms> terms) {
    public Wish {
      if (terms.isPresent() != (step == LoadTestStep.GREEN_LIGHT)) {
        throw new IllegalArgumentException("terms come with a green light, and with nothing else");
      }
    }

    public static Wish of(LoadTestStep step, String why) {
      return new Wish(step, why, Optional.empty());
    }
  }

  public static Outcome<LoadTestRecord> decide(
      LoadTestRecord record, Wish wish, Actor by, Instant now) {
    String name = "load test " + record.number();
    if (!wish.step().isLegalFrom(record.state())) {
      return new Outcome.Refused<>(
          name
              + " is "
              + record.state().key()
              + ": the step '"
              + wish.step().words()
              + "' is not possible from there",
          record.state().next());
    }
    if (wish.step().isForPipelineOnly() && by.role() == Role.CUSTOMER) {
      return new Outcome.Refused<>(
          "the step '" + wish.step().words() + "' is the pipeline team's to take, not a customer's",
          "ask the pipeline team, or use its key");
    }
    return switch (wish.step()) {
      case GREEN_LIGHT -> greenLight(record, wish, name);
      case START -> start(record, wish, now, name);
      case DECLINE, CANCEL, COMPLETE, STOP, REMOVE -> moved(record, wish, record.startedAt());
    };
  }

  private static Outcome<LoadTestRecord> greenLight(LoadTestRecord record, Wish wish, String name) {
    Optional<Finding> block =
        record.findings().stream().filter(each -> each.level() == Finding.Level.BLOCK).findFirst();
    return block
        .<Outcome<LoadTestRecord>>map(finding ->
            new Outcome.Refused<>(
                name + " gets no green light: " + finding.rule() + ": " + finding.evidence(),
                finding.resolve()))
        .orElseGet(() -> moved(record, wish, record.startedAt()));
  }

  private static Outcome<LoadTestRecord> start(
      LoadTestRecord record, Wish wish, Instant now, String name) {
    Window window =
        record
            .terms()
            .orElseThrow(() -> new IllegalStateException("green-lit without terms: " + record))
            .window();
    if (now.isBefore(window.from())) {
      return new Outcome.Refused<>(
          "the window of " + name + " is not open yet",
          "run the same plan again from " + window.from() + " on");
    }
    if (!now.isBefore(window.to())) {
      return new Outcome.Refused<>(
          "the window of " + name + " closed at " + window.to(),
          "cancel it, and run the plan again with another window");
    }
    return moved(record, wish, Optional.of(now));
  }

  private static Outcome<LoadTestRecord> moved(
      LoadTestRecord r, Wish wish, Optional<Instant> startedAt) {
    return new Outcome.Done<>(
        new LoadTestRecord(
            r.number(),
            r.project(),
            r.createdAt(),
            wish.step().leadsTo(),
            r.plan(),
            r.findings(),
            wish.terms().or(r::terms),
            startedAt,
            wish.why(),
            r.result()));
  }
}
