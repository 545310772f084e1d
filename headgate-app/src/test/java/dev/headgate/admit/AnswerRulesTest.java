package dev.headgate.admit;

import static dev.headgate.admit.Finding.Level.BLOCK;
import static dev.headgate.admit.Finding.Level.NOTE;
import static dev.headgate.admit.Finding.Level.WARN;
import static dev.headgate.admit.Requests.NOON;
import static dev.headgate.admit.Requests.PLAN;
import static dev.headgate.admit.Requests.finding;
import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.admit.Requests.Found;
import dev.headgate.json.MalformedYaml;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Each rule from both sides. The plan of these tests takes 10 s.
class AnswerRulesTest {
  private static final long LARGE = 1_000_000;
  private static final long HUGE = 100_000_001;

  private static List<Finding> findings(long events, String yaml) throws MalformedYaml {
    return findings(new Found().records(events, events), yaml, NOON);
  }

  private static List<Finding> findings(Found found, String yaml, Instant now)
      throws MalformedYaml {
    GivenAnswers answers = AnswersFile.read(yaml);
    return new Policy(List.copyOf(AnswerRules.all()))
        .checkAgain(List.of(), found.assessment(), PLAN, answers, now);
  }

  private static void says(List<Finding> findings, String rule, Finding.Level level, String what) {
    assertThat(findings)
        .anySatisfy(finding -> {
          assertThat(finding.rule()).isEqualTo(rule);
          assertThat(finding.level()).isEqualTo(level);
          assertThat(finding.evidence()).contains(what);
          assertThat(finding.resolve()).isNotBlank();
        });
  }

  private static void isSilent(List<Finding> findings, String rule) {
    assertThat(findings).extracting(Finding::rule).doesNotContain(rule);
  }

  @Test
  void aSmallImportIsAskedNothing() throws MalformedYaml {
    assertThat(findings(LARGE - 1, "")).isEmpty();
  }

  @Test
  void commitmentIsWantedOfALargeImportAndNeededOfAHugeOne() throws MalformedYaml {
    says(findings(LARGE, ""), "commitment_unknown", WARN, "1,000,000 events to import");
    says(findings(HUGE, ""), "commitment_unknown", BLOCK, "nobody said");
    says(findings(HUGE, "commitment: customer"), "commitment_unknown", BLOCK, "questions");
    String committed = "commitment: customer\nproduct_questions_answered: yes\n";
    isSilent(findings(HUGE, committed), "commitment_unknown");
    String trial = "commitment: trial\nproduct_questions_answered: yes\n";
    says(findings(LARGE, trial), "commitment_unknown", WARN, "itself is the trial");
  }

  @Test
  void aHugeImportHasAContract() throws MalformedYaml {
    isSilent(findings(HUGE - 1, ""), "contract_missing");
    says(findings(HUGE, ""), "contract_missing", BLOCK, "above 100,000,000");
    isSilent(findings(HUGE, "contract: SO-1"), "contract_missing");
  }

  @Test
  void somebodyWatchesALargeImportAndSomebodyElseCan() throws MalformedYaml {
    says(findings(LARGE, ""), "contact_missing", WARN, "nobody is named");
    says(findings(LARGE, "contact: Ada"), "contact_missing", NOTE, "if Ada cannot be reached");
    isSilent(findings(LARGE, "contact: Ada\nsecond_contact: Grace\n"), "contact_missing");
  }

  @Test
  void aWindowOrADeadlineThatHasPassedIsNoWish() throws MalformedYaml {
    String window = "window_from: 2026-11-23 08:00\nwindow_to: 2026-11-23 12:00\n";
    says(findings(1, window), "window_past", BLOCK, "ended at 2026-11-23T12:00:00Z");
    Found small = new Found();
    isSilent(findings(small, window, NOON.minusSeconds(1)), "window_past");
    says(findings(1, "deadline: 2026-11-23"), "window_past", BLOCK, "deadline has passed");
    isSilent(findings(1, "deadline: 2026-11-24"), "window_past");
  }

  @Test
  void aWindowHasRoomForThePlanAndAQuarterMore() throws MalformedYaml {
    String window = "window_from: 2026-11-24 08:00:00\nwindow_to: 2026-11-24 08:00:";
    says(findings(1, window + "12"), "window_too_short", WARN, "has 12 s, the plan needs 10 s");
    isSilent(findings(1, window + "13"), "window_too_short");
  }

  @Test
  void aDeadlineThatCannotBeMetIsSaidBeforehand() throws MalformedYaml {
    says(
        findings(1, "deadline: 2026-11-23 12:00:09"),
        "deadline_cannot_be_met",
        BLOCK,
        "ends at 2026-11-23T12:00:10Z, after the deadline 2026-11-23T12:00:09Z");
    isSilent(findings(1, "deadline: 2026-11-23 12:00:10"), "deadline_cannot_be_met");
    says(
        findings(1, "window_from: 2026-11-24 10:00\ndeadline: 2026-11-24 10:00:09"),
        "deadline_cannot_be_met",
        BLOCK,
        "begun at 2026-11-24T10:00:00Z");
  }

  @Test
  void eventsOfTheLastTwoDaysMayStillComeAlive() throws MalformedYaml {
    Found young = new Found().last(NOON.minus(Duration.ofHours(47)));
    says(findings(young, "", NOON), "young_timestamps", WARN, "less than 48 hours ago");
    Found old = new Found().last(NOON.minus(Duration.ofDays(2)));
    isSilent(findings(old, "", NOON), "young_timestamps");
    Found future = new Found().last(NOON.plusSeconds(1));
    isSilent(findings(future, "", NOON), "young_timestamps");
  }

  @Test
  void lookingAgainKeepsWhatDependsOnNoAnswer() throws MalformedYaml {
    Finding ofData = finding(WARN);
    Policy policy = Policy.standard();
    Found large = new Found().records(LARGE, LARGE);
    List<Finding> before =
        policy.checkAgain(List.of(ofData), large.assessment(), PLAN, GivenAnswers.NONE, NOON);
    says(before, "contact_missing", WARN, "nobody");
    List<Finding> after =
        policy.checkAgain(
            before,
            large.assessment(),
            PLAN,
            AnswersFile.read("contact: Ada\nsecond_contact: Grace\n"),
            NOON);
    assertThat(after).contains(ofData);
    isSilent(after, "contact_missing");
    says(after, "commitment_unknown", WARN, "nobody said");
  }

  @Test
  void everyRuleHasANameOfItsOwnAndSaysWhy() {
    assertThat(Policy.standard().rules()).extracting(Rule::name).doesNotHaveDuplicates();
    assertThat(Policy.standard().rules())
        .allSatisfy(rule -> {
          assertThat(rule.name()).matches("[a-z0-9_]+");
          assertThat(rule.why()).endsWith(".");
        });
  }
}
