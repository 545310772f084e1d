package dev.headgate.console.pages;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.admit.Acknowledgement;
import dev.headgate.admit.Actor;
import dev.headgate.admit.AppChoice;
import dev.headgate.admit.AuditEntry;
import dev.headgate.admit.Eyes;
import dev.headgate.admit.Finding;
import dev.headgate.admit.FirstYes;
import dev.headgate.admit.GivenAnswers;
import dev.headgate.admit.Hold;
import dev.headgate.admit.ImportIdentity;
import dev.headgate.admit.ImportRecord;
import dev.headgate.admit.ImportRequest;
import dev.headgate.admit.ImportState;
import dev.headgate.admit.NewImport;
import dev.headgate.admit.Notice;
import dev.headgate.admit.Question;
import dev.headgate.admit.Requests;
import dev.headgate.admit.Step;
import dev.headgate.admit.Subject;
import dev.headgate.admit.Timing;
import dev.headgate.admit.TrailEntry;
import dev.headgate.admit.TrailHead;
import dev.headgate.calendar.Slot;
import dev.headgate.console.Reports.RateAt;
import dev.headgate.console.report.ConsoleReports;
import dev.headgate.event.JsonBytes;
import dev.headgate.event.ProjectId;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ImportPageTest {
  private static final String EVIL =
      "\"'><script>alert(1)</script><img src=x onerror=alert(1)>&amp;=1+1\u202egnp.exe\u200b";
  private static final Pattern TAG = Pattern.compile("<[a-z][^>]*>");

  private static final Map<String, String> NO_FIELDS = Map.of();

  private static Trouble trouble(Step step, Map<String, String> fields) {
    return new Trouble(
        Optional.of(step),
        Words.shown(EVIL),
        Words.shown(EVIL),
        fields,
        List.of(entry("decline")),
        new Form(
            Map.of(
                Decisions.WHY,
                EVIL,
                Decisions.FROM,
                EVIL,
                AnswersForm.name(Question.CONTACT),
                EVIL,
                "because.evil",
                EVIL)));
  }

  private static TrailEntry entry(String step) {
    return TrailEntry.after(
        TrailHead.NONE,
        new AuditEntry(
            ProjectId.DEFAULT,
            Subject.ofImport(7),
            Requests.NOON,
            Actor.customer(EVIL),
            step,
            ImportState.DRAFT.key(),
            ImportState.SUBMITTED.key(),
            EVIL,
            EVIL,
            Optional.empty()));
  }

  /// An import in whose every text somebody tries something.
  private static ImportRecord evil(ImportState state) {
    EnumMap<Question, String> answers = new EnumMap<>(Question.class);
    answers.put(Question.CONTACT, EVIL);
    answers.put(Question.IF_LATE, EVIL);
    Finding finding = new Finding("evil", Finding.Level.BLOCK, EVIL, EVIL);
    Finding passed =
        new Finding(
            "passed",
            Finding.Level.BLOCK,
            EVIL,
            EVIL,
            true,
            Optional.of(new Finding.Overridden(EVIL, EVIL)));
    ImportRecord plain = PagesUnderTest.record(state, Requests.TEAM);
    return new ImportRecord(
        7,
        new NewImport(
            new ImportIdentity(ProjectId.DEFAULT, List.of("d"), "m"),
            EVIL,
            List.of(EVIL),
            JsonBytes.of("{}")),
        Requests.NOON,
        state,
        new GivenAnswers(answers),
        Optional.of(
            new ImportRequest(JsonBytes.of("{}"), List.of(finding, passed), false, AppChoice.NONE)),
        PagesUnderTest.saidFirst(EVIL, passed)
            .firstYes()
            .map(yes -> new FirstYes(yes.by(), yes.at(), EVIL, yes.terms(), yes.agreed(), "d")),
        plain.terms(),
        plain.terms().map(_ -> new Acknowledgement(Actor.customer(EVIL), Requests.NOON)),
        plain.hold().map(hold -> new Hold(Actor.pipelineTeam(EVIL), EVIL)),
        Timing.NOT_STARTED,
        Optional.of(
            JsonBytes.of(
                "{\"verified\":false,\"discrepancies\":[{\"kind\":\"<script>\",\"source\":\"<script>\"}]}")));
  }

  private static Progress progress() {
    return new Progress(
        500,
        1_000,
        OptionalDouble.of(90),
        OptionalDouble.of(100),
        0.5,
        EVIL,
        12,
        Duration.ofSeconds(1),
        Map.of("missing_distinct_id", 3L),
        Optional.of(Duration.ofSeconds(6)),
        List.of(
            new RateAt(Requests.NOON, 10, 20),
            new RateAt(Requests.NOON.plusSeconds(1), 15, 20),
            new RateAt(Requests.NOON.plusSeconds(2), 20, 20)));
  }

  private static Optional<Notice> notice(ImportRecord record) {
    return record
        .terms()
        .map(terms ->
            Notice.of(
                record,
                terms,
                Requests.PLAN,
                new Notice.Context(
                    EVIL,
                    Optional.of(entry("green_light")),
                    List.of(new Slot.Duty(EVIL, ZoneOffset.UTC, List.of(EVIL))))));
  }

  private static String page(Session session, ImportRecord record, Trouble trouble) {
    return page(session, record, trouble, Eyes.TWO);
  }

  private static String page(Session session, ImportRecord record, Trouble trouble, Eyes eyes) {
    return ImportPage.of(
        session,
        new ConsoleReports(),
        new ImportPage.Shown(
            record,
            EVIL,
            new Requests.Found().topId(EVIL, 10, 0.1).assessment(),
            Optional.of(Requests.PLAN),
            notice(record),
            List.of(EVIL),
            List.of(entry("create"), entry("submit")),
            Optional.of(progress()),
            Optional.empty(),
            trouble,
            Suggested.of(new Form(Map.of("from", EVIL, "to", EVIL, "peak", EVIL))),
            new WhatIf.Tried.Done("500", Requests.PLAN),
            eyes,
            Requests.NOON),
        0);
  }

  @ParameterizedTest
  @EnumSource(ImportState.class)
  void nothingThatSomebodyTypedBecomesMarkup(ImportState state) {
    for (Session session :
        List.of(PagesUnderTest.TEAM, PagesUnderTest.MEMBER, PagesUnderTest.CUSTOMER)) {
      for (Trouble trouble :
          List.of(
              Trouble.NONE,
              trouble(Step.GREEN_LIGHT, Map.of(Decisions.WHY, EVIL)),
              trouble(Step.ANSWER, Map.of(AnswersForm.name(Question.CONTACT), EVIL)),
              trouble(Step.AMEND, NO_FIELDS))) {
        String page = page(session, evil(state), trouble, Eyes.FOUR);
        assertThat(page).doesNotContain("<script>", "<img");
        assertThat(count(page, "<script ")).isEqualTo(1);
        Matcher tag = TAG.matcher(page);
        while (tag.find()) {
          String names = tag.group().replaceAll("\"[^\"]*\"", "");
          assertThat(names).doesNotContain("'").doesNotContainPattern("\\s(on[a-z]+|style)=");
        }
      }
    }
  }

  private static int count(String text, String part) {
    return (text.length() - text.replace(part, "").length()) / part.length();
  }

  @Test
  void whatTurnsTextAroundIsShownAsWhatItIs() {
    String page = page(PagesUnderTest.TEAM, evil(ImportState.SUBMITTED), Trouble.NONE);
    assertThat(page).contains("&lt;202e&gt;gnp.exe&lt;200b&gt;");
    assertThat(page.replaceAll("value=\"[^\"]*\"", "")).doesNotContain("\u202e");
  }

  @Test
  void afterTroubleWhatWasTypedIsStillInItsFields() {
    String page =
        page(
            PagesUnderTest.TEAM,
            evil(ImportState.SUBMITTED),
            trouble(Step.GREEN_LIGHT, Map.of(Decisions.FROM, "It is wrong.")));
    assertThat(page).contains("id=\"green-light-from\" aria-describedby=\"green-light-from-error");
    assertThat(page).contains("aria-invalid=\"true\"", "href=\"#green-light-from\"");
    assertThat(page).contains("=1+1\u202egnp.exe\u200b</textarea>");
  }

  @Test
  void aCustomerFindsNoFormOfTheTeam() {
    for (ImportState state : ImportState.values()) {
      String page = page(PagesUnderTest.CUSTOMER, evil(state), Trouble.NONE);
      assertThat(page)
          .doesNotContain("/green-light", "/decline", "/request-changes", "/amend", "/revoke");
    }
  }

  @Test
  void everyFormBringsItsTokenBackAndEveryFieldHasALabel() {
    String page = page(PagesUnderTest.TEAM, evil(ImportState.SUBMITTED), Trouble.NONE);
    assertThat(count(page, "name=\"form_token\"")).isEqualTo(count(page, " method=\"post\""));
    Matcher field = Pattern.compile("<(input|textarea) id=\"([^\"]+)\"").matcher(page);
    int fields = 0;
    while (field.find()) {
      fields++;
      assertThat(page).contains("for=\"" + field.group(2) + "\"");
    }
    assertThat(fields).isGreaterThan(10);
  }

  @Test
  void theFiguresOfARunAreInItsLivePart() {
    String page = page(PagesUnderTest.TEAM, evil(ImportState.RUNNING), Trouble.NONE);
    assertThat(page)
        .contains("data-live=\"/console/imports/7/live\"", "50.0 %", "500 of 1,000 events")
        .contains("90 events/s", "100 events/s", "6 s", "Rejected: 3 missing distinct id.")
        .contains("Slowed to 50.0 % for live traffic");
  }

  @Test
  void whoSaidTheFirstYesToWhatStandsOnThePageAndEachSeesTheirMove() {
    Finding passed =
        new Finding(
            "passed",
            Finding.Level.BLOCK,
            "because",
            "",
            true,
            Optional.of(new Finding.Overridden("Ada", "agreed by mail")));
    ImportRecord first = PagesUnderTest.saidFirst("Ada", passed);
    String second = page(PagesUnderTest.MEMBER, first, Trouble.NONE, Eyes.FOUR);
    assertThat(second)
        .contains("The first yes", "Ada, pipeline team", "fits", "1,000 events/s")
        .contains("It lets &quot;passed&quot; pass", "agreed by mail")
        .contains("Confirm the yes of Ada", "Ada of the pipeline team said yes");
    assertThat(page(PagesUnderTest.member("ada"), first, Trouble.NONE, Eyes.FOUR))
        .contains("You said the first yes.")
        .doesNotContain("Confirm the yes");
    assertThat(page(PagesUnderTest.TEAM, first, Trouble.NONE, Eyes.FOUR))
        .contains("by the key that the team shares")
        .doesNotContain("Confirm the yes");
    assertThat(page(PagesUnderTest.CUSTOMER, first, Trouble.NONE, Eyes.FOUR))
        .contains("Ada, pipeline team")
        .doesNotContain("You said", "the team shares");
    assertThat(
            page(
                PagesUnderTest.MEMBER,
                PagesUnderTest.record(ImportState.SUBMITTED, Requests.TEAM),
                Trouble.NONE,
                Eyes.FOUR))
        .contains("Say the first yes")
        .doesNotContain("The first yes<");
  }
}
