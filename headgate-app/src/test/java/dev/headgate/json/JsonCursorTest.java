package dev.headgate.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.headgate.event.JsonBytes;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonCursorTest {
  private static final ObjectMapper JACKSON = new ObjectMapper();

  private static final List<String> VALUES =
      List.of(
          "0",
          "-1",
          "12.50",
          "1e+9",
          "123456789012345678901234567890",
          "true",
          "false",
          "null",
          "\"\"",
          "\"a\"",
          "\"\\\"\\\\\\u00e9\"",
          "\"\u00e9\uD83D\uDE00\"",
          "\"" + "long ".repeat(3_000) + "\"",
          "{}",
          "[]",
          "[1,2]",
          "{\"a\":{\"b\":[{\"c\":\"}\"}]}}",
          "[ { \"x\" : [ ] } , \"]\" ]");

  @Test
  void tellsWhichValuesHoldAnEscape() throws MalformedJson {
    JsonCursor cursor =
        JsonCursor.object(
            JsonBytes.of(
                "{\"a\":\"x\",\"\\u0062\":1,\"c\":\"\\n\",\"d\":{\"e\":[\"\\u0000\"]},\"f\":{\"\\u0067\":2},\"h\":[3]}"));
    List<String> escaped = new ArrayList<>();
    while (cursor.next()) {
      if (cursor.holdsEscape()) {
        escaped.add(cursor.name());
      }
    }
    assertThat(escaped).containsExactly("c", "d", "f");
  }

  @Test
  void comparesANameWhereItIsWritten() throws MalformedJson {
    JsonCursor cursor =
        JsonCursor.object(JsonBytes.of("{\"name\":1,\"n\\u0061me\":2,\"names\":3,\"nama\":4}"));
    List<String> same = new ArrayList<>();
    while (cursor.next()) {
      if (cursor.nameIs("name".getBytes(UTF_8))) {
        same.add(cursor.text());
      }
    }
    assertThat(same).containsExactly("1", "2");
  }

  @Test
  void rawIsTheVeryBytesOfEveryKindAtEveryPlace() throws MalformedJson {
    for (String value : VALUES) {
      for (String space : List.of("", " ", "\t\n ")) {
        for (String before : List.of("", "\"p\":0,", "\"p\":{\"q\":[1]},", "\"p\":\"s\",")) {
          for (String after : List.of("", ",\"z\":1", ",\"z\":\"t\"", ",\"z\":[[]]")) {
            String member = "\"v\"" + space + ":" + space + value + space;
            String json = space + "{" + before + member + after + "}" + space;
            assertThat(member("xx" + json + "yy", "xx".length(), "v")).as(json).isEqualTo(value);
          }
        }
      }
    }
  }

  @Test
  void rawOfElementsIsTheirVeryBytes() throws MalformedJson {
    String json = " [ " + String.join(" , ", VALUES) + " ] ";
    byte[] bytes = ("###" + json).getBytes(UTF_8);
    JsonCursor cursor = JsonCursor.array(bytes, 3, bytes.length);
    List<String> found = new ArrayList<>();
    while (cursor.next()) {
      assertThat(cursor.name()).isEmpty();
      found.add(cursor.raw().toString());
    }
    assertThat(found).isEqualTo(VALUES);
  }

  @Test
  void textOfAContainerIsItsBytes() throws MalformedJson {
    JsonCursor cursor = JsonCursor.object(JsonBytes.of("{\"a\": [1, 2] ,\"b\":3}"));
    assertThat(cursor.next()).isTrue();
    assertThat(cursor.kind()).isEqualTo(JsonKind.ARRAY);
    assertThat(cursor.text()).isEqualTo("[1, 2]");
    assertThat(cursor.next()).isTrue();
    assertThat(cursor.name()).isEqualTo("b");
    assertThat(cursor.text()).isEqualTo("3");
    assertThat(cursor.next()).isFalse();
  }

  @Test
  void aByteOrderMarkDoesNotShiftWhatIsCutOut() throws MalformedJson {
    assertThat(member("\uFEFF{\"v\":[1,2],\"w\":3}", 0, "v")).isEqualTo("[1,2]");
    assertThat(member("\uFEFF{\"v\":\"text\",\"w\":3}", 0, "v")).isEqualTo("\"text\"");
    assertThat(member("\uFEFF{\"v\":17}", 0, "v")).isEqualTo("17");
  }

  @Test
  void readsWhatJacksonsTreeHasOnRandomObjects() throws IOException, MalformedJson {
    long seed = 99;
    Random random = new Random(seed);
    for (int i = 0; i < 3_000; i++) {
      String json = object(random, 3);
      JsonNode tree = JACKSON.readTree(json);
      byte[] bytes = ("?" + json + "?").getBytes(UTF_8);
      JsonCursor cursor = JsonCursor.object(bytes, 1, bytes.length - 1);
      List<String> names = new ArrayList<>();
      while (cursor.next()) {
        names.add(cursor.name());
        JsonNode expected = tree.get(cursor.name());
        switch (random.nextInt(3)) {
          case 0 ->
              assertThat(JACKSON.readTree(cursor.raw().utf8()))
                  .as("seed %d: %s", seed, json)
                  .isEqualTo(expected);
          case 1 -> {
            JsonKind kind = cursor.kind();
            String text = cursor.text();
            if (kind == JsonKind.STRING) {
              assertThat(text).as("seed %d: %s", seed, json).isEqualTo(expected.textValue());
            } else {
              assertThat(JACKSON.readTree(text)).isEqualTo(expected);
            }
          }
          default -> {
            // Passed over unread.
          }
        }
      }
      List<String> expectedNames = new ArrayList<>();
      tree.properties().stream().map(Map.Entry::getKey).forEach(expectedNames::add);
      assertThat(names).as("seed %d: %s", seed, json).isEqualTo(expectedNames);
    }
  }

  @Test
  void takesAndRefusesWhatJacksonDoes() {
    long seed = 100;
    Random random = new Random(seed);
    for (int i = 0; i < 20_000; i++) {
      StringBuilder json = new StringBuilder(object(random, 2));
      int at = random.nextInt(json.length());
      switch (random.nextInt(3)) {
        case 0 -> json.deleteCharAt(at);
        case 1 -> json.insert(at, "{}[],:\"\\0eE-.tfn \u0001".charAt(random.nextInt(18)));
        default -> json.setLength(at);
      }
      byte[] bytes = json.toString().getBytes(UTF_8);
      assertThat(isObject(bytes, random))
          .as("seed %d: %s", seed, json)
          .isEqualTo(isObjectForJackson(bytes));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "{",
        "{\"a\":1",
        "{\"a\":1,}",
        "{\"a\":1}}",
        "{\"a\":1} {}",
        "{\"a\":1} x",
        "{\"a\":01}",
        "{\"a\":1.}",
        "{\"a\":tru}",
        "{\"a\":truex}",
        "{\"a\":\"\u0001\"}",
        "{\"a\":\"\\x\"}",
        "{\"a\":\"",
        "{'a':1}",
        "{a:1}",
        "[1]",
        "1",
        "{\"a\":NaN}",
        "{\"a\":1 /* c */}",
        "{\0",
        "\0{}",
      })
  void refusesWhatIsNoObject(String json) {
    byte[] bytes = json.getBytes(UTF_8);
    assertThatThrownBy(
            () -> {
              JsonCursor cursor = JsonCursor.object(bytes, 0, bytes.length);
              while (cursor.next()) {}
            })
        .isInstanceOf(MalformedJson.class)
        .hasMessageNotContainingAny("\n", "[Source");
  }

  @Test
  void faultsAreNamedWithTheirPlace() {
    assertThatThrownBy(() -> member("{\"v\":tru}", 0, "v"))
        .hasMessage(
            "Unrecognized token 'tru': was expecting (JSON String, Number, Array, Object or token 'null', 'true' or 'false') (byte 5)");
    assertThatThrownBy(() -> member("{\"v\":1} {}", 0, "v")).hasMessage("more than one value");
    assertThatThrownBy(() -> member(" ", 0, "v")).hasMessage("not an object: empty");
    assertThatThrownBy(() -> member("[1]", 0, "v")).hasMessage("not an object");
  }

  @Test
  void longNumbersAreBoundedAsJacksonBoundsThem() {
    for (String number :
        List.of("1".repeat(1_000), "-" + "1".repeat(1_000), "1." + "0".repeat(999))) {
      assertThat(isObject(("{\"v\":" + number + "}").getBytes(UTF_8), new Random(1))).isTrue();
    }
    for (String number :
        List.of("1".repeat(1_001), "1." + "0".repeat(1_000), "1e" + "1".repeat(1_000))) {
      assertThat(isObject(("{\"v\":" + number + "}").getBytes(UTF_8), new Random(1))).isFalse();
    }
  }

  @Test
  void depthIsBounded() throws MalformedJson {
    String deep = "[".repeat(JsonCursor.MAX_DEPTH - 1) + "]".repeat(JsonCursor.MAX_DEPTH - 1);
    assertThat(member("{\"v\":" + deep + "}", 0, "v")).isEqualTo(deep);
    String tooDeep = "[" + deep + "]";
    assertThatThrownBy(() -> member("{\"v\":" + tooDeep + "}", 0, "v"))
        .isInstanceOf(MalformedJson.class);
  }

  @Test
  void tellsTheKindOfOneValue() throws MalformedJson {
    assertThat(kindOf("{\"a\":[]}")).isEqualTo(JsonKind.OBJECT);
    assertThat(kindOf(" [1] ")).isEqualTo(JsonKind.ARRAY);
    assertThat(kindOf("\"x\"")).isEqualTo(JsonKind.STRING);
    assertThat(kindOf("-1.5e3")).isEqualTo(JsonKind.NUMBER);
    assertThat(kindOf("null")).isEqualTo(JsonKind.NULL);
    assertThat(kindOf("true")).isEqualTo(JsonKind.TRUE);
    assertThat(kindOf("false")).isEqualTo(JsonKind.FALSE);
    for (String bad : List.of("", "{", "[1", "1 2", "tru", "\"x", "{\"a\":}", "1x")) {
      assertThatThrownBy(() -> kindOf(bad)).as(bad).isInstanceOf(MalformedJson.class);
    }
  }

  private static JsonKind kindOf(String json) throws MalformedJson {
    byte[] bytes = json.getBytes(UTF_8);
    return JsonCursor.kindOf(bytes, 0, bytes.length);
  }

  /// The raw bytes of a member of the object that begins at `from` and ends two characters before
  /// the end, if it begins past 0.
  private static String member(String json, int from, String name) throws MalformedJson {
    byte[] bytes = json.getBytes(UTF_8);
    JsonCursor cursor = JsonCursor.object(bytes, from, bytes.length - from);
    String found = "";
    while (cursor.next()) {
      if (cursor.name().equals(name)) {
        found = cursor.raw().toString();
      }
    }
    return found;
  }

  private static boolean isObject(byte[] bytes, Random random) {
    try {
      JsonCursor cursor = JsonCursor.object(bytes, 0, bytes.length);
      while (cursor.next()) {
        switch (random.nextInt(3)) {
          case 0 -> cursor.raw();
          case 1 -> cursor.text();
          default -> {
            // Passed over unread.
          }
        }
      }
      return true;
    } catch (MalformedJson e) {
      return false;
    }
  }

  private static boolean isObjectForJackson(byte[] bytes) {
    try (var parser = JACKSON.getFactory().createParser(bytes)) {
      JsonNode tree = JACKSON.readTree(parser);
      return tree != null && tree.isObject() && parser.nextToken() == null;
    } catch (IOException e) {
      return false;
    }
  }

  private static String object(Random random, int depth) {
    StringBuilder json = new StringBuilder("{");
    int members = random.nextInt(5);
    for (int i = 0; i < members; i++) {
      json.append(i == 0 ? "" : ",").append(space(random));
      json.append("\"m").append(i).append(random.nextInt(5) == 0 ? "\\u0041\"" : "\"");
      json.append(space(random)).append(':').append(space(random));
      json.append(value(random, depth)).append(space(random));
    }
    return json.append('}').toString();
  }

  private static String value(Random random, int depth) {
    int pick = random.nextInt(depth > 0 ? 8 : 6);
    return switch (pick) {
      case 6 -> object(random, depth - 1);
      case 7 -> {
        List<String> items = new ArrayList<>();
        for (int n = random.nextInt(4); n > 0; n--) {
          items.add(space(random) + value(random, depth - 1) + space(random));
        }
        yield "[" + String.join(",", items) + "]";
      }
      default -> VALUES.get(random.nextInt(12));
    };
  }

  private static String space(Random random) {
    return random.nextInt(3) == 0 ? " \t" : "";
  }
}
