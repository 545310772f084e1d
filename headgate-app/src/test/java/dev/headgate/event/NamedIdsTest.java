package dev.headgate.event;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class NamedIdsTest {
  private static final EventId DNS =
      EventId.parse("6ba7b810-9dad-11d1-80b4-00c04fd430c8").orElseThrow();

  @Test
  void makesTheExampleOfTheRfc() {
    // RFC 9562, appendix A.4.
    assertThat(new NamedIds(DNS).of("www.example.com".getBytes(UTF_8)))
        .hasToString("2ed6657d-e927-568b-95e1-2665a8aea6a2");
  }

  @Test
  void takesPartsAsOneName() {
    NamedIds ids = new NamedIds(DNS);
    EventId whole = ids.of("www.example.com".getBytes(UTF_8));
    assertThat(ids.of("www.".getBytes(UTF_8), new byte[0], "example.com".getBytes(UTF_8)))
        .isEqualTo(whole);
    assertThat(ids.of("www.example.com".getBytes(UTF_8))).isEqualTo(whole);
  }
}
