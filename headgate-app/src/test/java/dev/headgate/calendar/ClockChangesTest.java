package dev.headgate.calendar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.headgate.pace.Envelope;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Random calendars around the days on which clocks change, held to an oracle that walks minute by
/// minute. Every failure names its seed.
class ClockChangesTest {
  private static final int SEEDS = 20;
  private static final int SPANS = 100;
  private static final double CAPACITY = 1000;

  @ParameterizedTest
  @CsvSource({
    "Europe/Berlin, 2027-03-28",
    "Europe/Berlin, 2026-10-25",
    "America/New_York, 2027-03-14",
    "America/New_York, 2026-11-01",
    "Australia/Lord_Howe, 2026-10-04",
    "Australia/Lord_Howe, 2027-04-04"
  })
  void overlapBlackoutsAndSlotsAreWhatWalkingMinuteByMinuteFinds(String zone, LocalDate change) {
    for (long seed = 1; seed <= SEEDS; seed++) {
      holds(
          new RandomCalendar(ZoneId.of(zone), change, seed),
          "%s %s seed %d".formatted(zone, change, seed));
    }
  }

  private static void holds(RandomCalendar random, String which) {
    TeamCalendar calendar = random.calendar();
    List<Booking> bookings = random.bookings();
    PublicHolidays holidays = RandomCalendar.EVERY_FIFTH_DAY;
    Outlook outlook = new Outlook(calendar, holidays, bookings, random.range());
    CalendarOracle oracle = new CalendarOracle(calendar, holidays, bookings, random.range());
    for (int i = 0; i < SPANS; i++) {
      TimeSpan span = random.span();
      Envelope envelope = random.envelope();
      Slot slot = outlook.at(span, envelope);
      String what = which + " " + span;
      assertThat(slot.working()).as(what).isEqualTo(oracle.working(span));
      assertThat(!slot.blackouts().isEmpty()).as(what).isEqualTo(oracle.blackedOut(span));
      assertThat(outlook.blackedOut(span)).as(what).isEqualTo(oracle.blackedOut(span));
      assertThat(slot.peakPerSecond())
          .as(what)
          .isCloseTo(oracle.peak(span, envelope), within(1e-6));
      assertThat(slot.beside().stream().map(Booking::name))
          .as(what)
          .containsExactlyElementsOf(oracle.beside(span));
    }
    FreeSlots.Wish wish = random.wish();
    assertThat(
            FreeSlots.find(wish, calendar, holidays, bookings, CAPACITY).slots().stream()
                .map(Slot::span))
        .as(which)
        .containsExactlyElementsOf(oracle.slots(wish, CAPACITY));
  }
}
