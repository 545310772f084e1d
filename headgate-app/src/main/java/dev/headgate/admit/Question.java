package dev.headgate.admit;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// What a pipeline team asks of an import and no export can tell. A question's {@link #key} is its
/// name everywhere: in the file of answers, in the API, in findings.
public enum Question {
  COMMITMENT(
      "Is the customer committed, or is this import itself the trial?",
      "customer or trial",
      Kind.COMMITMENT),
  PRODUCT_QUESTIONS_ANSWERED(
      "Are the customer's questions about the product answered?", "yes or no", Kind.FLAG),
  CONTRACT("Under which contract does it run?", "a reference, such as SO-2026-114", Kind.TEXT),
  CONTACT(
      "Who watches the import while it runs, and how are they reached?",
      "a name and a telephone number or an address",
      Kind.TEXT),
  SECOND_CONTACT("And who if they cannot be reached?", "the same for another person", Kind.TEXT),
  ZONE(
      "In which time zone are the times of these answers?",
      "its name, such as Europe/Berlin; UTC if there is no answer",
      Kind.ZONE),
  WINDOW_FROM("When may the import begin?", "such as 2026-12-01 09:00", Kind.TIME),
  WINDOW_TO("When must it have stopped?", "such as 2026-12-01 17:00", Kind.TIME),
  DEADLINE("By when must everything be in?", "such as 2026-12-05 18:00", Kind.TIME),
  IF_LATE("What happens if it is late?", "in a sentence", Kind.TEXT),
  RUNS_FROM(
      "From which machine, in which network, will it be sent?",
      "such as a virtual machine in Frankfurt",
      Kind.TEXT),
  LIVE_EVENTS_PER_SECOND(
      "How many live events a second does the project send meanwhile?",
      "a number; 0 if it is not live yet",
      Kind.RATE);

  /// What an answer looks like.
  enum Kind {
    TEXT,
    FLAG,
    COMMITMENT,
    ZONE,
    TIME,
    RATE
  }

  private final String words;
  private final String form;
  private final Kind kind;

  Question(String words, String form, Kind kind) {
    this.words = words;
    this.form = form;
    this.kind = kind;
  }

  /// Its name in files and documents: `second_contact`.
  public String key() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// The question as a person is asked it.
  public String words() {
    return words;
  }

  /// What an answer looks like, for people.
  public String form() {
    return form;
  }

  Kind kind() {
    return kind;
  }

  static Optional<Question> ofKey(String key) {
    return Arrays.stream(values()).filter(question -> question.key().equals(key)).findFirst();
  }

  static List<String> keys() {
    return Arrays.stream(values()).map(Question::key).toList();
  }
}
