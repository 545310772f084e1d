package dev.headgate.admit;

import static dev.headgate.admit.Requests.CUSTOMER;
import static dev.headgate.admit.Requests.NOON;
import static dev.headgate.admit.Requests.TEAM;
import static dev.headgate.admit.Requests.TERMS;
import static dev.headgate.admit.Requests.newImport;
import static dev.headgate.admit.Requests.request;
import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.calendar.Slot;
import dev.headgate.plan.ImportPlan;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class NoticeTest {
  private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
  private static final Finding YOUNG =
      new Finding("young_timestamps", Finding.Level.WARN, "3 are younger", "end the export before")
          .toBeAcknowledged();
  private static final ImportPlan HOT =
      new ImportPlan(
          1_000,
          500,
          1 << 20,
          2,
          Requests.ENVELOPE,
          1_000,
          "",
          10,
          List.of(new ImportPlan.HotId("bot\u202e", 600, 0.6, "spread")));

  private static ImportRecord lit(Finding... findings) {
    ImportRecord record = ImportRecord.draft(7, newImport("m", "d"), NOON);
    GivenAnswers answers =
        new GivenAnswers(
            Map.of(Question.ZONE, "Europe/Berlin", Question.CONTACT, "Ada, +44 20 7946 0018"));
    List<Command> commands =
        List.of(
            new Command.Submit(request(findings)),
            new Command.Answer(answers, List.of(findings), "a"),
            new Command.GreenLight("fits", TERMS));
    for (Command command : commands) {
      Decision decision = ImportLifecycle.decide(record, command, TEAM, NOON);
      record = ImportLifecycle.apply(record, ((Decision.Accepted) decision).change());
    }
    return record;
  }

  private static Notice notice(ImportRecord record, ImportPlan plan) {
    return Notice.of(
        record,
        record.terms().orElseThrow(),
        plan,
        new Notice.Context(
            "shop",
            Optional.empty(),
            List.of(new Slot.Duty("ingestion", BERLIN, List.of("Grace", "Alan")))));
  }

  private static String part(Notice notice, String about) {
    return notice.parts().stream()
        .filter(part -> part.about().equals(about))
        .map(part -> String.join("\n", part.sentences()))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void itSaysWhatWasAgreedInBothZones() {
    String agreed = part(notice(lit(), Requests.PLAN), "agreed");
    assertThat(agreed)
        .contains(
            "1,000 events of 2 files come in between 2026-11-23 11:00 UTC (12:00 in Europe/Berlin)"
                + " and 2026-11-23 13:00 UTC (14:00 in Europe/Berlin)")
        .contains("At most 1,000 events a second at the peak, in requests of up to 500 events")
        .contains("No app changes its events.");
  }

  @Test
  void itSaysWhatMayGoWrongAndWhatMustBeKnown() {
    Notice notice = notice(lit(YOUNG), HOT);
    assertThat(notice.rules()).containsExactly("young_timestamps");
    assertThat(part(notice, "may_go_wrong"))
        .contains("young timestamps: 3 are younger. What helps: end the export before.")
        .contains("this id lie on several partitions")
        .contains("bot<202e>")
        .contains("No merge is at risk");
    assertThat(notice.spreadIds()).containsExactly("bot<202e>");
    assertThat(part(notice, "on_the_day")).contains("--import 7 --acknowledge");
  }

  @Test
  void nothingHasToBeAcknowledgedWhereNoRuleSaysSo() {
    Notice notice = notice(lit(Requests.finding(Finding.Level.WARN)), Requests.PLAN);
    assertThat(notice.rules()).isEmpty();
    assertThat(part(notice, "may_go_wrong"))
        .contains("rule warn: because.", "No id is so frequent");
    assertThat(part(notice, "on_the_day")).doesNotContain("acknowledge");
  }

  @Test
  void onceAcknowledgedItWaitsNoMore() {
    ImportRecord record = lit(YOUNG);
    Decision decision = ImportLifecycle.decide(record, new Command.Acknowledge(), CUSTOMER, NOON);
    ImportRecord read = ImportLifecycle.apply(record, ((Decision.Accepted) decision).change());
    Notice notice = notice(read, HOT);
    assertThat(read.toAcknowledge()).isEmpty();
    assertThat(notice.acknowledgement()).isPresent();
    assertThat(notice.rules()).as("still names them").containsExactly("young_timestamps");
    assertThat(part(notice, "on_the_day")).doesNotContain("acknowledge");
  }

  @Test
  void itSaysWhomToCall() {
    assertThat(part(notice(lit(), Requests.PLAN), "whom_to_call"))
        .contains("ingestion, in Europe/Berlin; on duty: Grace, Alan.")
        .contains("The customer: Ada, +44 20 7946 0018.");
  }

  @Test
  void timesOfAnotherDayHaveTheirDay() {
    Instant late = Instant.parse("2026-11-23T23:30:00Z");
    assertThat(InZone.both(late, BERLIN))
        .isEqualTo("2026-11-23 23:30 UTC (2026-11-24 00:30 in Europe/Berlin)");
    assertThat(InZone.both(late, ZoneOffset.UTC)).isEqualTo("2026-11-23 23:30 UTC");
  }
}
