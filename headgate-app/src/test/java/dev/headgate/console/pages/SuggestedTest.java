package dev.headgate.console.pages;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.admit.GivenAnswers;
import dev.headgate.admit.ImportRecord;
import dev.headgate.admit.ImportState;
import dev.headgate.admit.Question;
import dev.headgate.admit.Requests;
import dev.headgate.admit.Step;
import dev.headgate.calendar.TimeSpan;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SuggestedTest {
  private static Suggested of(String from, String to, String peak) {
    return Suggested.of(new Form(Map.of("from", from, "to", to, "peak", peak)));
  }

  @Test
  void onlyWhatLooksLikeATimeOrANumberIsSuggested() {
    assertThat(of("2026-12-01 09:00", "2026-12-01T12:00:00Z", "20,000"))
        .isEqualTo(new Suggested("2026-12-01 09:00", "2026-12-01T12:00:00Z", "20,000"));
    assertThat(of("<b>", "tomorrow", "1e9")).isEqualTo(Suggested.NOTHING);
    assertThat(of("2026-12-01 09:00\u202e", "", "9".repeat(40))).isEqualTo(Suggested.NOTHING);
  }

  /// In Europe/Berlin 02:30 comes twice on 25 October 2026.
  @Test
  void aTimeThatComesTwiceHasItsOffset() {
    for (String moment : new String[] {"2026-10-25T00:30:00Z", "2026-10-25T01:30:00Z"}) {
      Instant from = Instant.parse(moment);
      Suggested back = readBack(TimeSpan.of(from, Duration.ofHours(5)));
      EnumMap<Question, String> answers = new EnumMap<>(Question.class);
      answers.put(Question.ZONE, "Europe/Berlin");
      answers.put(Question.WINDOW_FROM, back.from());
      assertThat(new GivenAnswers(answers).from()).contains(from);
      assertThat(back.to()).doesNotContain("+");
    }
  }

  @Test
  void theWindowClosesWithTheQuarterInWhichThePlanEnds() {
    Suggested back = readBack(TimeSpan.of(Requests.NOON, Duration.ofMinutes(61)));
    assertThat(back.to()).isEqualTo("2026-11-23 14:15");
  }

  /// What the import's page makes of the address.
  private static Suggested readBack(TimeSpan window) {
    ImportRecord plain = PagesUnderTest.record(ImportState.SUBMITTED, Requests.TEAM);
    ImportRecord record =
        new ImportRecord(
            plain.number(),
            plain.facts(),
            plain.createdAt(),
            plain.state(),
            new GivenAnswers(Map.of(Question.ZONE, "Europe/Berlin")),
            plain.request(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            plain.timing(),
            Optional.empty());
    String path = Suggested.path(record, Step.GREEN_LIGHT, window);
    return Suggested.of(Form.read(URI.create(path).getRawQuery()).orElseThrow());
  }
}
