package dev.headgate.json;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.Random;
import org.junit.jupiter.api.Test;

class JsonOutputTest {

  @Test
  void writesStringsThatJacksonReadsBack() throws IOException {
    long seed = 5;
    Random random = new Random(seed);
    ObjectMapper jackson = new ObjectMapper();
    JsonOutput out = new JsonOutput(0);
    for (int i = 0; i < 20_000; i++) {
      StringBuilder text = new StringBuilder();
      StringBuilder expected = new StringBuilder();
      for (int n = random.nextInt(20); n > 0; n--) {
        int c =
            switch (random.nextInt(6)) {
              case 0 -> random.nextInt(0x20);
              case 1 -> "\"\\/\u007f\u2028".charAt(random.nextInt(5));
              case 2 -> random.nextInt(0x800);
              case 3 -> 0xE000 + random.nextInt(0x1FFE);
              case 4 -> 0x10000 + random.nextInt(0x100000);
              default -> 'a' + random.nextInt(26);
            };
        text.appendCodePoint(c);
        expected.appendCodePoint(c == 0 ? 0xFFFD : c);
      }
      out.clear();
      out.string(text.toString());
      assertThat(jackson.readValue(out.toByteArray(), String.class))
          .as("seed %d, case %d", seed, i)
          .isEqualTo(expected.toString());
    }
  }

  @Test
  void loneSurrogatesBecomeReplacementCharacters() {
    assertThat(new JsonOutput(0).string("a\uD83Db\uDE00").toJsonBytes())
        .hasToString("\"a\uFFFDb\uFFFD\"");
    assertThat(new JsonOutput(0).string("\uD83D").toJsonBytes()).hasToString("\"\uFFFD\"");
  }

  @Test
  void growsAndCutsBack() {
    JsonOutput out = new JsonOutput(1);
    out.ascii("{\"a\":").number(Long.MIN_VALUE);
    int before = out.length();
    out.ascii(",").string("x".repeat(10_000)).truncate(before);
    out.ascii("}");
    assertThat(out.toJsonBytes()).hasToString("{\"a\":-9223372036854775808}");
    out.truncate(1_000);
    assertThat(out.length()).isEqualTo(before + 1);
  }
}
