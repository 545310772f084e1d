package dev.headgate.console.pages;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class LoginLimitTest {
  private Instant now = Instant.parse("2026-11-23T12:00:00Z");
  private final LoginLimit limit = new LoginLimit(() -> now);

  private void tryWrongKeys(String address, int times) {
    for (int i = 0; i < times; i++) {
      assertThat(limit.begin(address)).isEmpty();
    }
  }

  @Test
  void theEleventhTryOfAMinuteWaitsUntilTheFirstIsAMinuteOld() {
    tryWrongKeys("a", 1);
    now = now.plusSeconds(20);
    tryWrongKeys("a", 9);
    assertThat(limit.begin("a")).contains(Duration.ofSeconds(40));
    now = now.plusSeconds(40);
    tryWrongKeys("a", 1);
    assertThat(limit.begin("a")).contains(Duration.ofSeconds(20));
  }

  @Test
  void anotherAddressIsNotKeptWaiting() {
    tryWrongKeys("a", 10);
    assertThat(limit.begin("a")).isPresent();
    tryWrongKeys("b", 1);
  }

  @Test
  void aRightKeyDoesNotCount() {
    tryWrongKeys("a", 9);
    for (int i = 0; i < 100; i++) {
      assertThat(limit.begin("a")).isEmpty();
      limit.succeeded("a");
    }
    tryWrongKeys("a", 1);
    assertThat(limit.begin("a")).isPresent();
  }

  @Test
  void manyAddressesDoNotFillTheMemoryAndTheLatestAreRemembered() {
    for (int i = 0; i < 10_001; i++) {
      tryWrongKeys("address " + i, 10);
    }
    assertThat(limit.begin("address 10000")).isPresent();
    assertThat(limit.begin("address 0")).as("forgotten").isEmpty();
  }
}
