package dev.headgate.json;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.headgate.event.JsonBytes;
import java.io.IOException;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StorableJsonTest {

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      value = {
        "\"\\u0000\", \"\\ufffd\"",
        "\"\\ud83d\", \"\\ufffd\"",
        "\"\\uDE00\", \"\\ufffd\"",
        "\"\\ud83d\\ud83d\\ude00\", \"\\ufffd\\ud83d\\ude00\"",
        "\"\\ud83d\\u0041\", \"\\ufffd\\u0041\"",
        "\"\\ud83d\\\\ude00\", \"\\ufffd\\\\ude00\"",
        "\"\\\\u0000\", \"\\\\u0000\"",
        "\"\\\\\\u0000\", \"\\\\\\ufffd\"",
        "{\"\\u0000\":1}, {\"\\ufffd\":1}",
      })
  void replacesWhatNoTextColumnCanHold(String json, String expected) {
    assertThat(StorableJson.of(JsonBytes.of(json))).hasToString(expected);
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      value = {
        "{}",
        "\"\\u0041\"",
        "\"\\ud83d\\ude00\"",
        "\"\\n\\\"\\\\\"",
        "\"\\\\\"",
        "\"\\u00e9\"",
      })
  void returnsTheRestItself(String json) {
    JsonBytes bytes = JsonBytes.of(json);
    assertThat(StorableJson.of(bytes)).isSameAs(bytes);
  }

  @Test
  void meansWhatJacksonReadsWithTheSameReplaced() throws IOException {
    long seed = 11;
    Random random = new Random(seed);
    ObjectMapper jackson = new ObjectMapper();
    String[] pieces = {
      "a",
      "\\\\",
      "\\\"",
      "\\n",
      "\\u0000",
      "\\u0041",
      "\\ud83d",
      "\\ude00",
      "\\uD83D\\uDE00",
      "\\/",
      "u0000"
    };
    for (int i = 0; i < 20_000; i++) {
      StringBuilder text = new StringBuilder("\"");
      for (int n = random.nextInt(8); n > 0; n--) {
        text.append(pieces[random.nextInt(pieces.length)]);
      }
      JsonBytes json = JsonBytes.of(text.append('"').toString());
      String read = jackson.readValue(StorableJson.of(json).utf8(), String.class);
      assertThat(read)
          .as("seed %d: %s", seed, json)
          .isEqualTo(replaced(jackson.readValue(json.utf8(), String.class)));
    }
  }

  private static String replaced(String text) {
    StringBuilder out = new StringBuilder();
    text.codePoints()
        .map(c -> c == 0 || (c >= 0xD800 && c <= 0xDFFF) ? 0xFFFD : c)
        .forEach(out::appendCodePoint);
    return out.toString();
  }
}
