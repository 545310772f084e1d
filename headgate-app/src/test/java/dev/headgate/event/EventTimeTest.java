package dev.headgate.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EventTimeTest {

  @ParameterizedTest
  @CsvSource({
    "1970-01-01T00:00:00Z, 1970-01-01T00:00:00Z",
    "2024-03-01T04:08:31.905Z, 2024-03-01T04:08:31.905Z",
    "2024-03-01t04:08:31.905z, 2024-03-01T04:08:31.905Z",
    "2024-03-01 04:08:31, 2024-03-01T04:08:31Z",
    "2024-03-01T04:08, 2024-03-01T04:08:00Z",
    "2024-03-01T04:08:31+01:00, 2024-03-01T03:08:31Z",
    "2024-03-01T04:08:31-0130, 2024-03-01T05:38:31Z",
    "2024-03-01T04:08:31+02, 2024-03-01T02:08:31Z",
    "2024-03-01, 2024-03-01T00:00:00Z",
    "2024-02-29, 2024-02-29T00:00:00Z",
    "2024-03-01T04:08:31.1234567899Z, 2024-03-01T04:08:31.123456Z",
    "1969-12-31T23:59:59.999999Z, 1969-12-31T23:59:59.999999Z",
    "'2024-03-01T04:08:31,5Z', 2024-03-01T04:08:31.500Z",
    "0000-01-01, 0000-01-01T00:00:00Z",
    "9999-12-31T23:59:59.999999Z, 9999-12-31T23:59:59.999999Z",
  })
  void readsWhatExportsWrite(String text, String expected) {
    assertThat(EventTime.format(EventTime.parse(text).orElseThrow())).isEqualTo(expected);
  }

  @Test
  void leapSecondIsTheNextSecond() {
    assertThat(EventTime.format(EventTime.parse("2016-12-31T23:59:60Z").orElseThrow()))
        .isEqualTo("2017-01-01T00:00:00Z");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "now",
        "2024",
        "2024-03",
        "2024-3-1",
        "2024-13-01",
        "2023-02-29",
        "2024-03-01T",
        "2024-03-01T24:00:00Z",
        "2024-03-01T04",
        "2024-03-01T04:60",
        "2024-03-01T04:08:61Z",
        "2024-03-01T04:08:31.Z",
        "2024-03-01T04:08:31Zx",
        "2024-03-01T04:08:31+1",
        "2024-03-01T04:08:31+19:00",
        "2024-03-01T04:08:31+01:60",
        "2024-03-01Z",
        "1709266111",
        "17/May/2015:10:05:03 +0000",
        "\u0662\u0660\u0662\u0664-03-01",
        "+2024-03-01",
        "10000-01-01",
      })
  void refusesTheRest(String text) {
    assertThat(EventTime.parse(text)).isEmpty();
  }

  @Test
  void offsetsDoNotLeadOutOfTheYearsItCanPrint() {
    assertThat(EventTime.parse("9999-12-31T23:59:59-01:00")).isEmpty();
    assertThat(EventTime.parse("0000-01-01T00:00:00+01:00")).isEmpty();
  }

  @Test
  void readsAndPrintsEveryDayOfTheCalendar() {
    LocalDate end = LocalDate.of(10_000, 1, 1);
    for (LocalDate day = LocalDate.of(0, 1, 1); day.isBefore(end); day = day.plusDays(1)) {
      String text = day + "T23:59:01Z";
      long micros = EventTime.parse(text).orElseThrow();
      assertThat(micros).isEqualTo((day.toEpochDay() * 86_400L + 86_341L) * 1_000_000L);
      assertThat(EventTime.format(micros)).isEqualTo(text);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2024-03-01T04:08:31Z",
        "2024-03-01T04:08:31.9Z",
        "2024-03-01T04:08:31.905Z",
        "2024-03-01T04:08:31.905123Z",
        "2024-03-01T04:08:31.9051234Z",
        "2024-03-01T04:08:31.905+01:00",
        "2024-03-01",
        "2024-02-30T04:08:31Z",
        "2024-03-01T04:08:31.Z",
        "2024-03-01T04:08:3:Z",
        "2024-03-01T04:08:3\u0661Z",
        "9999-12-31T23:59:60Z",
        "-024-03-01T04:08:31Z",
      })
  void readsBytesAmongOthersAsItReadsText(String text) {
    byte[] bytes = ("x" + text + "0").getBytes(StandardCharsets.UTF_8);
    assertThat(EventTime.parse(bytes, 1, bytes.length - 1)).isEqualTo(EventTime.parse(text));
  }

  @Test
  void agreesWithTheJdkOnRandomTimes() {
    long seed = 20240301;
    Random random = new Random(seed);
    for (int i = 0; i < 20_000; i++) {
      long second = random.nextLong(-62_167_219_200L, 253_402_300_800L);
      Instant instant = Instant.ofEpochSecond(second, random.nextInt(1_000_000_000));
      ZoneOffset offset = ZoneOffset.ofTotalSeconds(60 * random.nextInt(-18 * 60, 18 * 60 + 1));
      OffsetDateTime local = instant.atOffset(offset);
      if (local.getYear() < 0 || local.getYear() > 9999) {
        continue;
      }
      String text = local.format(DateTimeFormatter.ISO_OFFSET_DATE_TIME);
      long micros = EventTime.ofInstant(instant.truncatedTo(ChronoUnit.MICROS));
      assertThat(EventTime.parse(text)).as("seed %d: %s", seed, text).hasValue(micros);
      String printed = EventTime.format(micros);
      assertThat(Instant.parse(printed))
          .as("seed %d: %s", seed, text)
          .isEqualTo(instant.truncatedTo(ChronoUnit.MICROS));
      assertThat(EventTime.parse(printed)).hasValue(micros);
      assertThat(EventTime.epochDay(micros))
          .isEqualTo(Math.toIntExact(instant.atOffset(ZoneOffset.UTC).toLocalDate().toEpochDay()));
    }
  }
}
