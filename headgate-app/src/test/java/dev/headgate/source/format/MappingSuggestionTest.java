package dev.headgate.source.format;

import static dev.headgate.source.format.Records.sample;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headgate.source.Sample;
import dev.headgate.source.SourceFault;
import dev.headgate.source.format.Mapping.Value;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class MappingSuggestionTest {

  /// The mapping that is drafted, tried on the sample as `--mapping` does.
  private static Mapping drafted(String text) throws SourceFault {
    List<Sample> samples = List.of(sample(text));
    Mapping mapping = MappingFile.parse("draft.yaml", MappingSuggestion.of(samples).yaml());
    String evidence =
        FormatDetection.detect(samples, Optional.empty(), Optional.of(mapping)).evidence();
    assertThat(evidence).contains("records fit");
    return mapping;
  }

  private static String field(Value value) {
    return value instanceof Value.Field(String path) ? path : "constant";
  }

  private static void assertDrafted(
      Mapping mapping, String event, String id, String time, String format) {
    assertThat(field(mapping.event())).isEqualTo(event);
    assertThat(field(mapping.distinctId())).isEqualTo(id);
    assertThat(field(mapping.timestamp())).isEqualTo(time);
    assertThat(mapping.timeFormat().name()).isEqualTo(format);
  }

  @Test
  void nestedJsonIsLookedInto() throws SourceFault {
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < 30; i++) {
      lines.append(
          """
          {"id":"24893%05d","type":"%sEvent","actor":{"id":%d,"login":"user-%d"},"public":true,"created_at":"2015-01-01T00:00:%02dZ"}
          """
              .formatted(i, i % 3 == 0 ? "Push" : "Watch", i % 7, i % 7, i));
    }
    Mapping mapping = drafted(lines.toString());
    assertDrafted(mapping, "type", "actor.login", "created_at", "iso8601");
    assertThat(mapping.uuid().orElseThrow().path()).isEqualTo("id");
  }

  @Test
  void csvWithAnyDelimiterAndTimeIsRead() throws SourceFault {
    for (String delimiter : List.of(",", ";", "\t", "|")) {
      StringBuilder lines = new StringBuilder("When;User ID;Action;note\n");
      for (int i = 0; i < 20; i++) {
        lines.append(
            "%02d.03.2024 10:15:00;%d;%s;text %d\n"
                .formatted(i + 1, i % 4, i % 2 == 0 ? "open" : "close", i));
      }
      Mapping mapping = drafted(lines.toString().replace(";", delimiter));
      assertDrafted(mapping, "Action", "User ID", "When", "dd.MM.yyyy HH:mm:ss");
      assertThat(mapping.uuid()).isEmpty();
    }
  }

  @Test
  void withoutAHeaderOrAnEventItSaysSo() throws SourceFault {
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < 20; i++) {
      lines.append(
          "{\"user\":\"u%d\",\"ts\":%d,\"page\":\"/p/%d\"}\n"
              .formatted(i % 5, 1_700_000_000 + i, i));
    }
    assertDrafted(drafted(lines.toString()), "constant", "user", "ts", "epoch_s");
    MappingSuggestion suggestion = MappingSuggestion.of(List.of(sample(lines.toString())));
    assertThat(suggestion.reasons().get("event")).contains("put a name here");
    assertThat(suggestion.reasons().get("distinct_id"))
        .isEqualTo("a usual name; 5 different values of 20 records");
    assertThat(suggestion.yaml())
        .contains("# distinct_id: a usual name")
        .contains("format: epoch_s");
  }

  @Test
  void aDateThatReadsBothWaysIsPointedOut() throws SourceFault {
    String ambiguous = "user,date\na,01/02/2024\nb,03/04/2024\n";
    assertThat(MappingSuggestion.of(List.of(sample(ambiguous))).reasons().get("timestamp"))
        .contains("could be MM/dd/yyyy as well");
    String clear = ambiguous + "c,25/12/2024\n";
    assertThat(MappingSuggestion.of(List.of(sample(clear))).reasons().get("timestamp"))
        .doesNotContain("as well");
  }

  @Test
  void whatHasNoTimeOrNobodyInItIsRefused() {
    assertRefused("a,b\n1,2\n3,4\n", "no column looks like a time", "the columns are a, b");
    assertRefused(
        "{\"at\":\"2024-01-01\",\"flag\":true}\n",
        "no column looks like somebody's id",
        "at, flag");
    assertRefused("Dear diary\n", "this looks like plain text", "CSV and JSON only");
  }

  private static void assertRefused(String text, String what, String next) {
    assertThatThrownBy(() -> MappingSuggestion.of(List.of(sample(text))))
        .isInstanceOfSatisfying(
            SourceFault.class,
            fault -> {
              assertThat(fault).hasMessageContaining(what);
              assertThat(fault.next()).contains(next);
            });
  }
}
