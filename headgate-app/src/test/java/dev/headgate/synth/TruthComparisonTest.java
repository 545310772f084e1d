package dev.headgate.synth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class TruthComparisonTest {
  private static final String ANA = person("ana", "\"plan\":\"pro\"");
  private static final String BEN = person("ben", "\"plan\":\"free\"");
  private static final String FULLWIDTH = person("Ａ1", "");
  private static final String FOX = person("🦊1", "");

  private static String person(String id, String properties) {
    return "{\"person_id\":\"p-"
        + id
        + "\",\"distinct_ids\":[\""
        + id
        + "\"],\"is_identified\":true,\"properties\":{"
        + properties
        + "}}";
  }

  private static TruthComparison compare(List<String> expected, List<String> actual) {
    return TruthComparison.of(expected.iterator(), actual.iterator(), 10);
  }

  @Test
  void equalPersonsAreCounted() {
    TruthComparison comparison = compare(List.of(ANA, BEN), List.of(ANA, BEN));

    assertThat(comparison.same()).isTrue();
    assertThat(comparison.equal()).isEqualTo(2);
    assertThat(comparison.differences()).isEmpty();
  }

  @Test
  void missingAndUnexpectedPersonsAreNamed() {
    TruthComparison comparison = compare(List.of(ANA, FULLWIDTH), List.of(BEN, FULLWIDTH, FOX));

    assertThat(comparison.same()).isFalse();
    assertThat(comparison.equal()).isEqualTo(1);
    assertThat(comparison.different()).isEqualTo(3);
    assertThat(comparison.differences()).hasSize(3);
    assertThat(comparison.differences().get(0)).startsWith("missing: the person of ana");
    assertThat(comparison.differences().get(1)).startsWith("not expected: the person of ben");
    assertThat(comparison.differences().get(2)).startsWith("not expected: the person of 🦊1");
  }

  @Test
  void aChangedPropertyIsSaidWithBothValues() {
    TruthComparison comparison =
        compare(List.of(ANA, BEN), List.of(person("ana", "\"plan\":\"free\",\"x\":1"), BEN));

    assertThat(comparison.differences())
        .containsExactly(
            "the person of ana: properties.plan is \"free\", expected \"pro\";"
                + " properties.x is 1, expected absent");
  }

  @Test
  void anotherWayOfWritingIsADifference() {
    TruthComparison comparison = compare(List.of(ANA), List.of(ANA.replace(":{", ": {")));

    assertThat(comparison.same()).isFalse();
    assertThat(comparison.differences().getFirst()).contains("written otherwise");
  }

  @Test
  void noMoreDifferencesThanAskedForArePutIntoWords() {
    TruthComparison comparison =
        TruthComparison.of(List.of(ANA, BEN).iterator(), List.<String>of().iterator(), 1);

    assertThat(comparison.differences()).hasSize(1);
    assertThat(comparison.different()).isEqualTo(2);
  }

  @Test
  void whatIsNoPersonIsSaid() {
    assertThatThrownBy(() -> compare(List.of(ANA), List.of("<html>")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("<html>");
  }
}
