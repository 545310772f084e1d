package dev.headgate.source.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headgate.event.EventTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TimeFormatTest {

  @ParameterizedTest
  @CsvSource({
    "iso8601, UTC, 2024-03-01T04:08:31.905Z, 2024-03-01T04:08:31.905Z",
    "iso8601, Europe/Berlin, 2024-03-01T04:08:31, 2024-03-01T03:08:31Z",
    "iso8601, Europe/Berlin, 2024-07-01T04:08:31, 2024-07-01T02:08:31Z",
    "iso8601, Europe/Berlin, 2024-03-01T04:08:31Z, 2024-03-01T04:08:31Z",
    "iso8601, Europe/Berlin, 2024-03-01T04:08:31-02:00, 2024-03-01T06:08:31Z",
    "iso8601, Europe/Berlin, 2024-03-01, 2024-02-29T23:00:00Z",
    "epoch_s, UTC, 1602611311, 2020-10-13T17:48:31Z",
    "epoch_s, UTC, 1602611311.1234567, 2020-10-13T17:48:31.123456Z",
    "epoch_s, UTC, 1.602611311E9, 2020-10-13T17:48:31Z",
    "epoch_s, UTC, -0.5, 1969-12-31T23:59:59.500Z",
    "epoch_ms, UTC, 1602611311123, 2020-10-13T17:48:31.123Z",
    "epoch_ms, UTC, ' 1602611311123 ', 2020-10-13T17:48:31.123Z",
    "epoch_us, UTC, 1602611311123456, 2020-10-13T17:48:31.123456Z",
    "epoch_us, UTC, 0, 1970-01-01T00:00:00Z",
    "yyyy-MM-dd HH:mm:ss, UTC, 2024-03-01 04:08:31, 2024-03-01T04:08:31Z",
    "yyyy-MM-dd HH:mm:ss, Europe/Berlin, 2024-03-01 04:08:31, 2024-03-01T03:08:31Z",
    "yyyy-MM-dd HH:mm:ss.SSSSSS, UTC, 2024-03-01 04:08:31.000001, 2024-03-01T04:08:31.000001Z",
    "yyyy-MM-dd HH:mm, UTC, 2024-03-01 04:08, 2024-03-01T04:08:00Z",
    "yyyy-MM-dd HH, UTC, 2024-03-01 04, 2024-03-01T04:00:00Z",
    "dd.MM.yyyy, UTC, 01.03.2024, 2024-03-01T00:00:00Z",
    "dd.MM.yyyy, Europe/Berlin, 01.03.2024, 2024-02-29T23:00:00Z",
    "uuuu-MM-dd, UTC, 2024-03-01, 2024-03-01T00:00:00Z",
    "M/d/yy h:mm a, UTC, 3/1/24 4:08 pm, 2024-03-01T16:08:00Z",
    "dd/MMM/yyyy:HH:mm:ss Z, UTC, 17/May/2015:10:05:03 +0200, 2015-05-17T08:05:03Z",
    "'yyyy-MM-dd''T''HH:mm:ss''[''VV'']''', UTC, '2024-03-01T04:08:31[Asia/Tokyo]', "
        + "2024-02-29T19:08:31Z",
    // A clock put forward, and one put back.
    "yyyy-MM-dd HH:mm, Europe/Berlin, 2024-03-31 02:30, 2024-03-31T01:30:00Z",
    "yyyy-MM-dd HH:mm, Europe/Berlin, 2024-10-27 02:30, 2024-10-27T00:30:00Z",
  })
  void readsWhatItSays(String format, String zone, String text, String expected) {
    TimeFormat.Reader reader = new TimeFormat(format, ZoneId.of(zone).normalized()).reader();
    assertThat(EventTime.format(reader.micros(text).orElseThrow())).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "iso8601, 1602611311",
    "iso8601, yesterday",
    "epoch_s, 2024-03-01",
    "epoch_s, ''",
    "epoch_s, NaN",
    "epoch_s, 0x10",
    "epoch_s, 1e999999999",
    "epoch_s, 1e-999999999",
    "epoch_s, 1602611311123",
    "epoch_us, 99999999999999999999999",
    "yyyy-MM-dd, 2023-02-29",
    "yyyy-MM-dd, 2023-02-28x",
    "yyyy-MM-dd hh:mm, 2023-02-28 11:30",
    "HH:mm, 11:30",
  })
  void refusesWhatIsWrittenOtherwise(String format, String text) {
    assertThat(new TimeFormat(format, ZoneOffset.UTC).reader().micros(text)).isEmpty();
  }

  @Test
  void aPatternThatIsNoneIsToldAtOnce() {
    assertThatThrownBy(() -> new TimeFormat("isoo8601", ZoneOffset.UTC).reader())
        .isInstanceOf(IllegalArgumentException.class);
  }
}
