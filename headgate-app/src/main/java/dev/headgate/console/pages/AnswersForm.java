package dev.headgate.console.pages;

import dev.headgate.admit.AnswersFile;
import dev.headgate.admit.GivenAnswers;
import dev.headgate.admit.Question;
import dev.headgate.console.Html;
import dev.headgate.json.MalformedYaml;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// The questions as fields of a form, and what was typed as answers.
final class AnswersForm {
  /// The list of zones that fields can name.
  static final String ZONES = "zones";

  private AnswersForm() {}

  /// What came of reading a form.
  sealed interface Read {
    record Good(GivenAnswers answers) implements Read {}

    /// Something that is typed is no answer.
    ///
    /// @param fields what is wrong with which field, by the field's name
    record Wrong(Map<String, String> fields) implements Read {}
  }

  static String name(Question question) {
    return "answer." + question.key();
  }

  /// Writes the fields, with the answers that are known, and a window that is suggested.
  static void write(Html html, Fields fields, GivenAnswers answers, Suggested suggested) {
    for (Question question : Question.values()) {
      String answer = answers.text(question).orElse("");
      write(
          fields,
          question,
          switch (question) {
            case WINDOW_FROM -> suggested.from().isEmpty() ? answer : suggested.from();
            case WINDOW_TO -> suggested.to().isEmpty() ? answer : suggested.to();
            default -> answer;
          });
    }
    zones(html);
  }

  static void zones(Html html) {
    html.open("datalist", "id", ZONES);
    ZoneId.getAvailableZoneIds().stream()
        .filter(id -> id.matches("[A-Z][a-z]+/[A-Za-z_/-]+"))
        .filter(id -> !id.startsWith("Etc/"))
        .sorted()
        .forEach(id -> html.empty("option", "value", id));
    html.close();
  }

  private static void write(Fields fields, Question question, String value) {
    String name = name(question);
    switch (question) {
      case COMMITMENT ->
          fields.choice(
              name,
              question.words(),
              "",
              value.toLowerCase(Locale.ROOT),
              List.of(
                  new Fields.Choice("customer", "Committed"),
                  new Fields.Choice("trial", "This import is the trial"),
                  new Fields.Choice("", "No answer yet")));
      case PRODUCT_QUESTIONS_ANSWERED ->
          fields.choice(
              name,
              question.words(),
              "",
              yesOrNo(value),
              List.of(
                  new Fields.Choice("yes", "Yes"),
                  new Fields.Choice("no", "No"),
                  new Fields.Choice("", "No answer yet")));
      case ZONE ->
          fields.line(
              name, question.words(), hint(question), value, "list", ZONES, "autocomplete", "off");
      case IF_LATE,
          CONTACT,
          SECOND_CONTACT,
          RUNS_FROM,
          CONTRACT,
          WINDOW_FROM,
          WINDOW_TO,
          DEADLINE ->
          fields.line(name, question.words(), hint(question), value);
      case LIVE_EVENTS_PER_SECOND ->
          fields.line(name, question.words(), hint(question), value, "inputmode", "decimal");
    }
  }

  private static String yesOrNo(String value) {
    return switch (value.toLowerCase(Locale.ROOT)) {
      case "true" -> "yes";
      case "false" -> "no";
      case String other -> other;
    };
  }

  private static String hint(Question question) {
    String form = question.form();
    return form.substring(0, 1).toUpperCase(Locale.ROOT) + form.substring(1) + ".";
  }

  /// Reads what was typed. A field that is empty is no answer.
  static Read read(Form form) {
    EnumMap<Question, String> texts = new EnumMap<>(Question.class);
    for (Question question : Question.values()) {
      String text = form.text(name(question));
      if (!text.isEmpty()) {
        texts.put(question, text);
      }
    }
    Map<String, String> wrong = new LinkedHashMap<>();
    for (Map.Entry<Question, String> answer : texts.entrySet()) {
      check(answer.getKey(), texts, wrong);
    }
    if (!wrong.isEmpty()) {
      return new Read.Wrong(wrong);
    }
    GivenAnswers answers = new GivenAnswers(texts);
    try {
      byte[] json = answers.toJson().utf8();
      return new Read.Good(AnswersFile.read(new String(json, StandardCharsets.UTF_8)));
    } catch (MalformedYaml e) {
      return new Read.Wrong(byField(String.valueOf(e.getMessage())));
    }
  }

  /// One answer by itself, in the zone that is answered, if that is one.
  private static void check(
      Question question, Map<Question, String> texts, Map<String, String> wrong) {
    EnumMap<Question, String> alone = new EnumMap<>(Question.class);
    alone.put(question, texts.getOrDefault(question, ""));
    String zone = texts.getOrDefault(Question.ZONE, "");
    if (ZoneId.getAvailableZoneIds().contains(zone)) {
      alone.put(Question.ZONE, zone);
    }
    try {
      new GivenAnswers(alone);
    } catch (IllegalArgumentException e) {
      wrong.put(name(question), sentence(question, String.valueOf(e.getMessage())));
    }
  }

  /// A fault of two answers together is the second one's, which it names first.
  private static Map<String, String> byField(String fault) {
    List<Map.Entry<String, String>> found = new ArrayList<>();
    for (Question question : Question.values()) {
      if (fault.startsWith("\"" + question.key() + "\"")) {
        found.add(Map.entry(name(question), sentence(question, fault)));
      }
    }
    return found.isEmpty()
        ? Map.of(name(Question.CONTACT), fault)
        : Map.of(found.getFirst().getKey(), found.getFirst().getValue());
  }

  /// `"zone" is its name, ...` as a sentence beside the field.
  private static String sentence(Question question, String fault) {
    String expected = "\"" + question.key() + "\" is " + question.form() + ", not ";
    if (fault.startsWith(expected)) {
      String said = fault.substring(expected.length());
      int meant = said.lastIndexOf("; did you mean ");
      return meant < 0
          ? said + " is not understood."
          : said.substring(0, meant) + " is not understood" + said.substring(meant);
    }
    String rest = fault.replace("\"" + question.key() + "\" ", "It ");
    for (Question other : Question.values()) {
      rest = rest.replace("\"" + other.key() + "\"", "\"" + other.words() + "\"");
    }
    return rest.endsWith(".") ? rest : rest + ".";
  }
}
