package dev.headgate.admit;

import static dev.headgate.admit.Finding.Level.BLOCK;
import static dev.headgate.admit.Finding.Level.NOTE;
import static dev.headgate.admit.Finding.Level.WARN;

import dev.headgate.admit.GivenAnswers.Commitment;
import dev.headgate.assess.Amounts;
import dev.headgate.assess.Assessment;
import dev.headgate.plan.ImportPlan;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What people should have answered, and what their answers mean for the plan.
final class AnswerRules {
  /// From here on an import costs the pipeline's people more than a look.
  static final long LARGE = 1_000_000;

  /// From here on it is a project of its own.
  static final long HUGE = 100_000_000;

  /// Events younger than this may still be on their way from live clients.
  static final Duration YOUNG = Duration.ofDays(2);

  /// A window shorter than the plan times this leaves no room for a pause.
  private static final double ROOM = 1.25;

  private AnswerRules() {}

  static List<AnswerRule> all() {
    return List.of(
        new CommitmentUnknown(),
        new ContractMissing(),
        new ContactMissing(),
        new WindowPast(),
        new WindowTooShort(),
        new DeadlineCannotBeMet(),
        new YoungTimestamps());
  }

  record CommitmentUnknown() implements AnswerRule {
    @Override
    public String name() {
      return "commitment_unknown";
    }

    @Override
    public String why() {
      return "A large import costs the pipeline and its people real effort. Before it, they "
          + "should know that the customer means to stay, or that the import itself is the "
          + "trial.";
    }

    @Override
    public Optional<Finding> check(
        Assessment found, ImportPlan plan, GivenAnswers answers, Instant now) {
      if (found.events() < LARGE) {
        return Optional.empty();
      }
      List<String> missing = new ArrayList<>();
      if (answers.commitment().isEmpty()) {
        missing.add("nobody said whether the customer is committed");
      }
      if (!answers.productQuestionsAnswered()) {
        missing.add("the customer's questions about the product are not known to be answered");
      }
      boolean trial = answers.commitment().equals(Optional.of(Commitment.TRIAL));
      if (trial) {
        missing.add("the import itself is the trial");
      }
      if (missing.isEmpty()) {
        return Optional.empty();
      }
      return Optional.of(
          new Finding(
              name(),
              found.events() > HUGE ? BLOCK : WARN,
              DefaultRules.count(found.events(), "event")
                  + " to import, and "
                  + String.join("; ", missing),
              "answer \"commitment\" and \"product_questions_answered\""
                  + (trial ? ", or try with a part of the export first" : "")));
    }
  }

  record ContractMissing() implements AnswerRule {
    @Override
    public String name() {
      return "contract_missing";
    }

    @Override
    public String why() {
      return "An import of more than a hundred million events is a project: somebody has "
          + "agreed to it, and the agreement has a name.";
    }

    @Override
    public Optional<Finding> check(
        Assessment found, ImportPlan plan, GivenAnswers answers, Instant now) {
      return findingIf(
          found.events() > HUGE && !answers.has(Question.CONTRACT),
          BLOCK,
          DefaultRules.count(found.events(), "event")
              + ", and no contract is named; above "
              + DefaultRules.number(HUGE)
              + " one is needed",
          "answer \"contract\"");
    }
  }

  record ContactMissing() implements AnswerRule {
    @Override
    public String name() {
      return "contact_missing";
    }

    @Override
    public String why() {
      return "While an import runs, somebody must be there who can stop it, mend the export "
          + "and decide. One person can be ill.";
    }

    @Override
    public Optional<Finding> check(
        Assessment found, ImportPlan plan, GivenAnswers answers, Instant now) {
      boolean first = answers.has(Question.CONTACT);
      boolean second = answers.has(Question.SECOND_CONTACT);
      return findingIf(
          found.events() >= LARGE && !(first && second),
          first ? NOTE : WARN,
          first
              ? "if "
                  + answers.text(Question.CONTACT).orElseThrow()
                  + " cannot be reached,"
                  + " nobody else is named"
              : "nobody is named who watches the import while it runs",
          first ? "answer \"second_contact\"" : "answer \"contact\" and \"second_contact\"");
    }
  }

  record WindowPast() implements AnswerRule {
    @Override
    public String name() {
      return "window_past";
    }

    @Override
    public String why() {
      return "A window or a deadline that has passed is a wish nobody can grant.";
    }

    @Override
    public Optional<Finding> check(
        Assessment found, ImportPlan plan, GivenAnswers answers, Instant now) {
      Optional<Instant> end = answers.to().filter(to -> !now.isBefore(to));
      Optional<Instant> deadline = answers.deadline().filter(until -> !now.isBefore(until));
      return findingIf(
          end.isPresent() || deadline.isPresent(),
          BLOCK,
          end.map(to -> "the window that is wished for ended at " + shown(to))
              .orElseGet(
                  () -> "the deadline has passed: " + deadline.map(AnswerRules::shown).orElse("")),
          "answer \"window_from\", \"window_to\" and \"deadline\" anew");
    }
  }

  record WindowTooShort() implements AnswerRule {
    @Override
    public String name() {
      return "window_too_short";
    }

    @Override
    public String why() {
      return "An import that does not end within its window stops there and needs another "
          + "one. A pause for live traffic takes time too.";
    }

    @Override
    public boolean isForTheNotice() {
      return true;
    }

    @Override
    public Optional<Finding> check(
        Assessment found, ImportPlan plan, GivenAnswers answers, Instant now) {
      Optional<Duration> length =
          answers.window().map(window -> Duration.between(window.from(), window.to()));
      double needed = plan.durationSeconds() * ROOM;
      return findingIf(
          length.isPresent() && length.get().toSeconds() < needed,
          WARN,
          "the window has "
              + length.map(AnswerRules::shown).orElse("")
              + ", the plan needs "
              + shown(ofSeconds(plan.durationSeconds()))
              + " without a pause",
          "wish for a window of " + shown(ofSeconds(needed)) + " or more, or for a higher peak");
    }
  }

  record DeadlineCannotBeMet() implements AnswerRule {
    @Override
    public String name() {
      return "deadline_cannot_be_met";
    }

    @Override
    public String why() {
      return "If the plan ends after the deadline it is better to know now than on the day.";
    }

    @Override
    public boolean isForTheNotice() {
      return true;
    }

    @Override
    public Optional<Finding> check(
        Assessment found, ImportPlan plan, GivenAnswers answers, Instant now) {
      Instant start = answers.from().filter(from -> from.isAfter(now)).orElse(now);
      Instant end = start.plus(ofSeconds(plan.durationSeconds()));
      Optional<Instant> missed = answers.deadline().filter(end::isAfter);
      return findingIf(
          missed.isPresent() && now.isBefore(missed.get()),
          BLOCK,
          "begun at "
              + shown(start)
              + " the plan ends at "
              + shown(end)
              + ", after the deadline "
              + missed.map(AnswerRules::shown).orElse(""),
          "begin earlier, ask for a higher peak, or move the deadline");
    }
  }

  record YoungTimestamps() implements AnswerRule {
    @Override
    public String name() {
      return "young_timestamps";
    }

    @Override
    public String why() {
      return "Where an export and live traffic overlap, the same event comes twice, under "
          + "two uuids, unless the export keeps those of the clients.";
    }

    @Override
    public boolean isForTheNotice() {
      return true;
    }

    @Override
    public Optional<Finding> check(
        Assessment found, ImportPlan plan, GivenAnswers answers, Instant now) {
      Instant from = now.minus(YOUNG);
      Optional<Instant> young =
          found
              .lastTimestamp()
              .map(Instant::parse)
              .filter(last -> last.isAfter(from) && !last.isAfter(now));
      return findingIf(
          young.isPresent(),
          WARN,
          "its last event is of "
              + young.map(AnswerRules::shown).orElse("")
              + ", less than 48 hours ago: live clients may still send such events",
          "nothing to do if the clients of these events send elsewhere; else end the export where"
              + " live traffic begins");
    }
  }

  private static Duration ofSeconds(double seconds) {
    return Duration.ofMillis(Math.round(seconds * 1000));
  }

  private static String shown(Duration duration) {
    return Amounts.duration(duration.toMillis() / 1e3);
  }

  private static String shown(Instant time) {
    return time.truncatedTo(ChronoUnit.SECONDS).toString();
  }
}
