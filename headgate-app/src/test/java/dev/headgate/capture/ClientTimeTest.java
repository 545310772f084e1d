package dev.headgate.capture;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.event.EventTime;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ClientTimeTest {
  private static final String NOW = "2026-11-23T10:00:00Z";

  private static long micros(String iso) {
    return EventTime.parse(iso).orElseThrow();
  }

  private static RawEvent at(String timestamp) {
    RawEvent event = new RawEvent();
    event.timestamp = timestamp;
    return event;
  }

  private static String live(RawEvent event, OptionalLong sentAt) {
    return EventTime.format(ClientTime.live(event, sentAt, micros(NOW)));
  }

  @ParameterizedTest
  @CsvSource({
    "2024-03-01T04:08:31.905Z, 2024-03-01T04:08:31.905Z",
    "2024-03-01T04:08:31.905123456Z, 2024-03-01T04:08:31.905123Z",
    "2024-03-01T04:08:31+03, 2024-03-01T01:08:31Z",
    "2024-03-01, 2024-03-01T00:00:00Z",
    "2024-03-01 04:08:31, 2024-03-01T04:08:31Z",
    "2024/03/01 04:08:31, 2024-03-01T04:08:31Z",
    "1709266111, 2024-03-01T04:08:31Z",
    "1709266111905, 2024-03-01T04:08:31.905Z",
    "'Fri, 1 Mar 2024 04:08:31 GMT', 2024-03-01T04:08:31Z",
  })
  void readsWhatClientsWrite(String text, String expected) {
    assertThat(EventTime.format(ClientTime.parse(text).orElseThrow())).isEqualTo(expected);
    assertThat(live(at(text), OptionalLong.empty())).isEqualTo(expected);
    assertThat(ClientTime.historical(at(text))).hasValue(micros(expected));
  }

  @Test
  void theSkewOfTheClientsClockIsTakenOut() {
    RawEvent event = at("2026-11-23T12:00:00Z");
    OptionalLong sentAt = OptionalLong.of(micros("2026-11-23T12:00:30Z"));
    assertThat(live(event, sentAt)).isEqualTo("2026-11-23T09:59:30Z");
    event.ignoreSentAt = true;
    assertThat(live(event, sentAt)).isEqualTo("2026-11-23T12:00:00Z");
    assertThat(ClientTime.historical(at("2020-01-01"))).hasValue(micros("2020-01-01"));
  }

  @Test
  void anOffsetCountsBackFromNow() {
    RawEvent event = at("2020-01-01");
    event.offsetMillis = 90_000L;
    assertThat(live(event, OptionalLong.of(1))).isEqualTo("2026-11-23T09:58:30Z");
    event.offsetMillis = Long.MIN_VALUE;
    assertThat(live(event, OptionalLong.empty())).isEqualTo(NOW);
  }

  @ParameterizedTest
  @CsvSource({
    "yesterday, 2026-11-23T10:00:00Z",
    "'', 2026-11-23T10:00:00Z",
    "2026-11-24T08:59:00Z, 2026-11-24T08:59:00Z",
    "2026-11-24T09:01:00Z, 2026-11-23T10:00:00Z",
    "9999-01-01, 2026-11-23T10:00:00Z",
    "0000-01-01T00:00:00+05:00, 1970-01-01T00:00:00Z",
    "0001-01-01, 0001-01-01T00:00:00Z",
  })
  void aLiveTimeThatCannotBeIsNow(String text, String expected) {
    assertThat(live(at(text), OptionalLong.empty())).isEqualTo(expected);
  }

  @Test
  void aLiveEventWithoutATimeIsOfNow() {
    assertThat(live(new RawEvent(), OptionalLong.of(1))).isEqualTo(NOW);
  }

  @ParameterizedTest
  @ValueSource(strings = {"yesterday", "", "0000-01-01T00:00:00+05:00", "12"})
  void aHistoricalTimeIsReadableOrNotThereAtAll(String text) {
    assertThat(ClientTime.historical(at(text))).isEmpty();
    assertThat(ClientTime.historical(new RawEvent())).isEmpty();
  }

  @Test
  void aHistoricalTimeInTheFutureStaysWhereItIs() {
    assertThat(ClientTime.historical(at("2031-01-01"))).hasValue(micros("2031-01-01"));
  }
}
