package dev.headgate.console.pages;

import dev.headgate.admit.Actor;
import dev.headgate.admit.Command;
import dev.headgate.admit.ControlFault;
import dev.headgate.admit.Finding;
import dev.headgate.admit.GivenAnswers;
import dev.headgate.admit.ImportRecord;
import dev.headgate.admit.Outcome;
import dev.headgate.admit.Question;
import dev.headgate.admit.Step;
import dev.headgate.console.ControlDesk;
import dev.headgate.console.ControlDesk.Terms;
import dev.headgate.json.MalformedJson;
import java.time.Instant;
import java.time.ZoneId;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/// Takes the step that a form asks for to the desk.
final class Decisions {
  static final String WHY = "why";
  static final String FROM = "from";
  static final String TO = "to";
  static final String PEAK = "peak";
  static final String BATCH = "batch";
  private static final String OVERRIDE = "override.";
  private static final String BECAUSE = "because.";

  private final ControlDesk desk;

  /// What came of it.
  sealed interface Result {
    record Done(ImportRecord record) implements Result {}

    /// What was typed cannot be taken.
    ///
    /// @param fields what is wrong with which field, by the field's name
    record Wrong(Map<String, String> fields) implements Result {}

    /// It may not be.
    ///
    /// @param findings what the rules say of what was asked for
    record Refused(String what, String next, List<Finding> findings) implements Result {}
  }

  Decisions(ControlDesk desk) {
    this.desk = desk;
  }

  static String overrideField(Finding finding) {
    return OVERRIDE + finding.rule();
  }

  static String becauseField(Finding finding) {
    return BECAUSE + finding.rule();
  }

  Result take(Step step, ImportRecord record, Form form, Actor by)
      throws ControlFault, MalformedJson {
    int number = record.number();
    return switch (step) {
      case ANSWER -> answer(record, form, by);
      case GREEN_LIGHT -> greenLight(record, form, by);
      case AMEND -> amend(record, form, by);
      case REQUEST_CHANGES -> execute(number, form, by, new Command.RequestChanges(why(form)));
      case DECLINE -> execute(number, form, by, new Command.Decline(why(form)));
      case PAUSE -> execute(number, form, by, new Command.Pause(why(form)));
      case REVOKE -> execute(number, form, by, new Command.Revoke(why(form)));
      case CANCEL -> execute(number, form, by, new Command.Cancel(why(form)));
      case ACKNOWLEDGE -> result(desk.execute(number, new Command.Acknowledge(), by));
      case RESUME ->
          by.role() == Actor.Role.CUSTOMER
              ? result(desk.execute(number, new Command.Resume(), by))
              : execute(number, form, by, new Command.Resume(why(form)));
      case FIRST_YES, SUBMIT, START, COMPLETE, RECORD_VERIFICATION, EXPIRE ->
          throw new IllegalStateException("no form takes the step " + step);
    };
  }

  private static String why(Form form) {
    return form.text(WHY);
  }

  private Result execute(int number, Form form, Actor by, Command command) throws ControlFault {
    Map<String, String> wrong = new LinkedHashMap<>();
    checkWhy(form, wrong);
    return wrong.isEmpty() ? result(desk.execute(number, command, by)) : new Result.Wrong(wrong);
  }

  private static void checkWhy(Form form, Map<String, String> wrong) {
    if (why(form).isEmpty()) {
      wrong.put(WHY, "Say why: it is kept in the audit, and the other side reads it.");
    } else if (why(form).length() > Form.MAX_TEXT) {
      wrong.put(WHY, "It is longer than " + Form.MAX_TEXT + " characters.");
    }
  }

  private static Result result(Outcome<ImportRecord> outcome) {
    return switch (outcome) {
      case Outcome.Done<ImportRecord>(ImportRecord record) -> new Result.Done(record);
      case Outcome.Refused<ImportRecord>(String what, String next) ->
          new Result.Refused(what, next, List.of());
    };
  }

  private Result answer(ImportRecord record, Form form, Actor by)
      throws ControlFault, MalformedJson {
    return switch (AnswersForm.read(form)) {
      case AnswersForm.Read.Wrong(Map<String, String> fields) -> new Result.Wrong(fields);
      case AnswersForm.Read.Good(GivenAnswers answers) ->
          answers.equals(record.answers())
              ? new Result.Done(record)
              : result(desk.answer(record.number(), answers, by));
    };
  }

  private Result greenLight(ImportRecord record, Form form, Actor by)
      throws ControlFault, MalformedJson {
    Map<String, String> wrong = new LinkedHashMap<>();
    checkWhy(form, wrong);
    Map<String, String> overrides = new HashMap<>();
    for (String field : form.fields().keySet()) {
      if (!field.startsWith(OVERRIDE)) {
        continue;
      }
      String rule = field.substring(OVERRIDE.length());
      String because = form.text(BECAUSE + rule);
      if (because.isEmpty()) {
        wrong.put(BECAUSE + rule, "Say why it may pass: it stays visible, with your name.");
      }
      overrides.put(rule, because);
    }
    Terms terms = terms(record, form, overrides, wrong);
    if (!wrong.isEmpty()) {
      return new Result.Wrong(wrong);
    }
    return switch (desk.greenLight(record.number(), why(form), terms, by)) {
      case Outcome.Done<ImportRecord>(ImportRecord lit) -> new Result.Done(lit);
      case Outcome.Refused<ImportRecord>(String what, String next) ->
          new Result.Refused(what, next, findings(record, terms));
    };
  }

  private List<Finding> findings(ImportRecord record, Terms terms)
      throws ControlFault, MalformedJson {
    return desk.propose(record, terms) instanceof Outcome.Done<ControlDesk.Proposal>(var proposal)
        ? proposal.agreed().findings()
        : List.of();
  }

  private Result amend(ImportRecord record, Form form, Actor by)
      throws ControlFault, MalformedJson {
    Map<String, String> wrong = new LinkedHashMap<>();
    Terms terms = terms(record, form, Map.of(), wrong);
    if (wrong.isEmpty() && terms.equals(Terms.AS_ASKED)) {
      wrong.put(PEAK, "Nothing would change: state another rate, or another window.");
    }
    checkWhy(form, wrong);
    return wrong.isEmpty()
        ? result(desk.amend(record.number(), why(form), terms, by))
        : new Result.Wrong(wrong);
  }

  private static Terms terms(
      ImportRecord record, Form form, Map<String, String> overrides, Map<String, String> wrong) {
    ZoneId zone = record.answers().zone();
    return new Terms(
        time(form, FROM, zone, wrong),
        time(form, TO, zone, wrong),
        peak(form, wrong),
        batch(form, wrong),
        overrides);
  }

  /// A time as answers write it.
  private static Optional<Instant> time(
      Form form, String name, ZoneId zone, Map<String, String> wrong) {
    if (form.text(name).isEmpty()) {
      return Optional.empty();
    }
    EnumMap<Question, String> texts = new EnumMap<>(Question.class);
    texts.put(Question.ZONE, zone.getId());
    texts.put(Question.WINDOW_FROM, form.text(name));
    try {
      return new GivenAnswers(texts).from();
    } catch (IllegalArgumentException e) {
      String fault = String.valueOf(e.getMessage());
      wrong.put(name, fault.replace("\"" + Question.WINDOW_FROM.key() + "\" ", "It ") + ".");
      return Optional.empty();
    }
  }

  /// Empty where nothing is typed; what is no rate is wrong.
  static OptionalDouble peak(Form form, Map<String, String> wrong) {
    String text = number(form, PEAK);
    if (text.isEmpty()) {
      return OptionalDouble.empty();
    }
    if (text.matches("\\d{1,9}([.]\\d{1,6})?") && Double.parseDouble(text) > 0) {
      return OptionalDouble.of(Double.parseDouble(text));
    }
    wrong.put(PEAK, "It is a number above 0, such as 5,000.");
    return OptionalDouble.empty();
  }

  private static OptionalInt batch(Form form, Map<String, String> wrong) {
    String text = number(form, BATCH);
    if (text.isEmpty()) {
      return OptionalInt.empty();
    }
    if (text.matches("\\d{1,9}") && Integer.parseInt(text) > 0) {
      return OptionalInt.of(Integer.parseInt(text));
    }
    wrong.put(BATCH, "It is a whole number above 0, such as 500.");
    return OptionalInt.empty();
  }

  /// With the commas and spaces that people put into numbers taken out.
  private static String number(Form form, String name) {
    return form.text(name).replaceAll("[,_ \\u00a0\\u202f]", "");
  }
}
