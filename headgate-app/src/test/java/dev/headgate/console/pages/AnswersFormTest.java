package dev.headgate.console.pages;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.admit.GivenAnswers;
import dev.headgate.admit.Question;
import dev.headgate.admit.Step;
import dev.headgate.console.Html;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AnswersFormTest {
  private static Form form(Object... questionsAndTexts) {
    Map<String, String> fields = new HashMap<>();
    for (int i = 0; i < questionsAndTexts.length; i += 2) {
      fields.put(
          AnswersForm.name((Question) questionsAndTexts[i]), (String) questionsAndTexts[i + 1]);
    }
    return new Form(fields);
  }

  private static GivenAnswers good(Object... typed) {
    return ((AnswersForm.Read.Good) AnswersForm.read(form(typed))).answers();
  }

  private static Map<String, String> wrong(Object... typed) {
    return ((AnswersForm.Read.Wrong) AnswersForm.read(form(typed))).fields();
  }

  @Test
  void everyQuestionHasAFieldWithWhatIsKnown() {
    GivenAnswers known = good(Question.CONTACT, "Ada \"<b>\"", Question.COMMITMENT, "trial");
    Html html = new Html();
    AnswersForm.write(html, new Fields(html, Step.ANSWER, Trouble.NONE), known, Suggested.NOTHING);
    for (Question question : Question.values()) {
      assertThat(html.toString()).contains("name=\"" + AnswersForm.name(question) + "\"");
      assertThat(html.toString()).contains(question.words().replace("'", "&#39;"));
    }
    assertThat(html.toString())
        .contains("value=\"Ada &quot;&lt;b&gt;&quot;\"")
        .contains("value=\"trial\" checked=\"checked\"");
  }

  @Test
  void anEmptyFieldIsNoAnswer() {
    assertThat(good(Question.CONTACT, "  ", Question.IF_LATE, " late ").texts())
        .containsOnly(Map.entry(Question.IF_LATE, "late"));
  }

  @Test
  void everyWrongAnswerIsNamedBesideItsField() {
    assertThat(
            wrong(
                Question.ZONE,
                "Europe/Berln",
                Question.DEADLINE,
                "25:00",
                Question.LIVE_EVENTS_PER_SECOND,
                "many",
                Question.CONTACT,
                "Ada"))
        .containsOnly(
            Map.entry(
                "answer.zone",
                "\"Europe/Berln\" is not understood; did you mean \"Europe/Berlin\"?"),
            Map.entry("answer.deadline", "\"25:00\" is not understood."),
            Map.entry("answer.live_events_per_second", "\"many\" is not understood."));
  }

  @Test
  void aTimeThatClocksPassOverIsSaidToBeOne() {
    assertThat(wrong(Question.ZONE, "Europe/Berlin", Question.WINDOW_FROM, "2027-03-28 02:30"))
        .hasEntrySatisfying("answer.window_from", text -> assertThat(text).contains("pass over"));
  }

  @Test
  void answersThatContradictEachOtherAreTheSecondOnes() {
    assertThat(wrong(Question.WINDOW_FROM, "2027-01-02", Question.WINDOW_TO, "2027-01-01"))
        .hasEntrySatisfying(
            "answer.window_to",
            text -> assertThat(text).contains("is not after", Question.WINDOW_FROM.words()));
  }
}
