package dev.headgate.tell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// When it is quiet, and until when.
class QuietHoursTest {
  private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
  private static final QuietHours NIGHT = hours("22:00", "07:00");

  private static QuietHours hours(String from, String to) {
    return new QuietHours(BERLIN, LocalTime.parse(from), LocalTime.parse(to));
  }

  private static Instant utc(String time) {
    return Instant.parse(time);
  }

  @Test
  void aNightReachesIntoTheNextDay() {
    assertThat(NIGHT.until(utc("2026-11-27T20:59:59.999Z"))).isEmpty();
    assertThat(NIGHT.until(utc("2026-11-27T21:00:00Z"))).contains(utc("2026-11-28T06:00:00Z"));
    assertThat(NIGHT.until(utc("2026-11-28T05:59:59Z"))).contains(utc("2026-11-28T06:00:00Z"));
    assertThat(NIGHT.until(utc("2026-11-28T06:00:00Z"))).isEmpty();
  }

  @Test
  void aNoonIsOfOneDay() {
    QuietHours noon = hours("12:00", "13:00");
    assertThat(noon.until(utc("2026-11-27T10:59:00Z"))).isEmpty();
    assertThat(noon.until(utc("2026-11-27T11:30:00Z"))).contains(utc("2026-11-27T12:00:00Z"));
    assertThat(noon.until(utc("2026-11-27T12:00:00Z"))).isEmpty();
  }

  @Test
  void aNightInWhichClocksAreChangedIsAnHourShorterOrLonger() {
    // From 21:00 UTC of a winter's evening to 07:00 of the summer's.
    assertThat(NIGHT.until(utc("2027-03-27T21:00:00Z"))).contains(utc("2027-03-28T05:00:00Z"));
    assertThat(NIGHT.until(utc("2027-03-28T05:00:00Z"))).isEmpty();
    assertThat(NIGHT.until(utc("2027-10-30T20:00:00Z"))).contains(utc("2027-10-31T06:00:00Z"));
    assertThat(NIGHT.until(utc("2027-10-31T05:30:00Z"))).contains(utc("2027-10-31T06:00:00Z"));
  }

  @Test
  void whatIsShownTwiceIsQuietFromTheFirstToTheLast() {
    // 02:30 is shown at 00:30 and at 01:30 UTC.
    QuietHours from = hours("02:30", "04:00");
    assertThat(from.until(utc("2027-10-31T00:29:59Z"))).isEmpty();
    assertThat(from.until(utc("2027-10-31T00:30:00Z"))).contains(utc("2027-10-31T03:00:00Z"));
    QuietHours to = hours("01:00", "02:30");
    assertThat(to.until(utc("2027-10-31T01:29:59Z"))).contains(utc("2027-10-31T01:30:00Z"));
    assertThat(to.until(utc("2027-10-31T01:30:00Z"))).isEmpty();
  }

  @Test
  void whatIsNeverShownIsTheMomentAtWhichItIsLeftOut() {
    // 02:00 to 03:00 is left out at 01:00 UTC.
    assertThat(hours("02:15", "02:45").until(utc("2027-03-28T01:00:00Z"))).isEmpty();
    QuietHours from = hours("02:30", "04:00");
    assertThat(from.until(utc("2027-03-28T00:59:59Z"))).isEmpty();
    assertThat(from.until(utc("2027-03-28T01:00:00Z"))).contains(utc("2027-03-28T02:00:00Z"));
  }

  /// Where clocks are not changed, it is quiet when the clock shows such a time.
  @ParameterizedTest
  @CsvSource({"22:00,07:00", "00:00,06:00", "23:59,00:00", "09:00,17:30"})
  void everyMinuteOfAWeekIsQuietByTheClock(LocalTime from, LocalTime to) {
    QuietHours hours = new QuietHours(BERLIN, from, to);
    Instant begin = utc("2026-11-23T00:00:00Z");
    for (int minute = 0; minute < Duration.ofDays(7).toMinutes(); minute++) {
      Instant now = begin.plus(Duration.ofMinutes(minute));
      LocalTime shown = now.atZone(BERLIN).toLocalTime();
      boolean quiet =
          from.isBefore(to)
              ? !shown.isBefore(from) && shown.isBefore(to)
              : !shown.isBefore(from) || shown.isBefore(to);
      Optional<Instant> until = hours.until(now);
      assertThat(until.isPresent()).as("%s", now).isEqualTo(quiet);
      until.ifPresent(
          end -> assertThat(end.atZone(BERLIN).toLocalTime()).as("%s", now).isEqualTo(to));
    }
  }

  @Test
  void hoursThatAreNoneAreRefused() {
    assertThatThrownBy(() -> new QuietHours(ZoneOffset.UTC, LocalTime.NOON, LocalTime.NOON))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
