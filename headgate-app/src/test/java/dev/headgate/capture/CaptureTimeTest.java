package dev.headgate.capture;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.capture.GrantGate.Admission;
import dev.headgate.event.EventTime;
import dev.headgate.event.ProjectId;
import dev.headgate.eventlog.Lane;
import dev.headgate.standalone.ProductRules;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Where the clocks of a request come from.
class CaptureTimeTest {
  private static final Instant NOW = Instant.parse("2026-11-23T10:00:00Z");

  private final Capture capture =
      new Capture(
          _ -> Optional.of(ProjectId.DEFAULT),
          (_, _, _, _) -> new Admission.Allowed(Lane.LIVE, 0),
          () -> NOW,
          new Random(82),
          10_000,
          ProductRules.all());

  private Verdict judge(String body, OptionalLong sentAtMillis) {
    byte[] utf8 = body.getBytes(UTF_8);
    return capture.judge(
        new CaptureRequest(utf8, utf8.length, sentAtMillis, Optional.empty(), Optional.empty()));
  }

  private String time(String body, OptionalLong sentAtMillis) {
    Verdict verdict = judge(body, sentAtMillis);
    assertThat(verdict).isInstanceOf(Verdict.Accepted.class);
    return EventTime.format(
        ((Verdict.Accepted) verdict).events().getFirst().event().timestampMicros());
  }

  private static String batch(String before, String event, String after) {
    String at = "'event':'a','distinct_id':'u','timestamp':'2026-11-23T08:00:00Z'";
    return "{%s'api_key':'phc_one','batch':[{%s%s}]%s}"
        .formatted(before, at, event, after)
        .replace('\'', '"');
  }

  @Test
  void sentAtMayStandBeforeOrAfterTheBatch() {
    String sentAt = "'sent_at':'2026-11-23T09:00:00Z'";
    assertThat(time(batch(sentAt + ",", "", ""), OptionalLong.empty()))
        .isEqualTo("2026-11-23T09:00:00Z");
    assertThat(time(batch("", "", "," + sentAt), OptionalLong.empty()))
        .isEqualTo("2026-11-23T09:00:00Z");
  }

  @Test
  void theQuerySaysItWhereTheBodyDoesNot() {
    OptionalLong query = OptionalLong.of(Instant.parse("2026-11-23T09:30:00Z").toEpochMilli());
    assertThat(time(batch("", "", ""), query)).isEqualTo("2026-11-23T08:30:00Z");
    assertThat(time(batch("", "", ",'sent_at':'2026-11-23T09:00:00Z'"), query))
        .isEqualTo("2026-11-23T09:00:00Z");
  }

  @ParameterizedTest
  @ValueSource(longs = {1_795_428_000L, -1, Long.MAX_VALUE, Long.MIN_VALUE})
  void aQueryInSecondsOrNonsenseIsIgnored(long query) {
    assertThat(time(batch("", "", ""), OptionalLong.of(query))).isEqualTo("2026-11-23T08:00:00Z");
  }

  @ParameterizedTest
  @ValueSource(strings = {"'sent_at':'soon'", "'sent_at':5", "'sent_at':null"})
  void anUnreadableSentAtIsIgnored(String sentAt) {
    assertThat(time(batch("", "", "," + sentAt), OptionalLong.empty()))
        .isEqualTo("2026-11-23T08:00:00Z");
  }

  @Test
  void anEventMayAskForItsTimeToBeLeftAlone() {
    String ignoring = ",'properties':{'$ignore_sent_at':true}";
    assertThat(time(batch("", ignoring, ",'sent_at':'2026-11-23T09:00:00Z'"), OptionalLong.empty()))
        .isEqualTo("2026-11-23T08:00:00Z");
  }

  @Test
  void historicalEventsAreNeverMoved() {
    String historical = ",'historical_migration':true,'sent_at':'2026-11-23T09:00:00Z'";
    assertThat(time(batch("", ",'offset':5000", historical), OptionalLong.of(NOW.toEpochMilli())))
        .isEqualTo("2026-11-23T08:00:00Z");
  }

  @Test
  void historicalEventsWithoutAReadableTimeAreRefused() {
    for (String timestamp : new String[] {"'timestamp':'soon'", "'timestamp':null"}) {
      assertThat(
              judge(
                  batch("", "," + timestamp, ",'historical_migration':true"), OptionalLong.empty()))
          .isInstanceOfSatisfying(
              Verdict.Refused.class,
              refused -> {
                assertThat(refused.status()).isEqualTo(400);
                assertThat(refused.message())
                    .startsWith("event submitted with invalid timestamp (batch[0])");
              });
    }
  }
}
