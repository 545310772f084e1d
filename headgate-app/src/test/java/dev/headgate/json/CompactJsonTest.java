package dev.headgate.json;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.event.JsonBytes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CompactJsonTest {

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      delimiter = '|',
      value = {
        "{ \"string\" : \"a\" , \"number\" : 3 } | {\"number\":3,\"string\":\"a\"}",
        "[ \"a\" , [ ] , { } , null , 1.50 ] | [\"a\",[],{},null,1.50]",
        "{\"a\":1,\"a\":2} | {\"a\":2}",
        "\"x\" | \"x\"",
        "23.4 | 23.4",
        "{\"b\":[{\"d\":1,\"c\":2}]} | {\"b\":[{\"c\":2,\"d\":1}]}",
      })
  void isTheOneWayToWriteAValue(String json, String expected) throws MalformedJson {
    assertThat(CompactJson.of(JsonBytes.of(json))).isEqualTo(expected);
  }

  @Test
  void textOfAStringIsDecodedOfTheRestAsWritten() throws MalformedJson {
    assertThat(JsonText.of(JsonBytes.of("\"a\\u0041\\n\\\"\""))).isEqualTo("aA\n\"");
    assertThat(JsonText.of(JsonBytes.of("\"\u00e9\uD83D\uDE00\""))).isEqualTo("\u00e9\uD83D\uDE00");
    assertThat(JsonText.of(JsonBytes.of("\"\""))).isEmpty();
    assertThat(JsonText.of(JsonBytes.of("1e3"))).isEqualTo("1e3");
    assertThat(JsonText.of(JsonBytes.of("true"))).isEqualTo("true");
    assertThat(JsonText.of(JsonBytes.of("[1, 2]"))).isEqualTo("[1,2]");
  }
}
