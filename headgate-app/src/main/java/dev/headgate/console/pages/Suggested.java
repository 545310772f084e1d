package dev.headgate.console.pages;

import dev.headgate.admit.Eyes;
import dev.headgate.admit.ImportRecord;
import dev.headgate.admit.Question;
import dev.headgate.admit.Step;
import dev.headgate.calendar.FreeSlots;
import dev.headgate.calendar.TimeSpan;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// What the address of an import's page puts into the fields of its forms: a window that was found
/// in the calendar, a peak that was tried. Nothing is taken before somebody sends the form.
///
/// @param from as somebody would type it; empty for nothing
record Suggested(String from, String to, String peak) {
  static final Suggested NOTHING = new Suggested("", "", "");

  private static final Pattern TIME = Pattern.compile("\\d{4}-\\d\\d-\\d\\d[ T0-9:.Z+-]{0,24}");
  private static final Pattern NUMBER = Pattern.compile("\\d[\\d,. _]{0,18}");

  private static final List<Step> TAKING = List.of(Step.GREEN_LIGHT, Step.AMEND, Step.ANSWER);

  /// What does not look like a time or a number is not suggested: anybody can write an address.
  static Suggested of(Form query) {
    return new Suggested(
        matching(TIME, query.text(Decisions.FROM)),
        matching(TIME, query.text(Decisions.TO)),
        matching(NUMBER, query.text(Decisions.PEAK)));
  }

  private static String matching(Pattern pattern, String text) {
    return pattern.matcher(text).matches() ? text : "";
  }

  boolean hasWindow() {
    return !from.isEmpty() || !to.isEmpty();
  }

  /// The form that a window can be put into by somebody.
  static Optional<Step> step(ImportRecord record, Session session, Eyes eyes) {
    return TAKING.stream()
        .filter(step -> StepForms.isOffered(step, record, session, eyes))
        .findFirst();
  }

  /// Where the import's page has the window in the form of this step. It closes with the quarter of
  /// an hour in which the plan ends.
  static String path(ImportRecord record, Step step, TimeSpan window) {
    ZoneId zone = record.answers().zone();
    String field = step == Step.ANSWER ? AnswersForm.name(Question.WINDOW_FROM) : Decisions.FROM;
    return ConsoleRoute.IMPORT.path(record.number())
        + "?"
        + Form.field(Decisions.FROM, typed(window.from(), zone))
        + "&"
        + Form.field(Decisions.TO, typed(quarterAfter(window.to()), zone))
        + "#"
        + Fields.id(step, field);
  }

  /// Where the import's page has the peak in the form of the green light.
  static String path(ImportRecord record, String peak) {
    return ConsoleRoute.IMPORT.path(record.number())
        + "?"
        + Form.field(Decisions.PEAK, peak)
        + "#"
        + Fields.id(Step.GREEN_LIGHT, Decisions.PEAK);
  }

  private static Instant quarterAfter(Instant moment) {
    long step = FreeSlots.STEP.toSeconds();
    long second = moment.getEpochSecond() + (moment.getNano() > 0 ? 1 : 0);
    return Instant.ofEpochSecond(Math.ceilDiv(second, step) * step);
  }

  /// With its offset where the clock shows the time twice.
  private static String typed(Instant at, ZoneId zone) {
    boolean twice = zone.getRules().getValidOffsets(LocalDateTime.ofInstant(at, zone)).size() > 1;
    return Words.local(at, zone) + (twice ? zone.getRules().getOffset(at).getId() : "");
  }
}
