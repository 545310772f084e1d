package dev.headgate.admit;

import dev.headgate.json.JsonKind;
import dev.headgate.json.MalformedYaml;
import dev.headgate.json.Nearest;
import dev.headgate.json.YamlTree;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/// Reads answers as people write them: YAML, or JSON, with the keys of the {@link Question}s. Every
/// fault names its line; a key that is not known is never passed over, a key without a value is no
/// answer yet.
///
/// ```yaml
/// commitment: customer
/// product_questions_answered: yes
/// contract: SO-2026-114
/// contact: Ada Lovelace, +44 20 7946 0018
/// zone: Europe/Berlin
/// window_from: 2026-12-01 09:00
/// window_to: 2026-12-01 17:00
/// ```
public final class AnswersFile {
  /// Longest file that is read, in characters.
  public static final int MAX_CHARACTERS = 1 << 16;

  private AnswersFile() {}

  /// What somebody wrote.
  public static GivenAnswers read(String text) throws MalformedYaml {
    Lines lines = lines(text);
    Optional<GivenAnswers.Contradiction> found = lines.answers().contradiction();
    if (found.isPresent()) {
      throw new MalformedYaml(
          found.get().message(), lines.lines().getOrDefault(found.get().later(), 1));
    }
    return lines.answers();
  }

  /// What was kept, whether its answers go together or not.
  public static GivenAnswers kept(String json) throws MalformedYaml {
    return lines(json).answers();
  }

  /// Answers, and where they stand.
  private record Lines(GivenAnswers answers, Map<Question, Integer> lines) {}

  private static Lines lines(String text) throws MalformedYaml {
    if (text.length() > MAX_CHARACTERS) {
      throw new MalformedYaml("answers are longer than " + MAX_CHARACTERS + " characters", 1);
    }
    return switch (YamlTree.read(text)) {
      case YamlTree.Mapped mapped -> answers(mapped);
      case YamlTree.Scalar(String nothing, var _, int _) when nothing.isBlank() ->
          new Lines(GivenAnswers.NONE, Map.of());
      case YamlTree.Scalar(var _, var _, int line) -> throw noAnswers(line);
      case YamlTree.Sequence(var _, int line) -> throw noAnswers(line);
    };
  }

  private static MalformedYaml noAnswers(int line) {
    return new MalformedYaml("answers are keys with a value each, such as contact: Ada", line);
  }

  private static Lines answers(YamlTree.Mapped mapped) throws MalformedYaml {
    EnumMap<Question, String> texts = new EnumMap<>(Question.class);
    EnumMap<Question, Integer> lines = new EnumMap<>(Question.class);
    for (Map.Entry<String, YamlTree.Entry> entry : mapped.entries().entrySet()) {
      int line = entry.getValue().line();
      Question question =
          Question.ofKey(entry.getKey())
              .orElseThrow(() ->
                  new MalformedYaml(
                      "the key \""
                          + entry.getKey()
                          + "\" is not known"
                          + Nearest.hint(entry.getKey(), Question.keys()),
                      line));
      if (!(entry.getValue().value()
          instanceof YamlTree.Scalar(String text, JsonKind kind, int _))) {
        throw new MalformedYaml("\"" + question.key() + "\" is " + question.form(), line);
      }
      if (kind != JsonKind.NULL && !text.isBlank()) {
        texts.put(question, text.strip());
        lines.put(question, line);
      }
    }
    ZoneId zone = AnswerText.zone(texts.getOrDefault(Question.ZONE, "")).orElse(ZoneOffset.UTC);
    for (Map.Entry<Question, String> answer : texts.entrySet()) {
      Optional<String> fault = AnswerText.fault(answer.getKey(), answer.getValue(), zone);
      if (fault.isPresent()) {
        throw new MalformedYaml(
            "\"" + answer.getKey().key() + "\" " + fault.get(),
            lines.getOrDefault(answer.getKey(), mapped.line()));
      }
    }
    return new Lines(new GivenAnswers(texts), lines);
  }
}
