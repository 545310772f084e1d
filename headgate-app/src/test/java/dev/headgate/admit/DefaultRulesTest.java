package dev.headgate.admit;

import static dev.headgate.admit.Requests.NOON;
import static dev.headgate.admit.Requests.PLAN;
import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.admit.DefaultRules.Before1971;
import dev.headgate.admit.DefaultRules.CostlyTypes;
import dev.headgate.admit.DefaultRules.DuplicateUuids;
import dev.headgate.admit.DefaultRules.EqualRecordsAcrossFiles;
import dev.headgate.admit.DefaultRules.FutureTimestamps;
import dev.headgate.admit.DefaultRules.HotIds;
import dev.headgate.admit.DefaultRules.HotIdsSpread;
import dev.headgate.admit.DefaultRules.ImportedUnderAnotherMapping;
import dev.headgate.admit.DefaultRules.MergesPresent;
import dev.headgate.admit.DefaultRules.NothingToImport;
import dev.headgate.admit.DefaultRules.RejectsOverBudget;
import dev.headgate.admit.DefaultRules.TruncatedInput;
import dev.headgate.admit.Requests.Found;
import dev.headgate.assess.Assessment.TypeCount;
import dev.headgate.assess.Spread;
import dev.headgate.json.MalformedJson;
import dev.headgate.plan.ImportPlan;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.OptionalAssert;
import org.junit.jupiter.api.Test;

/// Each rule from both sides.
class DefaultRulesTest {
  private static final RequestFacts FACTS = facts(false);

  private static RequestFacts facts(boolean acceptTruncated, EarlierImport... earlier) {
    return new RequestFacts(
        RejectBudget.DEFAULT,
        acceptTruncated,
        List.of(earlier),
        RequestFacts.Apps.NONE,
        GivenAnswers.NONE,
        NOON);
  }

  private static Found found() {
    return new Found();
  }

  private static OptionalAssert<Finding> check(Rule rule, Found found, RequestFacts facts) {
    return assertThat(rule.check(found.assessment(), PLAN, facts));
  }

  private static OptionalAssert<Finding> check(Rule rule, Found found) {
    return check(rule, found, FACTS);
  }

  private static void says(
      OptionalAssert<Finding> finding, String rule, Finding.Level level, String... evidence) {
    finding.hasValueSatisfying(said -> {
      assertThat(said.rule()).isEqualTo(rule);
      assertThat(said.level()).isEqualTo(level);
      assertThat(said.evidence()).contains(evidence);
      assertThat(said.resolve()).isNotBlank();
    });
  }

  @Test
  void nothingToImport() {
    Rule rule = new NothingToImport();
    says(
        check(rule, found().records(0, 0)),
        "nothing_to_import",
        Finding.Level.BLOCK,
        "holds no records");
    says(
        check(rule, found().records(12, 0)),
        "nothing_to_import",
        Finding.Level.BLOCK,
        "none of the 12 records");
    check(rule, found().records(12, 1)).isEmpty();
  }

  @Test
  void truncatedInput() {
    Rule rule = new TruncatedInput();
    Found truncated = found().truncated("at byte 4711: unexpected end");
    says(
        check(rule, truncated),
        "truncated_input",
        Finding.Level.BLOCK,
        "a.jsonl.gz ends too early: at byte 4711");
    says(check(rule, truncated, facts(true)), "truncated_input", Finding.Level.WARN, "a.jsonl.gz");
    check(rule, found()).isEmpty();
    check(rule, found(), facts(true)).isEmpty();
  }

  @Test
  void onlyWhatIsTruncatedEndsIncomplete() {
    assertThat(facts(true).truncationAccepted(found().truncated("x").assessment())).isTrue();
    assertThat(facts(true).truncationAccepted(found().assessment())).isFalse();
    assertThat(facts(false).truncationAccepted(found().truncated("x").assessment())).isFalse();
  }

  @Test
  void rejectsOverBudget() {
    Rule rule = new RejectsOverBudget();
    Map<String, Long> reasons =
        Map.of("not_json", 1_000L, "too_long", 3L, "missing_event", 200L, "invalid_utf8", 1L);
    OptionalAssert<Finding> over = check(rule, found().records(39_244, 38_040).rejected(reasons));
    says(
        over,
        "rejects_over_budget",
        Finding.Level.BLOCK,
        "1,204 of 39,244 records refused (3.07 %), the budget is 0.1%",
        "1,000 not_json; 200 missing_event; 3 too_long; and 1 more");
    over.hasValueSatisfying(
        finding -> assertThat(finding.resolve()).endsWith("--reject-budget 3.1%"));
    check(rule, found().records(1_000, 999).rejected(Map.of("not_json", 1L))).isEmpty();
    check(rule, found().records(0, 0)).isEmpty();
  }

  @Test
  void importedUnderAnotherMapping() {
    Rule rule = new ImportedUnderAnotherMapping(0.01);
    says(
        check(rule, found(), facts(false, new EarlierImport(3, ImportState.VERIFIED, true, 1, 0))),
        "imported_under_another_mapping",
        Finding.Level.BLOCK,
        "import 3 (verified) has 1 of these files under another mapping");
    says(
        check(
            rule,
            found(),
            facts(false, new EarlierImport(4, ImportState.CANCELLED, true, 0, 0.973))),
        "imported_under_another_mapping",
        Finding.Level.BLOCK,
        "import 4 (cancelled) has about 97 % of these records");
    check(rule, found(), facts(false, new EarlierImport(3, ImportState.RUNNING, true, 0, 0.009)))
        .as("below the share")
        .isEmpty();
    check(rule, found(), facts(false, new EarlierImport(3, ImportState.SUBMITTED, false, 1, 1)))
        .as("it has brought nothing")
        .isEmpty();
    check(rule, found()).isEmpty();
  }

  @Test
  void timestampsThatCannotBe() {
    says(
        check(new FutureTimestamps(), found().futureTimestamps(1)),
        "future_timestamps",
        Finding.Level.WARN,
        "1 event dated in the future");
    check(new FutureTimestamps(), found()).isEmpty();
    says(
        check(new Before1971(), found().before1971(2_000)),
        "before_1971",
        Finding.Level.WARN,
        "2,000 events dated before 1971");
    check(new Before1971(), found()).isEmpty();
  }

  @Test
  void hotIds() {
    Rule rule = new HotIds(0.05);
    says(
        check(rule, found().topId("bot", 3_378, 0.0861)),
        "hot_id",
        Finding.Level.WARN,
        "'bot' has 8.61 % of all events (3,378)");
    check(rule, found().topId("bot", 50, 0.05)).as("at the share, not above it").isEmpty();
    check(rule, found()).isEmpty();
  }

  private static void isSafe(Finding finding) {
    assertThat(finding.evidence()).doesNotContain("\u001b");
  }

  @Test
  void whateverAnIdOrAFileIsCalledIsSafeToShow() {
    String id = "\u001b[32mbot";
    ImportPlan plan =
        new ImportPlan(
            1_000,
            500,
            1 << 20,
            2,
            Requests.ENVELOPE,
            1_000,
            "",
            10,
            List.of(new ImportPlan.HotId(id, 86, 0.086, "kept on one partition")));
    check(new HotIds(0.05), found().topId(id, 86, 0.086))
        .hasValueSatisfying(DefaultRulesTest::isSafe);
    check(new TruncatedInput(), found().truncated(id)).hasValueSatisfying(DefaultRulesTest::isSafe);
    assertThat(new HotIdsSpread().check(found().assessment(), plan, FACTS))
        .hasValueSatisfying(DefaultRulesTest::isSafe);
  }

  @Test
  void repetitions() {
    says(
        check(new EqualRecordsAcrossFiles(), found().equalAcrossFiles(5)),
        "equal_records_across_files",
        Finding.Level.WARN,
        "5 records");
    check(new EqualRecordsAcrossFiles(), found()).isEmpty();
    says(
        check(new DuplicateUuids(), found().duplicateUuids(1)),
        "duplicate_uuids",
        Finding.Level.WARN,
        "1 record with a uuid");
    check(new DuplicateUuids(), found()).isEmpty();
  }

  @Test
  void mergesPresent() {
    says(
        check(new MergesPresent(), found().merges(1_200, 3, 0)),
        "merges_present",
        Finding.Level.NOTE,
        "1,200 $identify, 3 $create_alias, 0 $merge_dangerously");
    check(new MergesPresent(), found()).isEmpty();
  }

  /// Of a thousand events.
  private static TypeCount type(String event, long events, double costShare) {
    return new TypeCount(event, events, 0, Spread.NONE, costShare);
  }

  @Test
  void costlyTypes() {
    Rule rule = new CostlyTypes(1.1, 0.2);
    OptionalAssert<Finding> costly =
        check(
            rule,
            found()
                .types(
                    type("visit", 800, 0.6),
                    type("$identify", 150, 0.25),
                    type("crash", 40, 0.1),
                    type("$create_alias", 6, 0.02),
                    type("$merge_dangerously", 4, 0.03)));
    says(
        costly,
        "costly_types",
        Finding.Level.NOTE,
        "event types that cost more than usual make 40.0 % of the cost with 20.0 % of the events: ",
        ": '$identify' 25.0 % with 15.0 %; 'crash' 10.0 % with 4.0 %; "
            + "'$merge_dangerously' 3.0 % with 0.4 %; and 1 more (",
        "cost_share of the assessment");
    costly.hasValueSatisfying(finding -> assertThat(finding.evidence()).doesNotContain("visit"));
  }

  @Test
  void typesAreCostlyAboveTheirShareAndSpokenOfFromAFifthOfTheCostOn() {
    Rule rule = new CostlyTypes(1.1, 0.2);
    check(rule, found().types(type("visit", 900, 0.8), type("crash", 100, 0.2))).isPresent();
    check(rule, found().types(type("visit", 900, 0.801), type("crash", 100, 0.199)))
        .as("too little of the cost")
        .isEmpty();
    check(rule, found().types(type("visit", 500, 0.45), type("crash", 500, 0.55)))
        .as("at its share with the room, not above it")
        .isEmpty();
    check(rule, found().types(type("visit", 500, 0.449), type("crash", 500, 0.551))).isPresent();
    check(rule, found().types(type("visit", 500, 0.6), type("$identify", 500, 0.4)))
        .as("it is the visits that cost")
        .hasValueSatisfying(finding -> assertThat(finding.evidence()).doesNotContain("$identify"));
  }

  @Test
  void costlyTypesAreSilentWhereTheCostIsNotKnown() {
    Rule rule = new CostlyTypes(1.1, 0.2);
    check(rule, found()).as("no types").isEmpty();
    check(rule, found().types(type("visit", 1_000, 0))).as("of before it was estimated").isEmpty();
    check(rule, found().records(0, 0).types(type("visit", 0, 1))).as("no events").isEmpty();
    check(rule, found().types(type("visit", 1_000, Double.NaN))).isEmpty();
  }

  @Test
  void whateverACostlyTypeIsCalledIsShortAndSafeToShow() {
    check(new CostlyTypes(1.1, 0.2), found().types(type("\u001b[2J" + "a".repeat(9_999), 100, 0.5)))
        .hasValueSatisfying(
            finding -> assertThat(finding.evidence()).contains("'␛[2Jaa").hasSizeLessThan(300));
  }

  @Test
  void hotIdsAsThePlanTreatsThem() {
    Rule rule = new HotIdsSpread();
    ImportPlan plan =
        new ImportPlan(
            1_000,
            500,
            1 << 20,
            2,
            Requests.ENVELOPE,
            1_000,
            "",
            10,
            List.of(new ImportPlan.HotId("bot", 86, 0.086, "kept on one partition")));
    assertThat(rule.check(found().assessment(), plan, FACTS))
        .hasValueSatisfying(finding -> {
          assertThat(finding.level()).isEqualTo(Finding.Level.NOTE);
          assertThat(finding.evidence()).isEqualTo("'bot' (8.6 %): kept on one partition");
        });
    check(rule, found()).isEmpty();
  }

  @Test
  void policyPutsWhatBlocksFirst() {
    List<Finding> findings =
        Policy.standard()
            .check(
                found()
                    .records(1_000, 900)
                    .rejected(Map.of("not_json", 100L))
                    .futureTimestamps(1)
                    .truncated("here")
                    .merges(1, 0, 0)
                    .assessment(),
                PLAN,
                FACTS);
    assertThat(Finding.summary(findings))
        .isEqualTo(
            "block truncated_input, block rejects_over_budget, warn future_timestamps, note"
                + " merges_present");
    assertThat(Finding.anyBlocks(findings)).isTrue();
  }

  @Test
  void policyHasNothingToSayOfACleanExport() {
    List<Finding> findings = Policy.standard().check(found().assessment(), PLAN, FACTS);
    assertThat(findings).isEmpty();
    assertThat(Finding.anyBlocks(findings)).isFalse();
    assertThat(Finding.summary(findings)).isEmpty();
  }

  @Test
  void findingsComeBackFromJsonAsTheyWent() throws MalformedJson {
    List<Finding> findings = new ArrayList<>();
    for (Finding.Level level : Finding.Level.values()) {
      findings.add(new Finding("r", level, "'a\"b\\ü😀' 3 %", "line\nbreak"));
    }
    assertThat(FindingJson.read(FindingJson.write(findings))).isEqualTo(findings);
    assertThat(FindingJson.write(List.of(Requests.finding(Finding.Level.WARN))))
        .hasToString(
            "[{\"rule\":\"rule_warn\",\"level\":\"warn\",\"evidence\":\"because\","
                + "\"resolve\":\"do this\"}]");
    assertThat(FindingJson.read(FindingJson.write(List.of()))).isEmpty();
  }
}
