package dev.headgate.event;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IllegalIdsTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "   ",
        "\t\n",
        "\u00a0",
        "\ufeff",
        "anonymous",
        "Anonymous",
        "GUEST",
        "distinctId",
        "distinct_id",
        "ID",
        "Not_Authenticated",
        "Email",
        "UNDEFINED",
        "True",
        "false",
        "[object Object]",
        "NaN",
        "None",
        "none",
        "null",
        "0",
        "\"undefined\"",
        "'null'",
        "'GUEST'",
        "\"[object Object]\"",
        "'not_authenticated'"
      })
  void listedIdsAreIllegalBareOrQuoted(String id) {
    assertThat(IllegalIds.isIllegal(id)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "nan",
        "Nan",
        "NONE",
        "NULL",
        "Null",
        "[OBJECT OBJECT]",
        " null",
        "guest ",
        "00",
        "1",
        "'null\"",
        "''null''",
        "'",
        "\"\"",
        "user-1"
      })
  void lookalikesAreLegal(String id) {
    assertThat(IllegalIds.isIllegal(id)).isFalse();
  }
}
