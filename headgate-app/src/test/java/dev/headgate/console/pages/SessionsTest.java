package dev.headgate.console.pages;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.admit.Actor;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SessionsTest {
  private Instant now = Instant.parse("2026-11-23T12:00:00Z");
  private final Sessions sessions = new Sessions(new Random(1), () -> now);

  private String open() {
    return sessions.open(Actor.pipelineTeam("Grace"), PagesUnderTest.TEAM.holder());
  }

  @Test
  void anIdFindsItsOwnSessionAndNothingElseFindsOne() {
    String id = open();
    assertThat(sessions.find(id).orElseThrow().actor().name()).isEqualTo("Grace");
    assertThat(sessions.find(id + " ")).isEmpty();
    assertThat(sessions.find("")).isEmpty();
  }

  @Test
  void idsAndFormTokensAreLongAndNeverTheSame() {
    Set<String> seen = new HashSet<>();
    for (int i = 0; i < 1_000; i++) {
      String id = open();
      assertThat(id).hasSizeGreaterThan(42);
      assertThat(seen.add(id)).isTrue();
      assertThat(seen.add(sessions.find(id).orElseThrow().formToken())).isTrue();
    }
  }

  @Test
  void aSessionEndsAfterTwelveHours() {
    String id = open();
    now = now.plus(Duration.ofHours(12)).minusMillis(1);
    assertThat(sessions.find(id)).isPresent();
    now = now.plusMillis(1);
    assertThat(sessions.find(id)).isEmpty();
  }

  @Test
  void aSessionEndsAtLogout() {
    String id = open();
    String other = open();
    sessions.close(id);
    assertThat(sessions.find(id)).isEmpty();
    assertThat(sessions.find(other)).isPresent();
  }

  @Test
  void withTooManyTheOldestIsLoggedOut() {
    String first = open();
    String second = open();
    for (int i = 2; i <= Sessions.MOST; i++) {
      open();
    }
    assertThat(sessions.find(first)).isEmpty();
    assertThat(sessions.find(second)).isPresent();
  }
}
