package dev.headgate.source.file;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

class Xxh3Test {
  private final Xxh3 xxh3 = new Xxh3();

  @Test
  void isTheCanonicalFormOfTheReference() {
    // As `xxhsum -H2` prints them.
    assertThat(xxh3.hex(new byte[0], 0)).isEqualTo("99aa06d3014798d86001c324468d497f");
    assertThat(xxh3.hex("abc".getBytes(US_ASCII), 3)).isEqualTo("06b05ab6733a618578af5f94892f3950");
  }

  @Test
  void writesTheSameBytesWhereverTheyStand() {
    byte[] into = new byte[40];
    xxh3.hash("xxabcxx".getBytes(US_ASCII), 2, 5, into, 7);
    assertThat(HexFormat.of().formatHex(into, 7, 23)).isEqualTo("06b05ab6733a618578af5f94892f3950");
  }

  @Test
  void contentDigestIsTheHashOfTheBlockDigests() {
    byte[] both = HexFormat.of().parseHex("00112233445566778899aabbccddeeff".repeat(2));
    assertThat(xxh3.contentDigest(List.of("00112233445566778899aabbccddeeff".repeat(2))))
        .isEqualTo(xxh3.hex(both, both.length));
    assertThat(xxh3.contentDigest(List.of())).isEqualTo(xxh3.hex(new byte[0], 0));
  }
}
