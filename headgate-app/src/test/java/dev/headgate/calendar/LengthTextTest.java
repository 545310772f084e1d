package dev.headgate.calendar;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LengthTextTest {
  @Test
  void itIsWrittenShortOrAsIso8601() {
    assertThat(LengthText.read("3h")).contains(Duration.ofHours(3));
    assertThat(LengthText.read(" 1D3h30m ")).contains(Duration.ofMinutes(27 * 60 + 30));
    assertThat(LengthText.read("90s")).contains(Duration.ofSeconds(90));
    assertThat(LengthText.read("2d")).contains(Duration.ofDays(2));
    assertThat(LengthText.read("PT3H")).contains(Duration.ofHours(3));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "3", "3 h", "h", "3h2d", "three hours", "99999999999999999999d"})
  void anythingElseIsNone(String text) {
    assertThat(LengthText.read(text)).isEmpty();
  }
}
