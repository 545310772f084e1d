package dev.headgate.admit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.headgate.json.MalformedYaml;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AnswersFileTest {
  private static final String WHOLE =
      """
      commitment: Customer
      product_questions_answered: yes
      contract: 114
      contact: "Ada Lovelace, +44 20 7946 0018"
      zone: Europe/Berlin
      window_from: 2026-12-01 09:00
      window_to: 2026-12-01T17:00+00:00
      deadline: 2026-12-05
      live_events_per_second: 120
      if_late:
      """;

  @Test
  void answersAreReadAsPeopleWriteThem() throws MalformedYaml {
    GivenAnswers answers = AnswersFile.read(WHOLE);
    assertThat(answers.commitment()).contains(GivenAnswers.Commitment.CUSTOMER);
    assertThat(answers.productQuestionsAnswered()).isTrue();
    assertThat(answers.text(Question.CONTRACT)).contains("114");
    assertThat(answers.window())
        .contains(
            new Window(
                Instant.parse("2026-12-01T08:00:00Z"), Instant.parse("2026-12-01T17:00:00Z")));
    assertThat(answers.deadline()).contains(Instant.parse("2026-12-04T23:00:00Z"));
    assertThat(answers.text(Question.LIVE_EVENTS_PER_SECOND)).contains("120");
    assertThat(answers.open())
        .containsExactly(Question.SECOND_CONTACT, Question.IF_LATE, Question.RUNS_FROM);
  }

  @Test
  void whatIsKeptIsReadAgain() throws MalformedYaml {
    GivenAnswers answers = AnswersFile.read(WHOLE);
    assertThat(AnswersFile.read(answers.toJson().toString())).isEqualTo(answers);
    assertThat(AnswersFile.read("")).isEqualTo(GivenAnswers.NONE);
    assertThat(AnswersFile.read("{}")).isEqualTo(GivenAnswers.NONE);
  }

  @Test
  void newerAnswersTakeThePlaceOfOlderOnes() {
    GivenAnswers older =
        new GivenAnswers(Map.of(Question.CONTACT, "Ada", Question.IF_LATE, "nothing"));
    GivenAnswers newer = new GivenAnswers(Map.of(Question.CONTACT, "Grace"));
    assertThat(newer.over(older))
        .isEqualTo(
            new Outcome.Done<>(
                new GivenAnswers(Map.of(Question.CONTACT, "Grace", Question.IF_LATE, "nothing"))));
  }

  @Test
  void answersThatDoNotGoWithEarlierOnesAreRefusedAndWhatIsKeptCanBeRead() throws MalformedYaml {
    GivenAnswers older = new GivenAnswers(Map.of(Question.DEADLINE, "2026-12-05"));
    GivenAnswers newer = new GivenAnswers(Map.of(Question.WINDOW_FROM, "2026-12-10"));
    assertThat(newer.over(older)).isInstanceOf(Outcome.Refused.class);
    GivenAnswers both =
        new GivenAnswers(
            Map.of(Question.DEADLINE, "2026-12-05", Question.WINDOW_FROM, "2026-12-10"));
    assertThat(AnswersFile.kept(both.toJson().toString())).isEqualTo(both);

    GivenAnswers wrongWay =
        new GivenAnswers(
            Map.of(Question.WINDOW_TO, "2026-12-05", Question.WINDOW_FROM, "2026-12-10"));
    assertThat(wrongWay.window()).isEmpty();

    GivenAnswers local = new GivenAnswers(Map.of(Question.DEADLINE, "2027-03-28 02:30"));
    GivenAnswers zone = new GivenAnswers(Map.of(Question.ZONE, "Europe/Berlin"));
    assertThat(zone.over(local))
        .as("02:30 is passed over there")
        .isInstanceOf(Outcome.Refused.class);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "contcat: Ada | 1 | did you mean \"contact\"?",
        "commitment: perhaps | 1 | customer or trial, not \"perhaps\"",
        "product_questions_answered: some | 1 | yes or no",
        "zone: Europe/Berlni | 1 | did you mean \"Europe/Berlin\"?",
        "window_from: 2026-12-01 25:00 | 1 | such as 2026-12-01 09:00, not",
        "window_from: tomorrow | 1 | such as 2026-12-01 09:00, not",
        "live_events_per_second: -1 | 1 | a number",
        "live_events_per_second: NaN | 1 | a number",
        "contact: {name: Ada} | 1 | a name and a telephone number",
        "[contact] | 1 | keys with a value each",
        "contact: [ | 1 | not YAML",
      })
  void whatIsNoAnswerIsNamedWithItsLine(String yaml, int line, String message) {
    assertThatExceptionOfType(MalformedYaml.class)
        .isThrownBy(() -> AnswersFile.read(yaml))
        .withMessageContaining(message)
        .satisfies(fault -> assertThat(fault.line()).isEqualTo(line));
  }

  @Test
  void answersThatContradictEachOtherAreRefused() {
    assertThatExceptionOfType(MalformedYaml.class)
        .isThrownBy(
            () -> AnswersFile.read("window_from: 2026-12-02\ndeadline: 2026-12-01\ncontact: Ada\n"))
        .withMessageContaining("\"deadline\" (2026-12-01) is not after \"window_from\"")
        .satisfies(fault -> assertThat(fault.line()).isEqualTo(2));
    assertThatExceptionOfType(MalformedYaml.class)
        .isThrownBy(
            () -> AnswersFile.read("window_from: 2026-12-02 09:00\nwindow_to: 2026-12-02 09:00\n"))
        .withMessageContaining("not after");
  }

  /// Clocks go from 02:00 to 03:00 on 2027-03-28 in Berlin, and from 03:00 back to 02:00 on
  /// 2027-10-31; on Lord Howe Island by half an hour.
  @ParameterizedTest
  @CsvSource({
    "Europe/Berlin, 2027-03-28 01:59, 2027-03-28T00:59:00Z",
    "Europe/Berlin, 2027-03-28 02:30,",
    "Europe/Berlin, 2027-03-28 03:00, 2027-03-28T01:00:00Z",
    "Europe/Berlin, 2027-10-31 02:30, 2027-10-31T00:30:00Z",
    "Europe/Berlin, 2027-10-31T02:30+01:00, 2027-10-31T01:30:00Z",
    "America/New_York, 2027-03-14 02:30,",
    "America/New_York, 2027-11-07 01:30, 2027-11-07T05:30:00Z",
    "Australia/Lord_Howe, 2027-10-03 02:15,",
    "Australia/Lord_Howe, 2027-04-04 01:45, 2027-04-03T14:45:00Z",
  })
  void aTimeThatClocksPassOverIsRefusedAndOneTheyShowTwiceIsTheEarlier(
      String zone, String local, Instant expected) throws MalformedYaml {
    String yaml = "zone: " + zone + "\ndeadline: " + local + "\n";
    if (expected == null) {
      assertThatExceptionOfType(MalformedYaml.class)
          .isThrownBy(() -> AnswersFile.read(yaml))
          .withMessageContaining("clocks pass over in " + zone);
    } else {
      assertThat(AnswersFile.read(yaml).deadline()).isEqualTo(Optional.of(expected));
    }
  }
}
