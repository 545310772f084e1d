package dev.headgate.admit;

import dev.headgate.event.JsonBytes;
import dev.headgate.json.JsonOutput;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What people answered, each answer as it was written. {@link AnswersFile} reads them, so that
/// what stands here is well formed; whether it fits the import is for {@link AnswerRules}.
public record GivenAnswers(Map<Question, String> texts) {
  public static final GivenAnswers NONE = new GivenAnswers(Map.of());

  /// Whether an import is meant to stay.
  public enum Commitment {
    CUSTOMER,
    /// The import itself is the trial.
    TRIAL
  }

  /// @throws IllegalArgumentException if a text does not answer its question
  public GivenAnswers {
    EnumMap<Question, String> copy = new EnumMap<>(Question.class);
    copy.putAll(texts);
    texts = Collections.unmodifiableMap(copy);
    for (Map.Entry<Question, String> answer : texts.entrySet()) {
      AnswerText.fault(answer.getKey(), answer.getValue(), zone(texts))
          .ifPresent(fault -> {
            throw new IllegalArgumentException("\"" + answer.getKey().key() + "\" " + fault);
          });
    }
  }

  public Optional<String> text(Question question) {
    return Optional.ofNullable(texts.get(question));
  }

  public boolean has(Question question) {
    return texts.containsKey(question);
  }

  /// The questions that have no answer, in their order.
  public List<Question> open() {
    return Arrays.stream(Question.values()).filter(question -> !has(question)).toList();
  }

  public Optional<Commitment> commitment() {
    return text(Question.COMMITMENT).map(AnswerText::commitment);
  }

  public boolean productQuestionsAnswered() {
    return text(Question.PRODUCT_QUESTIONS_ANSWERED).map(AnswerText::flag).orElse(false);
  }

  public ZoneId zone() {
    return zone(texts);
  }

  private static ZoneId zone(Map<Question, String> texts) {
    String name = texts.getOrDefault(Question.ZONE, "");
    return AnswerText.zone(name).orElse(ZoneOffset.UTC);
  }

  public Optional<Instant> from() {
    return time(Question.WINDOW_FROM);
  }

  public Optional<Instant> to() {
    return time(Question.WINDOW_TO);
  }

  /// The window that is wished for, if both ends of it are known and in order.
  public Optional<Window> window() {
    return from().flatMap(from -> to().filter(from::isBefore).map(to -> new Window(from, to)));
  }

  public Optional<Instant> deadline() {
    return time(Question.DEADLINE);
  }

  private Optional<Instant> time(Question question) {
    return text(question).map(text -> AnswerText.time(text, zone()));
  }

  /// These answers, and the others where these have none; refused where they do not go together.
  public Outcome<GivenAnswers> over(GivenAnswers others) {
    EnumMap<Question, String> all = new EnumMap<>(Question.class);
    all.putAll(others.texts);
    all.putAll(texts);
    for (Map.Entry<Question, String> answer : all.entrySet()) {
      Optional<String> fault = AnswerText.fault(answer.getKey(), answer.getValue(), zone(all));
      if (fault.isPresent()) {
        return new Outcome.Refused<>(
            "\"" + answer.getKey().key() + "\" " + fault.get(), "answer it anew");
      }
    }
    GivenAnswers both = new GivenAnswers(all);
    return both.contradiction()
        .<Outcome<GivenAnswers>>map(
            found -> new Outcome.Refused<>(found.message(), "answer one of them anew"))
        .orElseGet(() -> new Outcome.Done<>(both));
  }

  /// Two times in the wrong order.
  ///
  /// @param later which of them should be later than it is
  record Contradiction(Question later, String message) {}

  /// The first that there is.
  Optional<Contradiction> contradiction() {
    return notAfter(Question.WINDOW_TO, Question.WINDOW_FROM)
        .or(() -> notAfter(Question.DEADLINE, Question.WINDOW_FROM));
  }

  private Optional<Contradiction> notAfter(Question later, Question earlier) {
    Optional<Instant> first = time(earlier);
    Optional<Instant> second = time(later);
    return first.isEmpty() || second.isEmpty() || first.get().isBefore(second.get())
        ? Optional.empty()
        : Optional.of(
            new Contradiction(
                later,
                "\"%s\" (%s) is not after \"%s\" (%s)"
                    .formatted(
                        later.key(),
                        text(later).orElseThrow(),
                        earlier.key(),
                        text(earlier).orElseThrow())));
  }

  /// The same, had they wished for this window.
  public GivenAnswers within(Window window) {
    EnumMap<Question, String> other = new EnumMap<>(Question.class);
    other.putAll(texts);
    other.put(Question.WINDOW_FROM, window.from().toString());
    other.put(Question.WINDOW_TO, window.to().toString());
    return new GivenAnswers(other);
  }

  /// `{"commitment":"customer"}`, which {@link AnswersFile} reads.
  public JsonBytes toJson() {
    JsonOutput out = new JsonOutput(256).ascii("{");
    String separator = "";
    for (Map.Entry<Question, String> answer : texts.entrySet()) {
      out.ascii(separator).string(answer.getKey().key()).ascii(":").string(answer.getValue());
      separator = ",";
    }
    return out.ascii("}").toJsonBytes();
  }
}
