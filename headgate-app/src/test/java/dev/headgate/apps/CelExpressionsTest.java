package dev.headgate.apps;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.headgate.apps.Expressions.BadExpression;
import java.util.List;
import org.junit.jupiter.api.Test;

class CelExpressionsTest {
  private static boolean test(String expression, String properties)
      throws BadExpression, AppFailure {
    return AppsForTest.EXPRESSIONS
        .condition(expression)
        .test(new PassingEvent(AppsForTest.event("e", properties)));
  }

  private static void fails(String expression, String properties) throws BadExpression {
    var condition = AppsForTest.EXPRESSIONS.condition(expression);
    PassingEvent event = new PassingEvent(AppsForTest.event("e", properties));
    assertThatExceptionOfType(AppFailure.class)
        .as(expression)
        .isThrownBy(() -> condition.test(event))
        .satisfies(failure -> assertThat(failure.why()).doesNotContain("secret"));
  }

  @Test
  void numbersCompareWhateverTheirKind() throws Exception {
    assertThat(test("properties.n > 1", "{\"n\":1.5}")).isTrue();
    assertThat(test("properties.n == 2", "{\"n\":2.0}")).isTrue();
    assertThat(test("properties.n < 1.5", "{\"n\":1}")).isTrue();
    assertThat(test("properties.n > 1", "{\"n\":12345678901234567890}")).isTrue();
  }

  @Test
  void everyKindOfValueIsSeen() throws Exception {
    String properties =
        "{\"s\":\"\\u00e9\",\"b\":false,\"z\":null,\"l\":[1,\"a\"],\"o\":{\"p\":{\"q\":3}}}";
    for (String each :
        List.of(
            "properties.s == 'é'",
            "!properties.b",
            "properties.z == null",
            "properties.l[1] == 'a' && properties.l.size() == 2",
            "properties.o.p.q == 3",
            "has(properties.o) && !has(properties.x)",
            "'s' in properties && properties.size() == 5",
            "properties[?\"x\"].orValue('none') == 'none'",
            "properties.l.exists(v, v == 1)",
            "properties.exists(k, k == 's')",
            "properties.s.lowerAscii() == 'é'",
            "timestamp < timestamp('2025-01-01T00:00:00Z')",
            "event.matches('^e$') && distinct_id.startsWith('u-')")) {
      assertThat(test(each, properties)).as(each).isTrue();
    }
  }

  @Test
  void aFailureSaysNothingOfTheEvent() throws Exception {
    fails("properties.s > 1", "{\"s\":\"secret\"}");
    fails("properties.s", "{\"s\":\"secret\"}");
    fails("properties.x == 1", "{\"secret\":1}");
    fails("1 / properties.n == 1", "{\"n\":0}");
  }

  @Test
  void whatAnEvaluationMayCostIsBounded() throws Exception {
    String list = "[" + "1,".repeat(300) + "1]";
    fails("properties.l.all(v, v == 1)", "{\"l\":" + list + "}");
    String few = "[" + "1,".repeat(15) + "1]";
    fails(
        "properties.l.all(a, properties.l.all(b, properties.l.all(c, c == 1)))",
        "{\"l\":" + few + "}");
    fails("properties.s != ''", "{\"s\":\"" + "x".repeat(70_000) + "\"}");
    for (String tooMuch :
        List.of(
            "event == '" + "x".repeat(2_100) + "'",
            "properties.l.map(v, v).size() > 1",
            "(".repeat(60) + "true" + ")".repeat(60))) {
      assertThatExceptionOfType(BadExpression.class)
          .as(tooMuch)
          .isThrownBy(() -> AppsForTest.EXPRESSIONS.condition(tooMuch));
    }
  }

  @Test
  void aComputedValueThatIsTooLargeOrNoJsonFails() throws Exception {
    for (String each : List.of("properties.s + properties.s", "1.0 / 0.0", "b'x'")) {
      var computation = AppsForTest.EXPRESSIONS.computation(each);
      PassingEvent event =
          new PassingEvent(AppsForTest.event("e", "{\"s\":\"" + "x".repeat(40_000) + "\"}"));
      assertThatExceptionOfType(AppFailure.class)
          .as(each)
          .isThrownBy(() -> computation.value(event));
    }
  }
}
