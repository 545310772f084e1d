package dev.headgate.calendar;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Changes of clocks, worked out by hand.
class WallClockTest {
  private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
  private static final ZoneId LORD_HOWE = ZoneId.of("Australia/Lord_Howe");

  private static TimeSpan span(String from, String to) {
    return new TimeSpan(Instant.parse(from), Instant.parse(to));
  }

  private static List<TimeSpan> showing(ZoneId zone, String from, String to) {
    return new WallClock(zone).showing(LocalDateTime.parse(from), LocalDateTime.parse(to));
  }

  @Test
  void hoursThatTheClockLeavesOutDoNotCount() {
    assertThat(showing(BERLIN, "2027-03-28T02:00", "2027-03-28T03:00")).isEmpty();
    assertThat(showing(BERLIN, "2027-03-28T01:30", "2027-03-28T03:30"))
        .containsExactly(
            span("2027-03-28T00:30:00Z", "2027-03-28T01:00:00Z"),
            span("2027-03-28T01:00:00Z", "2027-03-28T01:30:00Z"));
  }

  @Test
  void hoursThatTheClockShowsTwiceCountTwice() {
    assertThat(showing(BERLIN, "2027-10-31T02:15", "2027-10-31T02:45"))
        .containsExactly(
            span("2027-10-31T00:15:00Z", "2027-10-31T00:45:00Z"),
            span("2027-10-31T01:15:00Z", "2027-10-31T01:45:00Z"));
    // From 02:00 at +11:00 back to 01:30 at +10:30.
    assertThat(showing(LORD_HOWE, "2027-04-04T01:40", "2027-04-04T01:50"))
        .containsExactly(
            span("2027-04-03T14:40:00Z", "2027-04-03T14:50:00Z"),
            span("2027-04-03T15:10:00Z", "2027-04-03T15:20:00Z"));
  }

  /// A night shift of six hours by the clock, on a Sunday.
  @ParameterizedTest
  @CsvSource({
    "Europe/Berlin, 2027-03-28, 300",
    "Europe/Berlin, 2026-10-25, 420",
    "Europe/Berlin, 2026-11-29, 360",
    "America/New_York, 2027-03-14, 300",
    "America/New_York, 2026-11-01, 420",
    "Australia/Lord_Howe, 2026-10-04, 330",
    "Australia/Lord_Howe, 2027-04-04, 390"
  })
  void sixHoursByTheClockLastAsLongAsTheyDo(String zone, LocalDate sunday, int minutes) {
    Team team =
        new Team(
            "night",
            ZoneId.of(zone),
            Map.of(DayOfWeek.SUNDAY, List.of(new Hours(LocalTime.MIDNIGHT, LocalTime.of(6, 0)))),
            List.of(),
            Map.of(),
            Rota.NOBODY);
    Instant noon = sunday.atTime(12, 0).atZone(ZoneId.of(zone)).toInstant();
    TimeSpan range = new TimeSpan(noon.minus(Duration.ofDays(2)), noon);
    assertThat(
            new TeamCalendar(List.of(team), List.of())
                .workingTime(range, PublicHolidays.NONE)
                .within(range))
        .isEqualTo(Duration.ofMinutes(minutes));
  }

  @Test
  void aBlackoutIsNeverLessThanWhatWasMeant() {
    TimeSpan always = span("2026-01-01T00:00:00Z", "2028-01-01T00:00:00Z");
    // 02:30 is left out: from the change on.
    assertThat(
            new Blackout.LocalTimes(
                    "gap",
                    BERLIN,
                    LocalDateTime.parse("2027-03-28T02:30"),
                    LocalDateTime.parse("2027-03-28T03:30"))
                .within(always))
        .containsExactly(span("2027-03-28T01:00:00Z", "2027-03-28T01:30:00Z"));
    // 02:30 and 02:45 come twice: from the first until the second.
    assertThat(
            new Blackout.LocalTimes(
                    "overlap",
                    BERLIN,
                    LocalDateTime.parse("2027-10-31T02:30"),
                    LocalDateTime.parse("2027-10-31T02:45"))
                .within(always))
        .containsExactly(span("2027-10-31T00:30:00Z", "2027-10-31T01:45:00Z"));
    // All of it is left out.
    assertThat(
            new Blackout.LocalTimes(
                    "nothing",
                    BERLIN,
                    LocalDateTime.parse("2027-03-28T02:10"),
                    LocalDateTime.parse("2027-03-28T02:50"))
                .within(always))
        .isEmpty();
  }

  @Test
  void aWeeklyBlackoutKeepsItsLocalTimesOverAChange() {
    Blackout weekly =
        new Blackout.Weekly(
            "backup",
            BERLIN,
            LocalDateTime.parse("2027-03-21T04:00"),
            LocalDateTime.parse("2027-03-21T05:00"),
            java.util.Optional.of(LocalDate.parse("2027-04-04")));
    assertThat(weekly.within(span("2027-01-01T00:00:00Z", "2027-12-01T00:00:00Z")))
        .containsExactly(
            span("2027-03-21T03:00:00Z", "2027-03-21T04:00:00Z"),
            span("2027-03-28T02:00:00Z", "2027-03-28T03:00:00Z"),
            span("2027-04-04T02:00:00Z", "2027-04-04T03:00:00Z"));
    assertThat(weekly.within(span("2027-03-28T02:59:00Z", "2027-03-28T05:00:00Z"))).hasSize(1);
    assertThat(weekly.within(span("2027-03-28T03:00:00Z", "2027-03-28T05:00:00Z"))).isEmpty();
  }

  @Test
  void aNightThatIsNotThereIsNotWorked() {
    // Samoa had no 30 December 2011.
    assertThat(showing(ZoneId.of("Pacific/Apia"), "2011-12-30T00:00", "2011-12-31T00:00"))
        .isEmpty();
  }
}
