package dev.headgate.console.pages;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TriesTest {
  private final Tries tries = new Tries();

  private static Session session(String token) {
    Session known = PagesUnderTest.TEAM;
    return new Session(known.actor(), known.holder(), token, known.until());
  }

  @Test
  void aSessionHasOneAtATime() {
    assertThat(tries.begin(session("one"))).isTrue();
    assertThat(tries.begin(session("one"))).isFalse();
    assertThat(tries.begin(session("another"))).isTrue();
    tries.end(session("one"));
    assertThat(tries.begin(session("one"))).isTrue();
    assertThat(tries.begin(session("another"))).isFalse();
  }
}
