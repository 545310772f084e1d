package dev.headgate.assess.hash4j;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class Xxh3RecordHashTest {
  /// The reference value of XXH3-128 (seed 0) for empty input.
  @Test
  void isXxh3AsItsReferencePrintsIt() {
    byte[] hash = new byte[16];
    new Xxh3RecordHash().hash(new byte[0], hash);
    assertThat(HexFormat.of().formatHex(hash)).isEqualTo("99aa06d3014798d86001c324468d497f");
  }
}
