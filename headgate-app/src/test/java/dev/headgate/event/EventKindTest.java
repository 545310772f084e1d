package dev.headgate.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EventKindTest {

  @Test
  void isToldByTheName() {
    assertThat(EventKind.ofName("$identify")).isEqualTo(EventKind.IDENTIFY);
    assertThat(EventKind.ofName("$create_alias")).isEqualTo(EventKind.CREATE_ALIAS);
    assertThat(EventKind.ofName("$merge_dangerously")).isEqualTo(EventKind.MERGE_DANGEROUSLY);
    assertThat(EventKind.ofName("$Identify")).isEqualTo(EventKind.PLAIN);
    assertThat(EventKind.ofName("")).isEqualTo(EventKind.PLAIN);
  }

  @ParameterizedTest
  @ValueSource(strings = {"null", "false", "0", "-0", "0.0", "0e5", "-0.00E+3", "\"\""})
  void identifyAsksEvenWithNothingAliasDoesNot(String json) {
    Optional<JsonBytes> other = Optional.of(JsonBytes.of(json));
    assertThat(EventKind.IDENTIFY.asksForMerge(other)).isTrue();
    assertThat(EventKind.CREATE_ALIAS.asksForMerge(other)).isFalse();
    assertThat(EventKind.MERGE_DANGEROUSLY.asksForMerge(other)).isFalse();
    assertThat(EventKind.PLAIN.asksForMerge(other)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"\"x\"", "\"0\"", "\"false\"", "1", "0.001", "-1", "1e0", "true", "[]", "{}"})
  void aTruthyOtherIdAsks(String json) {
    Optional<JsonBytes> other = Optional.of(JsonBytes.of(json));
    assertThat(EventKind.CREATE_ALIAS.asksForMerge(other)).isTrue();
    assertThat(EventKind.MERGE_DANGEROUSLY.asksForMerge(other)).isTrue();
    assertThat(EventKind.IDENTIFY.asksForMerge(other)).isTrue();
  }

  @Test
  void nothingAsksWithoutTheProperty() {
    for (EventKind kind : EventKind.values()) {
      assertThat(kind.asksForMerge(Optional.empty())).isFalse();
    }
  }
}
