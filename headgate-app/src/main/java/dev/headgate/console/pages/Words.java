package dev.headgate.console.pages;

import dev.headgate.admit.Actor;
import dev.headgate.admit.ImportRecord;
import dev.headgate.admit.ImportState;
import dev.headgate.admit.Question;
import dev.headgate.admit.Step;
import dev.headgate.assess.Amounts;
import dev.headgate.assess.DisplayText;
import dev.headgate.console.Html;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/// The words that the console's pages have in common.
final class Words {
  private static final DateTimeFormatter MINUTE =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm", Locale.ROOT);
  private static final DateTimeFormatter SECOND =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT);

  private static final int LONGEST_TITLE = 60;

  private Words() {}

  /// Text from outside on one line: what cannot be seen stands there as its picture or number.
  static String shown(String text) {
    return text.isEmpty() ? "" : DisplayText.visible(text);
  }

  /// Text from a rule: answers that it names by their keys stand there as their questions.
  static String asked(String text) {
    String words = shown(text);
    for (Question question : Question.values()) {
      words = words.replace("\"" + question.key() + "\"", "\"" + question.words() + "\"");
    }
    return words;
  }

  /// What somebody typed, with its lines; its direction is its own.
  static void said(Html html, String tag, String text) {
    String lines = text.strip().lines().map(Words::line).collect(Collectors.joining("\n"));
    html.element(tag, lines, "class", "said", "dir", "auto");
  }

  private static String line(String line) {
    return line.isBlank() ? "" : DisplayText.visible(line.strip());
  }

  /// `export.jsonl`, `export.jsonl and 3 more`
  static String title(ImportRecord record) {
    List<String> sources = record.facts().sources();
    if (sources.isEmpty()) {
      return "no file";
    }
    String first = sources.getFirst();
    String name = first.substring(first.lastIndexOf('/') + 1);
    String fitted = DisplayText.fit(shown(name.isEmpty() ? first : name), LONGEST_TITLE);
    return sources.size() == 1 ? fitted : fitted + " and " + (sources.size() - 1) + " more";
  }

  static String state(ImportState state) {
    return state.key().replace('_', ' ');
  }

  static void badge(Html html, ImportState state) {
    html.element("span", state(state), "class", "state " + state.key().replace('_', '-'));
  }

  static String who(Actor actor) {
    return who(actor.name(), actor.role().key());
  }

  /// As an audit names them.
  static String who(String actor, String role) {
    return switch (role) {
      case "customer" -> shown(actor) + ", customer";
      case "pipeline_team" ->
          actor.equals(Actor.OF_THE_TEAM) ? actor : shown(actor) + ", pipeline team";
      default -> "the pipeline itself";
    };
  }

  /// As an audit names a step: `asked for changes`.
  static String done(String step) {
    return switch (step) {
      case "create" -> "assessed";
      case "submit" -> "asked for the green light";
      case "answer" -> "answered";
      case "request_changes" -> "asked for changes";
      case "first_yes" -> "said the first yes";
      case "green_light" -> "gave the green light";
      case "decline" -> "declined";
      case "acknowledge" -> "acknowledged the notice";
      case "start" -> "started";
      case "pause" -> "paused";
      case "resume" -> "resumed";
      case "complete" -> "sent everything";
      case "record_verification" -> "verified";
      case "amend" -> "amended what was agreed";
      case "revoke" -> "took the green light back";
      case "expire" -> "let it expire";
      case "cancel" -> "cancelled";
      default -> shown(step).replace('_', ' ');
    };
  }

  /// What is to be done, on a button.
  static String todo(Step step) {
    return switch (step) {
      case ANSWER -> "Save the answers";
      case FIRST_YES -> "Say the first yes";
      case GREEN_LIGHT -> "Give the green light";
      case REQUEST_CHANGES -> "Ask for changes";
      case DECLINE -> "Decline";
      case AMEND -> "Amend what was agreed";
      case PAUSE -> "Pause";
      case RESUME -> "Resume";
      case ACKNOWLEDGE -> "I have read the notice";
      case REVOKE -> "Take the green light back";
      case CANCEL -> "Cancel the import";
      case SUBMIT -> "Ask for the green light";
      case START -> "Start";
      case COMPLETE -> "Complete";
      case RECORD_VERIFICATION -> "Verify";
      case EXPIRE -> "Let it expire";
    };
  }

  static String utc(Instant at) {
    return MINUTE.withZone(ZoneOffset.UTC).format(at) + " UTC";
  }

  static String second(Instant at) {
    return SECOND.withZone(ZoneOffset.UTC).format(at) + " UTC";
  }

  /// The zone's name for people.
  static String zone(ZoneId zone) {
    return zone.equals(ZoneOffset.UTC) ? "UTC" : zone.getId();
  }

  /// As an answer writes it, in its zone.
  static String local(Instant at, ZoneId zone) {
    return MINUTE.withZone(zone).format(at);
  }

  static String age(Instant since, Instant now) {
    Duration age = Duration.between(since, now);
    return age.toSeconds() < 1 ? "just now" : Amounts.duration(age.toMillis() / 1e3) + " ago";
  }

  static String perSecond(double rate) {
    return Amounts.count(Math.round(rate)) + " events/s";
  }
}
