package dev.headgate.console.pages;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.admit.CalendarVersion;
import dev.headgate.admit.Eyes;
import dev.headgate.admit.ImportRecord;
import dev.headgate.admit.ImportState;
import dev.headgate.admit.Requests;
import dev.headgate.calendar.Blackout;
import dev.headgate.calendar.Booking;
import dev.headgate.calendar.CalendarDay;
import dev.headgate.calendar.CalendarFile;
import dev.headgate.calendar.FreeSlots;
import dev.headgate.calendar.PublicHolidays;
import dev.headgate.calendar.Slot;
import dev.headgate.calendar.StackedPiece;
import dev.headgate.calendar.TeamCalendar;
import dev.headgate.calendar.TimeSpan;
import dev.headgate.console.CalendarDesk.Booked;
import dev.headgate.console.report.ConsoleReports;
import dev.headgate.event.ProjectId;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// Monday 23 November 2026, noon UTC, is now.
class CalendarPageTest {
  private static final String EVIL = "\"'><script>alert(1)</script>\u202e";
  private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
  private static final ProjectId OTHERS = new ProjectId(2);

  private static final TimeSpan SPAN = TimeSpan.of(Requests.NOON, Duration.ofHours(3));

  private static CalendarAsked asked(Map<String, String> query) {
    return CalendarAsked.read(new Form(query), BERLIN, Requests.NOON);
  }

  private static TeamCalendar calendar(String text) {
    try {
      return CalendarFile.read(text, PublicHolidays.NONE);
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  private static TeamCalendar evilCalendar() {
    return calendar(
        """
        {"teams": [{"name": "%1$s", "zone": "Europe/Berlin", "hours": {"monday-friday": "09:00-17:00"},
          "days_off": {"2026-11-24": "%1$s"}, "on_duty": {"people": ["%1$s"], "from": "2026-11-01", "days": 7}}],
         "blackouts": [{"reason": "%1$s", "from": "2026-11-25T00:00", "to": "2026-11-25T06:00", "zone": "Europe/Berlin"}]}
        """
            .formatted(EVIL.replace("\"", "\\\"")));
  }

  private static Booking booking(int number, ProjectId project) {
    return new Booking(
        "import " + number, project, "green_lit", SPAN, Requests.ENVELOPE, Optional.empty());
  }

  private static CalendarPage.Shown shown(
      CalendarAsked asked,
      TeamCalendar calendar,
      List<Booked> booked,
      Optional<ImportRecord> of,
      Optional<CalendarPage.Found> found) {
    return new CalendarPage.Shown(
        asked,
        CalendarDay.from(
            asked.first(), CalendarAsked.DAYS, asked.zone(), calendar, PublicHolidays.NONE),
        booked,
        List.of(new StackedPiece(SPAN, 1_000, 1_000)),
        100_000,
        of,
        Eyes.TWO,
        found,
        Optional.<CalendarVersion>empty(),
        Requests.NOON);
  }

  private static String page(Session session, CalendarPage.Shown shown) {
    return CalendarPage.of(session, new ConsoleReports(), shown);
  }

  private static CalendarPage.Found found(Booking... beside) {
    Slot slot =
        new Slot(
            SPAN,
            Duration.ofHours(3),
            List.of(),
            List.of(beside),
            2_000,
            List.of(new Slot.Duty(EVIL, BERLIN, List.of(EVIL))));
    return new CalendarPage.Found(
        FreeSlots.Wish.steady(Duration.ofHours(3), SPAN, 1_000, 5),
        new FreeSlots.Answer(
            List.of(slot), 9, 2, 1, Set.of(new Blackout.Moments(EVIL, SPAN)), Set.of(beside)));
  }

  @Test
  void whatPeopleWroteIsTextEverywhere() {
    for (Session session : List.of(PagesUnderTest.TEAM, PagesUnderTest.CUSTOMER)) {
      assertThat(page(session, evil(asked(Map.of()))))
          .contains("alert(1)")
          .doesNotContain("<script>", "\u202e", "style=");
      Map<String, String> typed =
          Map.of("zone", EVIL, "from", EVIL, "duration", EVIL, "peak", EVIL);
      assertThat(page(session, evil(asked(typed)))).doesNotContain("<script>", "style=");
    }
  }

  private static CalendarPage.Shown evil(CalendarAsked asked) {
    ImportRecord record = PagesUnderTest.record(ImportState.SUBMITTED, Requests.TEAM);
    return shown(
        asked,
        evilCalendar(),
        List.of(new Booked(booking(7, ProjectId.DEFAULT), Optional.of(record))),
        Optional.empty(),
        Optional.of(found()));
  }

  @Test
  void theDaysSayWhoWorksWhyNobodyDoesAndWhatMayNotRun() {
    String page =
        page(
            PagesUnderTest.TEAM,
            shown(
                asked(Map.of()),
                calendar(
                    """
                    teams:
                      - name: platform
                        zone: Europe/Berlin
                        hours: {monday-friday: 09:00-17:00}
                        days_off: {2026-11-24: a day out}
                        on_duty: {people: [Anna], from: 2026-11-01, days: 7}
                    blackouts:
                      - {reason: sale, from: 2026-11-25T18:00, to: 2026-11-26T06:00, zone: Europe/Berlin}
                    """),
                List.of(),
                Optional.empty(),
                Optional.empty()));
    assertThat(page)
        .contains("Mon 2026-11-23. Works: 09:00 to 17:00. On duty: Anna.")
        .contains("Tue 2026-11-24. On duty: Anna. Off: a day out.")
        .contains("Nothing may run: sale 18:00 to 24:00.")
        .contains("Nothing may run: sale 00:00 to 06:00.")
        .contains("Sun 2026-12-06. On duty: Anna.")
        .doesNotContain("2026-12-07. ");
  }

  @Test
  void aDayOnWhichClocksGoBackIsAnHourLonger() {
    String page =
        page(
            PagesUnderTest.TEAM,
            shown(
                asked(Map.of("from", "2026-10-19")),
                calendar(
                    """
                    teams:
                      - name: nights
                        zone: Europe/Berlin
                        hours: {saturday-sunday: 00:00-04:00}
                    """),
                List.of(),
                Optional.empty(),
                Optional.empty()));
    assertThat(page)
        .contains("Clocks go from 03:00 to 02:00: this day has 25 hours.")
        .contains("Works: 00:00 +02:00 to 04:00 +01:00")
        .contains("viewBox=\"0 0 25 20\"")
        // Ordinary days end before that: 24 of 25 hours, and so do their four hours of work.
        .contains("class=\"ground\" x=\"0\" y=\"0\" width=\"24\"")
        .contains("class=\"ground\" x=\"0\" y=\"0\" width=\"25\"")
        .contains("class=\"works\" x=\"0\" y=\"0\" width=\"4\"")
        .contains("class=\"works\" x=\"0\" y=\"0\" width=\"5\"")
        // Six o'clock is an hour later in it.
        .contains("x=\"24%\"", "x=\"28%\"", "x=\"96%\"");
  }

  @Test
  void aSlotLeadsToWhereItCanBeTaken() {
    ImportRecord asks = PagesUnderTest.record(ImportState.SUBMITTED, Requests.TEAM);
    assertThat(takenFrom(PagesUnderTest.TEAM, asks))
        .contains(
            "/console/imports/7?from=2026-11-23+12%3A00&amp;to=2026-11-23+15%3A00#green-light-from");
    assertThat(takenFrom(PagesUnderTest.CUSTOMER, asks)).contains("#answer-answer-window-from");
    ImportRecord lit = PagesUnderTest.record(ImportState.GREEN_LIT, Requests.TEAM);
    assertThat(takenFrom(PagesUnderTest.TEAM, lit)).contains("#amend-from");
    ImportRecord over = PagesUnderTest.record(ImportState.VERIFIED, Requests.TEAM);
    assertThat(takenFrom(PagesUnderTest.TEAM, over)).contains("href=\"#day-2026-11-23\"");
  }

  private static String takenFrom(Session session, ImportRecord record) {
    return page(
        session,
        shown(
            asked(Map.of("import", "7")),
            evilCalendar(),
            List.of(),
            Optional.of(record),
            Optional.of(found())));
  }

  @Test
  void aCustomerIsToldNoNameOfAnothersImport() {
    CalendarPage.Shown shown =
        shown(
            asked(Map.of("duration", "3h", "peak", "1000")),
            new TeamCalendar(List.of(), List.of()),
            List.of(),
            Optional.empty(),
            Optional.of(found(booking(3, OTHERS), booking(4, OTHERS))));
    assertThat(page(PagesUnderTest.CUSTOMER, shown))
        .contains("what is of another project")
        .doesNotContain("import 3", "import 4", "the pipeline takes", "Works");
    assertThat(page(PagesUnderTest.TEAM, shown)).contains("import 3, import 4");
  }

  @Test
  void whatCannotBeTakenIsNamedBesideItsField() {
    CalendarAsked wrong =
        asked(Map.of("zone", "Europe/Berlni", "from", "2026-13-01", "duration", "soon"));
    assertThat(wrong.zone()).isEqualTo(BERLIN);
    assertThat(wrong.first()).hasToString("2026-11-23");
    assertThat(wrong.plan()).isEmpty();
    assertThat(wrong.wrong()).containsOnlyKeys("zone", "from", "duration", "peak");
    assertThat(wrong.wrong().get("zone")).contains("Europe/Berlin");
    assertThat(asked(Map.of("from", "2126-01-01")).wrong()).containsOnlyKeys("from");
    assertThat(asked(Map.of("duration", "0s", "peak", "5")).wrong()).containsOnlyKeys("duration");
  }

  @Test
  void theWeekBeginsByTheClockOfTheZone() {
    Instant sundayNight = Instant.parse("2026-11-22T23:30:00Z");
    assertThat(CalendarAsked.read(Form.EMPTY, BERLIN, sundayNight).first())
        .hasToString("2026-11-23");
    assertThat(CalendarAsked.read(new Form(Map.of("zone", "UTC")), BERLIN, sundayNight).first())
        .hasToString("2026-11-16");
  }

  @Test
  void otherWeeksKeepWhatWasAsked() {
    CalendarAsked asked = asked(Map.of("zone", "UTC", "duration", "3h", "peak", "1,000"));
    assertThat(asked.pathFrom("2026-12-07"))
        .isEqualTo("/console/calendar?from=2026-12-07&zone=UTC&duration=3h&peak=1%2C000");
    assertThat(asked.pathFrom("")).isEqualTo("/console/calendar?zone=UTC&duration=3h&peak=1%2C000");
  }
}
