package dev.headgate.source;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class JsonValueSplitterTest {
  private static final JsonLayout ARRAY = JsonLayout.ARRAY;
  private static final JsonLayout VALUES = JsonLayout.VALUES;

  /// The values of a text that arrives in pieces of at most so many bytes.
  ///
  /// @param ends `!` for each value that is broken, in their order
  private record Cut(List<String> values, String ends, boolean unclosed) {}

  private static Cut cut(JsonLayout layout, String text, int piece) {
    byte[] bytes = text.getBytes(UTF_8);
    JsonValueSplitter splitter = new JsonValueSplitter(layout);
    List<String> values = new ArrayList<>();
    StringBuilder broken = new StringBuilder();
    int from = 0;
    int to = 0;
    splitter.startRecord();
    while (true) {
      int end = splitter.find(bytes, from, to);
      if (end < 0 && to < bytes.length) {
        to = Math.min(bytes.length, to + piece);
        continue;
      }
      if (end < 0 && !(splitter.start() >= 0 && splitter.endsWithContent())) {
        return new Cut(values, broken.toString(), splitter.unclosed());
      }
      end = end < 0 ? to : end;
      int start = from + splitter.start();
      values.add(new String(bytes, start, end - start, UTF_8));
      broken.append(splitter.broken() ? '!' : '.');
      from = end;
      splitter.startRecord();
    }
  }

  private static Cut cut(JsonLayout layout, String text) {
    Cut whole = cut(layout, text, Integer.MAX_VALUE);
    Random random = new Random(7);
    for (int piece : new int[] {1, 2, 3, 1 + random.nextInt(20)}) {
      assertThat(cut(layout, text, piece)).as("in pieces of %d", piece).isEqualTo(whole);
    }
    return whole;
  }

  private static void assertValues(JsonLayout layout, String text, String... values) {
    Cut cut = cut(layout, text);
    assertThat(cut.values()).containsExactly(values);
    assertThat(cut.ends()).isEqualTo(".".repeat(values.length));
    assertThat(cut.unclosed()).isFalse();
  }

  @Test
  void elementsOfAnArrayAreItsValues() {
    assertValues(ARRAY, "[]");
    assertValues(ARRAY, " [ ] \n");
    assertValues(ARRAY, "[{\"a\":1},{\"b\":[2,{}]}]", "{\"a\":1}", "{\"b\":[2,{}]}");
    assertValues(ARRAY, "[\n  {\n  \"a\": 1\n  },\n  {}\n]\n", "{\n  \"a\": 1\n  }", "{}");
    assertValues(
        ARRAY, "[{},[],\"a]b\",-1.5e3,true,null]", "{}", "[]", "\"a]b\"", "-1.5e3", "true", "null");
    assertValues(ARRAY, "[{\"a\":\"}]\\\"\\\\\"}]", "{\"a\":\"}]\\\"\\\\\"}");
  }

  @Test
  void arraysOneAfterAnotherAreOne() {
    assertValues(ARRAY, "[{},{}]\n[{\"b\":1}]", "{}", "{}", "{\"b\":1}");
  }

  @Test
  void valuesOneAfterAnother() {
    assertValues(VALUES, "{\n\"a\":1\n}\n{\n}\n", "{\n\"a\":1\n}", "{\n}");
    assertValues(VALUES, "{}{}{\"a\":{}}", "{}", "{}", "{\"a\":{}}");
    assertValues(VALUES, "{},\r\n{},\r\n", "{}", "{}");
    assertValues(VALUES, "[1]\n[2] 3 4", "[1]", "[2]", "3", "4");
  }

  @Test
  void contentThatEndsTooEarlyIsUnclosed() {
    String whole = "[{\"a\":\"x\\\"\",\"b\":[1,2]},{\"c\":-1}]";
    for (int end = 1; end < whole.length(); end++) {
      assertThat(cut(ARRAY, whole.substring(0, end)).unclosed()).as("at %d", end).isTrue();
    }
    assertThat(cut(ARRAY, "[{},").values()).containsExactly("{}");
    assertThat(cut(VALUES, "{\n}\n{\n").unclosed()).isTrue();
    assertThat(cut(VALUES, "{\n}\n{\n").values()).hasSize(1);
  }

  @Test
  void whatIsBrokenCostsItsLine() {
    Cut cut = cut(ARRAY, "[\n{\"a\":1},\n{broken},\n{\"b\":2}\n]");
    assertThat(cut.values()).containsExactly("{\"a\":1}", "{broken},", "{\"b\":2}");
    assertThat(cut.ends()).isEqualTo(".!.");
    assertThat(cut.unclosed()).isFalse();
    cut = cut(ARRAY, "[\n{\"a\":\"never closed},\n{\"b\":2}\n]");
    assertThat(cut.values()).containsExactly("{\"a\":\"never closed},", "{\"b\":2}");
    cut = cut(ARRAY, "[{\"a\":[1}},{}\n,{}]");
    assertThat(cut.values()).containsExactly("{\"a\":[1}},{}", "{}");
  }

  @Test
  void aLineThatBeginsAnewEndsWhatIsNotClosed() {
    Cut cut = cut(VALUES, "{\n  \"a\": 1,\n{\n  \"b\": 2\n}\n");
    assertThat(cut.values()).containsExactly("{\n  \"a\": 1,", "{\n  \"b\": 2\n}");
    assertThat(cut.ends()).isEqualTo("!.");
    cut = cut(ARRAY, "[\n  {\"a\": 1,\n  {\"b\": 2}\n]\n");
    assertThat(cut.values()).containsExactly("{\"a\": 1,", "{\"b\": 2}");
    assertThat(cut.unclosed()).isFalse();
  }

  @Test
  void nestingMayBeDeepButHasAnEnd() {
    String deep = "[".repeat(60_000) + "]".repeat(60_000);
    assertValues(VALUES, deep + "\n{}", deep, "{}");
    Cut cut = cut(VALUES, "[".repeat(200_000) + "\n{}", Integer.MAX_VALUE);
    assertThat(cut.ends()).isEqualTo("!.");
  }

  @Test
  void theLayoutIsToldFromTheBeginning() {
    assertLayout(
        JsonLayout.LINES,
        "",
        "\n \n",
        "{\"a\":1}",
        "{\"a\":1}\n{\"b\":2}\n",
        "{broken\n{\"a\":1}\n");
    assertLayout(
        JsonLayout.LINES, "{\"a\":1,\n{\"a\":1}\n", "text\n", "[17/May] x\n", "{\"half", "{}x");
    assertLayout(JsonLayout.ARRAY, "[", "[\n {\"a\":1}", "  [{}]", "[]");
    assertLayout(VALUES, "{\n\"a\":1}", "{\"a\":\n", "{}{}", "{},\n{},\n", "{\"a\":1} {\"b\":2}\n");
  }

  private static void assertLayout(JsonLayout layout, String... texts) {
    for (String text : texts) {
      byte[] bytes = text.getBytes(UTF_8);
      assertThat(JsonLayout.of(bytes, 0, bytes.length)).as(text).isEqualTo(layout);
    }
  }
}
