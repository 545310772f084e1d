package dev.headgate.console.pages;

import dev.headgate.admit.Eyes;
import dev.headgate.admit.Finding;
import dev.headgate.admit.FirstYes;
import dev.headgate.admit.GrantTerms;
import dev.headgate.admit.ImportRecord;
import dev.headgate.admit.ImportState;
import dev.headgate.admit.InZone;
import dev.headgate.admit.Notice;
import dev.headgate.admit.Question;
import dev.headgate.admit.Step;
import dev.headgate.admit.TrailEntry;
import dev.headgate.assess.Amounts;
import dev.headgate.assess.Assessment;
import dev.headgate.console.Html;
import dev.headgate.console.Reports;
import dev.headgate.plan.ImportPlan;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// One import as a page: where it stands, what speaks for and against it, what was said and done,
/// and a form for each step that can be taken now.
final class ImportPage {
  private final Html html;
  private final Reports reports;
  private final Session session;
  private final Shown shown;
  private final StepForms forms;

  /// What a page shows.
  ///
  /// @param beside what goes on beside it, in sentences; empty where it does not matter
  /// @param done a step that was just taken; empty otherwise
  /// @param audit oldest first
  /// @param progress empty where nothing was ever sent
  /// @param eyes how many look at an import before it is let in
  record Shown(
      ImportRecord record,
      String project,
      Assessment assessment,
      Optional<ImportPlan> plan,
      Optional<Notice> notice,
      List<String> beside,
      List<TrailEntry> audit,
      Optional<Progress> progress,
      Optional<Step> done,
      Trouble trouble,
      Suggested suggested,
      WhatIf.Tried tried,
      Eyes eyes,
      Instant now) {}

  private ImportPage(Html html, Reports reports, Session session, Shown shown) {
    this.html = html;
    this.reports = reports;
    this.session = session;
    this.shown = shown;
    this.forms =
        new StepForms(
            html,
            session,
            shown.record(),
            shown.trouble(),
            shown.suggested(),
            shown.audit().size(),
            shown.eyes());
  }

  /// @param refreshSeconds for browsers without script; 0 for never
  static String of(Session session, Reports reports, Shown shown, int refreshSeconds) {
    String title = "Import " + shown.record().number() + ": " + Words.title(shown.record());
    Html html = Frame.open(Optional.of(session), title, refreshSeconds);
    new ImportPage(html, reports, session, shown).write(title);
    return Frame.close(html);
  }

  private void write(String title) {
    ImportRecord record = shown.record();
    html.open("p", "class", "eyebrow").element("a", "Imports", "href", ConsoleRoute.HOME);
    html.text(" · project " + Words.shown(shown.project())).close();
    html.element("h1", title);
    shown
        .done()
        .ifPresent(step -> html.element("p", doneWords(step), "class", "flash", "role", "status"));
    trouble();
    new LivePart(html, reports).write(record, shown.now(), shown.audit().size(), shown.progress());
    html.open("div", "class", "changed", "data-changed", "", "hidden", "hidden");
    html.open("p").text("Something happened to this import meanwhile. ");
    html.element("a", "Show it", "href", ConsoleRoute.IMPORT.path(record.number()));
    html.text(" (what you typed here is lost then).").close().close();
    withoutScript(record);
    boolean steps = !forms.offered().isEmpty();
    if (steps) {
      html.open("p", "class", "jump").element("a", "What you can do", "href", "#steps").close();
    }
    html.open("div", "class", steps ? "columns" : "column");
    html.open("div", "class", "evidence");
    new VerificationPart(html).write(record);
    lastWord();
    record.firstYes().ifPresent(this::firstYes);
    shown.notice().ifPresent(this::notice);
    if (forms.isOffered(Step.ANSWER) && !session.isTeam()) {
      answersForm();
      findings();
    } else {
      findings();
      answers();
    }
    beside();
    plan();
    whatIf();
    data();
    html.close();
    if (steps) {
      html.open("section", "class", "steps", "id", "steps", "tabindex", "-1");
      html.element("h2", "What you can do");
      forms.write(shown.plan());
      html.close();
    }
    html.open("section", "class", "audit").element("h2", "What happened");
    AuditTable.write(html, "What happened", shown.audit());
    html.close().close();
  }

  private void withoutScript(ImportRecord record) {
    html.open("noscript").open("p");
    html.element(
        "a",
        "Show this page anew every 5 seconds",
        "href",
        ConsoleRoute.IMPORT.path(record.number()) + "?" + Console.REFRESH + "=5");
    html.close().close();
  }

  private static String doneWords(Step step) {
    return switch (step) {
      case ANSWER -> "The answers are saved.";
      case FIRST_YES ->
          "Your yes is kept as the first. Another member of the team says the second.";
      case GREEN_LIGHT -> "The green light is given.";
      case REQUEST_CHANGES -> "The customer is asked for changes.";
      case DECLINE -> "It is declined.";
      case AMEND -> "It is amended; an importer that runs follows within a second.";
      case PAUSE -> "It is paused.";
      case ACKNOWLEDGE -> "The notice is acknowledged.";
      case RESUME -> "It is resumed, and goes on when the importer is run again.";
      case REVOKE -> "The green light is taken back.";
      case CANCEL -> "It is cancelled.";
      case SUBMIT, START, COMPLETE, RECORD_VERIFICATION, EXPIRE -> "It is done.";
    };
  }

  private void trouble() {
    Trouble trouble = shown.trouble();
    if (trouble.step().isEmpty()) {
      return;
    }
    Step step = trouble.step().get();
    html.open("div", "class", "trouble", "role", "alert", "tabindex", "-1", "data-focus", "");
    html.element("h2", trouble.what());
    if (!trouble.next().isEmpty()) {
      html.element("p", trouble.next());
    }
    if (!trouble.fields().isEmpty()) {
      html.open("ul");
      for (Map.Entry<String, String> field : trouble.fields().entrySet()) {
        html.open("li");
        html.element(
            "a",
            label(field.getKey()) + Words.shown(field.getValue()),
            "href",
            "#" + Fields.id(step, field.getKey()));
        html.close();
      }
      html.close();
    }
    if (!trouble.meanwhile().isEmpty()) {
      html.element("p", "Meanwhile:");
      AuditTable.write(html, "What happened meanwhile", trouble.meanwhile());
    }
    String why = trouble.typed().text(Decisions.WHY);
    if (!why.isEmpty() && !forms.isOffered(step)) {
      html.element("p", "Your own text was:");
      Words.said(html, "p", why);
    }
    html.close();
  }

  private static String label(String field) {
    for (Question question : Question.values()) {
      if (AnswersForm.name(question).equals(field)) {
        return question.words() + " ";
      }
    }
    return switch (field) {
      case Decisions.WHY -> "Reason: ";
      case Decisions.FROM -> "Window opens: ";
      case Decisions.TO -> "Window closes: ";
      case Decisions.PEAK -> "Events a second: ";
      case Decisions.BATCH -> "Events in a request: ";
      default -> "";
    };
  }

  private static boolean isSubmit(TrailEntry entry) {
    return entry.step().equals(Step.SUBMIT.key());
  }

  /// What the team said when it last decided, while that stands; also what it had asked for before
  /// the request came again.
  private void lastWord() {
    shown.audit().reversed().stream()
        .filter(entry -> !entry.from().isEmpty() && !entry.from().equals(entry.to()))
        .filter(entry -> shown.record().state() != ImportState.SUBMITTED || !isSubmit(entry))
        .findFirst()
        .filter(entry -> !entry.why().isBlank())
        .filter(entry ->
            entry.to().equals(shown.record().state().key())
                || entry.step().equals(Step.REQUEST_CHANGES.key()))
        .filter(_ -> shown.record().hold().isEmpty() && !shown.record().state().bringsEvents())
        .ifPresent(entry -> {
          html.open("div", "class", "quote");
          html.element(
              "p",
              Words.who(entry.actor(), entry.role()) + " " + Words.done(entry.step()) + ":",
              "class",
              "by");
          Words.said(html, "p", entry.why());
          html.close();
        });
  }

  private void firstYes(FirstYes yes) {
    html.open("section").element("h2", "The first yes").open("dl");
    item(
        "Said by",
        Words.shown(yes.by())
            + ", pipeline team, "
            + InZone.both(yes.at(), shown.record().answers().zone()));
    html.open("div").element("dt", "Because");
    Words.said(html, "dd", yes.why());
    html.close();
    terms(yes.terms());
    yes.overrides()
        .forEach((rule, why) ->
            item("It lets \"" + rule.replace('_', ' ') + "\" pass", Words.shown(why)));
    html.close().close();
  }

  private void notice(Notice notice) {
    html.open("section", "class", "notice").element("h2", "The notice to the customer");
    for (Notice.Part part : notice.parts()) {
      html.element("h3", part.title()).open("ul");
      part.sentences()
          .forEach(sentence -> html.element("li", Words.asked(sentence), "dir", "auto"));
      html.close();
    }
    notice
        .acknowledgement()
        .ifPresent(read ->
            html.element(
                "p",
                "Acknowledged by "
                    + Words.who(read.by())
                    + ", "
                    + InZone.both(read.at(), shown.record().answers().zone())
                    + ".",
                "class",
                "note"));
    html.close();
  }

  private void answersForm() {
    html.open("section").element("h2", "What only you know");
    int open = shown.record().answers().open().size();
    html.element(
        "p",
        open == 0
            ? "Everything is answered."
            : Amounts.count(open, "question")
                + (open == 1 ? " has" : " have")
                + " no answer yet. You can save what you know, and come back.");
    StepForms.freeTimes(html, shown.record());
    answersFields();
    html.close();
  }

  private void answersFields() {
    forms.begin(Step.ANSWER);
    AnswersForm.write(
        html,
        new Fields(html, Step.ANSWER, shown.trouble()),
        shown.record().answers(),
        shown.suggested());
    forms.end(Step.ANSWER);
  }

  private void answers() {
    html.open("section").element("h2", "What the customer answers");
    html.open("dl");
    for (Question question : Question.values()) {
      shown
          .record()
          .answers()
          .text(question)
          .ifPresent(text -> {
            html.open("div").element("dt", question.words());
            Words.said(html, "dd", text);
            html.close();
          });
    }
    html.close();
    List<Question> open = shown.record().answers().open();
    if (!open.isEmpty()) {
      html.element("h3", "No answer yet").open("ul", "class", "open");
      open.forEach(question -> html.element("li", question.words()));
      html.close();
    }
    if (session.isTeam() && forms.isOffered(Step.ANSWER)) {
      if (shown.trouble().isOf(Step.ANSWER)) {
        html.open("details", "open", "open");
      } else {
        html.open("details");
      }
      html.element("summary", "Answer for the customer");
      answersFields();
      html.close();
    }
    html.close();
  }

  private void beside() {
    if (shown.beside().isEmpty()) {
      return;
    }
    html.open("section").element("h2", "What else goes on then").open("ul", "class", "open");
    shown.beside().forEach(sentence -> html.element("li", Words.asked(sentence), "dir", "auto"));
    html.close().close();
  }

  private void findings() {
    if (shown.record().request().isEmpty()) {
      return;
    }
    html.open("section").element("h2", "What the rules say");
    if (shown.record().findings().isEmpty()) {
      html.element("p", "Nothing.").close();
      return;
    }
    html.open("ul", "class", "cards");
    for (Finding finding : shown.record().findings()) {
      html.open("li").open("p");
      if (finding.overridden().isPresent()) {
        html.element("span", "let pass", "class", "badge note");
      } else {
        html.element("span", finding.level().key(), "class", "badge " + finding.level().key());
      }
      html.text(" ").element("b", finding.rule().replace('_', ' ')).close();
      html.element("p", Words.asked(finding.evidence()), "dir", "auto");
      if (!finding.resolve().isEmpty() && finding.overridden().isEmpty()) {
        html.element("p", Words.asked(finding.resolve()), "class", "todo", "dir", "auto");
      }
      finding
          .overridden()
          .ifPresent(who -> {
            html.open("div", "class", "quote");
            html.element("p", "Let pass by " + Words.shown(who.by()) + ":", "class", "by");
            Words.said(html, "p", who.why());
            html.close();
          });
      html.close();
    }
    html.close().close();
  }

  private void plan() {
    shown.record().terms().ifPresent(this::agreed);
    if (shown.plan().isEmpty() || shown.assessment().events() == 0) {
      return;
    }
    ImportPlan plan = shown.plan().get();
    html.open("section")
        .element(
            "h2", shown.record().terms().isPresent() ? "The plan that was agreed to" : "The plan");
    html.element(
        "p",
        "%s in requests of up to %s, %d at a time."
            .formatted(
                Amounts.count(plan.events(), "event"),
                Amounts.count(plan.batchEvents(), "event"),
                plan.lanes()));
    reports.ramp(html, shown.assessment(), plan);
    reports.simulation(html, plan);
    html.close();
  }

  private void whatIf() {
    ImportRecord record = shown.record();
    if (WhatIf.isOpen(record) && shown.plan().isPresent() && shown.assessment().events() > 0) {
      boolean canTakeOver = StepForms.isOffered(Step.GREEN_LIGHT, record, session, shown.eyes());
      new WhatIf(html, reports).write(record, shown.plan().get(), shown.tried(), canTakeOver);
    }
  }

  private void agreed(GrantTerms terms) {
    html.open("section").element("h2", "What is agreed").open("dl");
    terms(terms);
    html.close().close();
  }

  private void terms(GrantTerms terms) {
    var zone = shown.record().answers().zone();
    item("Window opens", InZone.both(terms.window().from(), zone));
    item("Window closes", InZone.both(terms.window().to(), zone));
    item("Peak", Words.perSecond(terms.envelope().peakPerSecond()));
    terms.mostPerSecond().ifPresent(most -> item("At most, by amendment", Words.perSecond(most)));
    item("Most events in a request", Amounts.count(terms.batchEvents()));
  }

  private void item(String what, String value) {
    html.open("div").element("dt", what).element("dd", value).close();
  }

  private void data() {
    Assessment found = shown.assessment();
    html.open("section").element("h2", "What is in the export");
    html.open("ul", "class", "tiles");
    tile(found.events(), "event", "events");
    tile(found.distinctIds(), "distinct id", "distinct ids");
    tile(found.merges().total(), "merge", "merges");
    tile(found.days().size(), "day with events", "days with events");
    tile(found.rejected(), "record refused", "records refused");
    tile(found.hazards().size(), "hazard", "hazards");
    html.close();
    html.open("p");
    html.element(
        "a",
        "The report on this export",
        "href",
        ConsoleRoute.REPORT.path(shown.record().number()));
    html.text(" has the charts and all that was found.").close().close();
  }

  private void tile(long count, String one, String several) {
    html.open("li").element("b", Amounts.count(count)).text(" ");
    html.element("span", count == 1 ? one : several).close();
  }
}
