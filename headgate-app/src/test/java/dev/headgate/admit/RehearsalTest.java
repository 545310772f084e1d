package dev.headgate.admit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class RehearsalTest {
  private static Finding finding(String rule, Finding.Level level, String evidence) {
    return new Finding(rule, level, evidence, "do this");
  }

  private static final Finding HOT = finding("hot_id", Finding.Level.WARN, "'bot' has 9 %");

  @Test
  void whatIsNewGoneAndOtherwiseIsTold() {
    Finding young = finding("young", Finding.Level.NOTE, "3 events");
    Finding old = finding("old", Finding.Level.BLOCK, "9 events");
    Finding hotter = finding("hot_id", Finding.Level.BLOCK, "'bot' has 9 %");
    Rehearsal rehearsal = Rehearsal.of(List.of(HOT, old), List.of(hotter, young), List.of());
    assertThat(rehearsal).isEqualTo(new Rehearsal(List.of(young), List.of(old), List.of(hotter)));
    assertThat(rehearsal.isTheSame()).isFalse();
  }

  @Test
  void anotherFigureIsADifferenceAndSomebodysOverrideIsNone() {
    Finding more = finding("hot_id", Finding.Level.WARN, "'bot' has 10 %");
    assertThat(Rehearsal.of(List.of(HOT), List.of(more), List.of()).changed())
        .containsExactly(more);
    Finding overridden = HOT.overriddenBy(new Finding.Overridden("grace", "known"));
    assertThat(Rehearsal.of(List.of(overridden), List.of(HOT), List.of()).isTheSame()).isTrue();
  }

  @Test
  void aRuleThatCannotBeAskedAgainIsNotGone() {
    assertThat(Rehearsal.of(List.of(HOT), List.of(), List.of("hot_id")).isTheSame()).isTrue();
    Policy asked = Policy.standard().ofWhatIsKept();
    assertThat(Policy.standard().rules().stream().map(Rule::name).toList())
        .containsAll(asked.rules().stream().map(Rule::name).toList())
        .contains("rejects_over_budget");
    assertThat(asked.rules())
        .extracting(Rule::name)
        .doesNotContain("rejects_over_budget", "imported_under_another_mapping")
        .contains("merges_present");
  }
}
