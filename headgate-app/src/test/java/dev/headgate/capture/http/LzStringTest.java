package dev.headgate.capture.http;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Base64;
import java.util.Objects;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Against what lz-string 1.5.0 packed.
class LzStringTest {
  private static final int ROOM = 1 << 20;

  private static String unpacked(byte[] packed, int atMost) throws BodyRefused {
    Body body =
        LzString.unpacked(
            new Body(packed, packed.length), atMost, new BodyBudget(16 << 20).claim());
    return new String(body.bytes(), 0, body.length(), UTF_8);
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '\'',
      value = {
        "IZA=, a",
        "IY5A, aaaa",
        "N4IgpgbmB2AuIC4QEMQBoQA9EkI3A/Aie0HVtQXg3AAPZAF8g===,"
            + " '{\"event\":\"a\",\"x\":\"ααα漢字😀\"}'",
      })
  void textIsAsTheLibraryPackedIt(String base64, String text) throws BodyRefused {
    assertThat(unpacked(decoded(base64), ROOM)).isEqualTo(text);
  }

  private static byte[] decoded(String base64) {
    byte[] ascii = base64.getBytes(US_ASCII);
    return Base64.getDecoder().decode(new Body(ascii, ascii.length).standardBase64());
  }

  private static byte[] large() throws IOException {
    try (InputStream in =
        Objects.requireNonNull(LzStringTest.class.getResourceAsStream("/capture/lz64.txt"))) {
      return decoded(new String(in.readAllBytes(), US_ASCII).strip());
    }
  }

  @Test
  void thousandsOfEntriesWithCodesOfAnyWidthAreRead() throws Exception {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 400; i++) {
      text.append(
          "{\"event\":\"e%d\",\"n\":%d,\"where\":\"Zürich 東京\"}\n".formatted(i % 7, i * 31 % 977));
    }
    assertThat(unpacked(large(), ROOM)).isEqualTo(text.toString());
  }

  @Test
  void whatIsCutOffIsRefused() throws Exception {
    byte[] whole = large();
    for (int length = 0; length < whole.length - 2; length++) {
      byte[] cut = Arrays.copyOf(whole, length);
      assertThatThrownBy(() -> unpacked(cut, ROOM))
          .as("%d bytes", length)
          .isInstanceOf(BodyRefused.class)
          .hasMessage("failed to decode request: invalid lz64 data");
    }
  }

  @Test
  void aLongTextIsRefusedBeforeItIsLong() throws Exception {
    byte[] whole = large();
    assertThatThrownBy(() -> unpacked(whole, 1000))
        .hasMessage("maximum event size exceeded: the inflated body has more than 1000 bytes");
  }

  @Test
  void changedBytesAreReadOrRefused() throws Exception {
    byte[] whole = large();
    SplittableRandom random = new SplittableRandom(41);
    int refused = 0;
    for (int run = 0; run < 2000; run++) {
      byte[] changed = whole.clone();
      changed[random.nextInt(64)] ^= (byte) (1 << random.nextInt(8));
      try {
        assertThat(unpacked(changed, ROOM)).isNotNull();
      } catch (BodyRefused e) {
        refused++;
      }
    }
    assertThat(refused).isPositive();
  }
}
