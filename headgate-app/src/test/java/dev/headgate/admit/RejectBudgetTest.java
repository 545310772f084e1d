package dev.headgate.admit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RejectBudgetTest {

  @ParameterizedTest
  @CsvSource({
    "0.001, 0.1%",
    "0.1%, 0.1%",
    "0.1 %, 0.1%",
    "' 10% ', 10%",
    ".5, 50%",
    "0, 0%",
    "0%, 0%",
    "0.000, 0%",
    "1, 100%",
    "100%, 100%",
    "0.00001, 0.001%",
  })
  void readsSharesAndPercent(String text, String printed) {
    assertThat(RejectBudget.parse(text)).hasToString(printed);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "%", "ten", "-0.1", "1e-3", "0,1%", "1.", "0.1%%", "+1", "NaN"})
  void refusesWhatIsNoShareAndSaysWhatIs(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> RejectBudget.parse(text))
        .withMessageContaining("0.001 or 0.1%");
  }

  @ParameterizedTest
  @ValueSource(strings = {"5", "101%", "1.01"})
  void refusesMoreThanAll(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> RejectBudget.parse(text))
        .withMessageContaining("from 0 to 1");
  }

  @Test
  void isExactAtItsEdge() {
    assertThat(RejectBudget.DEFAULT.allows(1, 1_000)).isTrue();
    assertThat(RejectBudget.DEFAULT.allows(1, 999)).isFalse();
    assertThat(RejectBudget.DEFAULT.allows(0, 0)).isTrue();
    assertThat(RejectBudget.parse("0").allows(0, 5)).isTrue();
    assertThat(RejectBudget.parse("0").allows(1, 1_000_000)).isFalse();
    assertThat(RejectBudget.parse("100%").allows(5, 5)).isTrue();
  }

  @ParameterizedTest
  @CsvSource({"1203, 39244", "1, 3", "999, 1000", "5, 5", "1, 1000000007"})
  void whatIsEnoughIsEnough(long rejected, long records) {
    RejectBudget enough = RejectBudget.enoughFor(rejected, records);
    assertThat(enough.allows(rejected, records)).isTrue();
    assertThat(RejectBudget.parse(enough.toString())).isEqualTo(enough);
  }
}
