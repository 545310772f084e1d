package dev.headgate.calendar;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Days worked out by hand. In Europe/Berlin clocks go forward on 28 March 2027 and back on 31
/// October, both Sundays.
class CalendarDayTest {
  private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
  private static final ZoneId NEW_YORK = ZoneId.of("America/New_York");

  private static final String TEAM =
      """
      teams:
        - name: platform
          zone: Europe/Berlin
          hours: {monday-sunday: [01:00-04:00, 09:00-17:00]}
          days_off: {2027-03-29: a day out}
          on_duty: {people: [Anna, Ben], from: 2027-03-28, days: 1}
      blackouts:
        - {reason: sale, from: 2027-03-27T22:00, to: 2027-03-28T06:00, zone: Europe/Berlin}
      """;

  private static List<CalendarDay> days(String first, int count, ZoneId zone) throws Exception {
    TeamCalendar calendar = CalendarFile.read(TEAM, PublicHolidays.NONE);
    return CalendarDay.from(LocalDate.parse(first), count, zone, calendar, PublicHolidays.NONE);
  }

  @Test
  void aDayIsAsLongAsItsClockMakesIt() throws Exception {
    assertThat(days("2027-03-27", 3, BERLIN))
        .extracting(day -> day.span().length().toHours())
        .containsExactly(24L, 23L, 24L);
    assertThat(days("2027-10-31", 1, BERLIN).getFirst().span().length())
        .isEqualTo(Duration.ofHours(25));
    // The clock goes from midnight to one: the day begins with one.
    assertThat(days("2027-04-30", 1, ZoneId.of("Africa/Cairo")).getFirst().span().length())
        .isEqualTo(Duration.ofHours(23));
  }

  @Test
  void daysFollowOneAnother() throws Exception {
    List<CalendarDay> days = days("2027-03-20", 14, BERLIN);
    for (int i = 1; i < days.size(); i++) {
      assertThat(days.get(i).span().from()).isEqualTo(days.get(i - 1).span().to());
    }
  }

  @Test
  void hoursThatAreLeftOutAreNotWorked() throws Exception {
    CalendarDay.OfTeam team = days("2027-03-28", 1, BERLIN).getFirst().teams().getFirst();
    assertThat(team.works())
        .extracting(TimeSpan::length)
        .containsExactly(Duration.ofHours(2), Duration.ofHours(8));
    assertThat(team.onDuty()).containsExactly("Anna");
    assertThat(team.off()).isEmpty();
  }

  @Test
  void nobodyWorksOnADayOffAndItSaysWhy() throws Exception {
    CalendarDay.OfTeam team = days("2027-03-29", 1, BERLIN).getFirst().teams().getFirst();
    assertThat(team.works()).isEmpty();
    assertThat(team.off()).containsExactly("a day out");
  }

  @Test
  void ofABlackoutADayHasItsPart() throws Exception {
    List<CalendarDay> days = days("2027-03-27", 3, BERLIN);
    assertThat(days.get(0).blackouts())
        .containsExactly(
            new CalendarDay.Closed(
                "sale",
                TimeSpan.of(days.get(1).span().from().minusSeconds(7_200), Duration.ofHours(2))));
    assertThat(days.get(1).blackouts().getFirst().span())
        .isEqualTo(TimeSpan.of(days.get(1).span().from(), Duration.ofHours(5)));
    assertThat(days.get(2).blackouts()).isEmpty();
  }

  @Test
  void elsewhereADayHasMomentsOfTwoOfTheTeams() throws Exception {
    CalendarDay.OfTeam team = days("2027-03-28", 1, NEW_YORK).getFirst().teams().getFirst();
    assertThat(team.onDuty()).containsExactly("Anna", "Ben");
    assertThat(team.off()).containsExactly("a day out");
    // Of Berlin's day from 09:00, which is 03:00 there; the day after is off.
    assertThat(team.works()).extracting(TimeSpan::length).containsExactly(Duration.ofHours(8));
  }
}
