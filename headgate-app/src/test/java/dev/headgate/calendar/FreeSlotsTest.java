package dev.headgate.calendar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.headgate.event.ProjectId;
import dev.headgate.pace.Envelope;
import dev.headgate.pace.Stage;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// Slots worked out by hand. 27 November 2026 is a Friday.
class FreeSlotsTest {
  private static final double CAPACITY = 100_000;
  private static final Duration THREE_HOURS = Duration.ofHours(3);
  private static final Instant FRIDAY_EVENING = Instant.parse("2026-11-27T17:07:00Z");
  private static final TimeSpan FOUR_DAYS = TimeSpan.of(FRIDAY_EVENING, Duration.ofDays(4));

  private static Envelope constant(double peak) {
    return new Envelope(peak, List.of(new Stage(THREE_HOURS, peak)));
  }

  private static FreeSlots.Wish wish(double peak, int most) {
    return new FreeSlots.Wish(THREE_HOURS, FOUR_DAYS, constant(peak), most);
  }

  private static TeamCalendar calendar(String more) {
    try {
      return CalendarFile.read(CalendarFile.STANDARD + more, PublicHolidays.NONE);
    } catch (BadCalendarFile e) {
      throw new AssertionError(e);
    }
  }

  private static FreeSlots.Answer find(
      FreeSlots.Wish wish, TeamCalendar calendar, Booking... bookings) {
    return FreeSlots.find(wish, calendar, PublicHolidays.NONE, List.of(bookings), CAPACITY);
  }

  private static List<String> begins(FreeSlots.Answer answer) {
    return answer.slots().stream().map(slot -> slot.span().from().toString()).toList();
  }

  private static Booking booking(String name, String from, String to, Envelope envelope) {
    Instant begin = Instant.parse(from);
    return new Booking(
        name,
        ProjectId.DEFAULT,
        "running",
        new TimeSpan(begin, Instant.parse(to)),
        envelope,
        Optional.of(begin));
  }

  @Test
  void theBestLieInWorkingHoursAndTheEarliestOfThemIsFirst() {
    FreeSlots.Answer answer = find(wish(20_000, 4), calendar(""));
    assertThat(begins(answer))
        .containsExactly(
            // Monday 09:00 and 12:00, Tuesday 09:00 and 12:00 in Berlin.
            "2026-11-30T08:00:00Z",
            "2026-11-30T11:00:00Z",
            "2026-12-01T08:00:00Z",
            "2026-12-01T11:00:00Z");
    assertThat(answer.slots()).allMatch(slot -> slot.overlap() == 1);
    assertThat(answer.slots().getFirst().peakPerSecond()).isEqualTo(20_000);
    // 17:15 is the first quarter; the last beginning is three hours before the end.
    assertThat(answer.looked()).isEqualTo(4 * 24 * 4 - 12);
    assertThat(answer.blackedOut()).isZero();
    assertThat(answer.overCapacity()).isZero();
  }

  @Test
  void aSlotIsNamedWithThePartThatIsWorkingTime() {
    FreeSlots.Wish tenHours = new FreeSlots.Wish(Duration.ofHours(10), FOUR_DAYS, constant(1), 1);
    Slot slot = find(tenHours, calendar("")).slots().getFirst();
    assertThat(slot.span().from()).isEqualTo(Instant.parse("2026-11-30T06:00:00Z"));
    assertThat(slot.working()).isEqualTo(Duration.ofHours(8));
    assertThat(slot.overlap()).isEqualTo(0.8);
  }

  @Test
  void noSlotTouchesABlackout() {
    FreeSlots.Answer answer =
        find(
            wish(20_000, 2),
            calendar(
                """
                blackouts:
                  - {reason: sale, from: 2026-11-30T10:30, to: 2026-11-30T13:00, zone: Europe/Berlin}
                """));
    // Monday from 13:00, Tuesday from 09:00.
    assertThat(begins(answer)).containsExactly("2026-11-30T12:00:00Z", "2026-12-01T08:00:00Z");
    // Beginnings from Monday 07:45 to 12:45.
    assertThat(answer.blackedOut()).isEqualTo(21);
    assertThat(answer.blackouts()).extracting(Blackout::reason).containsExactly("sale");
  }

  @Test
  void whatRunsIsStackedAgainstTheCapacity() {
    // From 90,000 at Monday 08:00 down to nothing much at 12:00 (UTC).
    Envelope falling = new Envelope(90_000, List.of(new Stage(Duration.ofHours(4), 10_000)));
    Booking running = booking("import 3", "2026-11-30T08:00:00Z", "2026-11-30T12:00:00Z", falling);
    FreeSlots.Answer answer = find(wish(50_000, 1), calendar(""), running);
    // At 10:00 it sends 50,000; beginnings before would go over.
    Slot slot = answer.slots().getFirst();
    assertThat(slot.span().from()).isEqualTo(Instant.parse("2026-11-30T10:00:00Z"));
    assertThat(slot.peakPerSecond()).isEqualTo(100_000);
    assertThat(slot.beside()).containsExactly(running);
    assertThat(answer.bookings()).containsExactly(running);
    // From 05:15, where the last three hours reach 08:00, until 09:45.
    assertThat(answer.overCapacity()).isEqualTo(19);
  }

  @Test
  void oneThatEndsWhenTheNextBeginsIsNotCountedWithIt() {
    Envelope flat = constant(60_000);
    FreeSlots.Answer answer =
        find(
            wish(40_000, 1),
            calendar(""),
            booking("import 1", "2026-11-30T05:00:00Z", "2026-11-30T09:00:00Z", flat),
            booking("import 2", "2026-11-30T09:00:00Z", "2026-11-30T12:00:00Z", flat));
    assertThat(answer.slots().getFirst().span().from())
        .isEqualTo(Instant.parse("2026-11-30T08:00:00Z"));
    assertThat(answer.slots().getFirst().peakPerSecond()).isEqualTo(100_000);
  }

  @Test
  void oneThatHasNotBegunCountsWithItsPeakThroughoutItsWindow() {
    Envelope ramp = new Envelope(1, List.of(new Stage(Duration.ofHours(1), 90_000)));
    Booking atAnyMoment =
        new Booking(
            "import 4",
            ProjectId.DEFAULT,
            "green_lit",
            new TimeSpan(FRIDAY_EVENING, Instant.parse("2026-11-30T13:00:00Z")),
            ramp,
            Optional.empty());
    FreeSlots.Answer answer = find(wish(20_000, 1), calendar(""), atAnyMoment);
    assertThat(begins(answer)).containsExactly("2026-11-30T13:00:00Z");
  }

  @Test
  void aPeakAboveTheCapacityFitsNowhere() {
    FreeSlots.Answer answer = find(wish(100_001, 5), calendar(""));
    assertThat(answer.slots()).isEmpty();
    assertThat(answer.overCapacity()).isEqualTo(answer.looked());
  }

  @Test
  void aPlanThatRunsOverAChangeOfClocksLastsAsLongAsAnyOther() {
    // The night of 28 March 2027 in Berlin: three hours from 00:00 CET end at 04:00 CEST.
    TimeSpan night =
        new TimeSpan(Instant.parse("2027-03-27T23:00:00Z"), Instant.parse("2027-03-28T02:00:00Z"));
    FreeSlots.Answer answer =
        find(new FreeSlots.Wish(THREE_HOURS, night, constant(1), 5), calendar(""));
    assertThat(answer.slots()).singleElement().extracting(Slot::span).isEqualTo(night);
    assertThat(night.to().atZone(java.time.ZoneId.of("Europe/Berlin")).getHour()).isEqualTo(4);
  }

  @Test
  void whoIsOnDutyTakesTurnsAndIsStoodInFor() {
    TeamCalendar calendar;
    try {
      calendar =
          CalendarFile.read(
              """
              teams:
                - name: platform
                  zone: Europe/Berlin
                  hours: {monday-sunday: 00:00-24:00}
                  on_duty:
                    people: [Anna, Ben]
                    from: 2026-11-30
                    days: 7
                    instead: [{who: Clara, from: 2026-12-08, to: 2026-12-08}]
              """,
              PublicHolidays.NONE);
    } catch (BadCalendarFile e) {
      throw new AssertionError(e);
    }
    Team team = calendar.teams().getFirst();
    assertThat(team.onDuty(span("2026-11-28T12:00:00Z", "2026-11-29T12:00:00Z"))).isEmpty();
    // Until midnight in Berlin, which is 23:00 UTC.
    assertThat(team.onDuty(span("2026-12-06T10:00:00Z", "2026-12-06T23:00:00Z")))
        .containsExactly("Anna");
    assertThat(team.onDuty(span("2026-12-06T10:00:00Z", "2026-12-06T23:00:01Z")))
        .containsExactly("Anna", "Ben");
    assertThat(team.onDuty(span("2026-12-07T12:00:00Z", "2026-12-14T12:00:00Z")))
        .containsExactly("Ben", "Clara", "Anna");
  }

  private static TimeSpan span(String from, String to) {
    return new TimeSpan(Instant.parse(from), Instant.parse(to));
  }

  @Test
  void whatIsAskedIsBounded() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new FreeSlots.Wish(Duration.ZERO, FOUR_DAYS, constant(1), 1));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new FreeSlots.Wish(Duration.ofDays(32), FOUR_DAYS, constant(1), 1));
    TimeSpan quarter = TimeSpan.of(FRIDAY_EVENING, Duration.ofDays(94));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new FreeSlots.Wish(THREE_HOURS, quarter, constant(1), 1));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new FreeSlots.Wish(THREE_HOURS, FOUR_DAYS, constant(1), 51));
  }
}
