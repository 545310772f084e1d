package dev.headgate.console.pages;

import dev.headgate.admit.Actor;
import dev.headgate.admit.DefaultRules;
import dev.headgate.admit.Eyes;
import dev.headgate.admit.Finding;
import dev.headgate.admit.GrantTerms;
import dev.headgate.admit.ImportRecord;
import dev.headgate.admit.Step;
import dev.headgate.assess.Amounts;
import dev.headgate.console.Html;
import dev.headgate.plan.ImportPlan;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// A form for each step that can be taken now, by who looks at the page.
final class StepForms {
  /// In the order in which they stand on a page; see {@link #shown}.
  private static final List<Step> SHOWN =
      List.of(
          Step.GREEN_LIGHT,
          Step.REQUEST_CHANGES,
          Step.DECLINE,
          Step.ACKNOWLEDGE,
          Step.PAUSE,
          Step.RESUME,
          Step.AMEND,
          Step.REVOKE,
          Step.CANCEL);

  private static final Set<Step> OPEN_FIRST =
      EnumSet.of(Step.GREEN_LIGHT, Step.REQUEST_CHANGES, Step.ACKNOWLEDGE, Step.PAUSE, Step.RESUME);

  private final Html html;
  private final Session session;
  private final ImportRecord record;
  private final Trouble trouble;
  private final Suggested suggested;
  private final int seen;
  private final Eyes eyes;

  /// @param seen how many entries its audit has, as the page shows it
  /// @param eyes how many look at an import before it is let in
  StepForms(
      Html html,
      Session session,
      ImportRecord record,
      Trouble trouble,
      Suggested suggested,
      int seen,
      Eyes eyes) {
    this.html = html;
    this.session = session;
    this.record = record;
    this.trouble = trouble;
    this.suggested = suggested;
    this.seen = seen;
    this.eyes = eyes;
  }

  boolean isOffered(Step step) {
    return isOffered(step, record, session, eyes);
  }

  /// Whether this step has a form on the page.
  static boolean isOffered(Step step, ImportRecord record, Session session, Eyes eyes) {
    boolean mayTake = session.isTeam() || !step.isForPipelineOnly();
    boolean again = step == Step.PAUSE && step.leadsTo().contains(record.state());
    boolean teamsToResume =
        step == Step.RESUME
            && !session.isTeam()
            && record
                .hold()
                .filter(hold -> hold.by().role() == Actor.Role.PIPELINE_TEAM)
                .isPresent();
    boolean nothingToRead = step == Step.ACKNOWLEDGE && record.toAcknowledge().isEmpty();
    boolean anothersYes =
        step == Step.GREEN_LIGHT && eyes == Eyes.FOUR && !mayBeOneOfTwo(record, session);
    return step.isLegalFrom(record.state())
        && mayTake
        && !again
        && !teamsToResume
        && !nothingToRead
        && !anothersYes;
  }

  private static boolean mayBeOneOfTwo(ImportRecord record, Session session) {
    return session.actor().isMember()
        && record.firstYes().filter(yes -> yes.isOf(session.actor())).isEmpty();
  }

  List<Step> offered() {
    return shown().stream().filter(this::isOffered).toList();
  }

  /// First what should rather be done: while a rule blocks, asking for changes. To acknowledge a
  /// notice is the customer's, so for the team it is the last thing.
  private List<Step> shown() {
    List<Step> steps = new ArrayList<>(SHOWN);
    if (Finding.anyBlocks(record.findings())) {
      steps.remove(Step.REQUEST_CHANGES);
      steps.addFirst(Step.REQUEST_CHANGES);
    }
    if (session.isTeam()) {
      steps.remove(Step.ACKNOWLEDGE);
      steps.add(Step.ACKNOWLEDGE);
    }
    return steps;
  }

  private String summary(Step step) {
    long blocks = record.findings().stream().filter(Finding::blocks).count();
    if (step == Step.GREEN_LIGHT && blocks > 0) {
      return todo(step) + " despite " + Amounts.count(blocks, "block");
    }
    return step == Step.ACKNOWLEDGE && session.isTeam()
        ? "Acknowledge the notice for the customer"
        : todo(step);
  }

  private String todo(Step step) {
    if (step != Step.GREEN_LIGHT || eyes == Eyes.TWO) {
      return Words.todo(step);
    }
    return record
        .firstYes()
        .map(yes -> "Confirm the yes of " + Words.shown(yes.by()))
        .orElse(Words.todo(Step.FIRST_YES));
  }

  /// Why who looks at the page has no form for a yes, though it is the team's move.
  private void anothersYes() {
    boolean teamsMove = session.isTeam() && Step.GREEN_LIGHT.isLegalFrom(record.state());
    if (!teamsMove || isOffered(Step.GREEN_LIGHT)) {
      return;
    }
    html.element(
        "p",
        session.actor().isMember()
            ? "You said the first yes. Another member of the team confirms it, or says another."
            : "The green light takes the yes of two members of the team, each logged in by a key of"
                + " their own. You are logged in by the key that the team shares.",
        "class",
        "note");
  }

  void write(Optional<ImportPlan> plan) {
    anothersYes();
    List<Step> steps = offered();
    for (Step step : steps) {
      if (isOpen(step, steps)) {
        html.open("details", "class", "step", "name", "step", "open", "open");
      } else {
        html.open("details", "class", "step", "name", "step");
      }
      html.element("summary", summary(step));
      begin(step);
      Fields fields = new Fields(html, step, trouble);
      switch (step) {
        case GREEN_LIGHT -> greenLight(fields, plan);
        case AMEND -> amend(fields, record.terms().orElseThrow());
        case REQUEST_CHANGES -> why(fields, "What should change?", "The customer reads it.");
        case DECLINE -> why(fields, "Why not?", "The customer reads it.");
        case PAUSE ->
            why(fields, "Why?", session.isTeam() ? "Only the team can resume it then." : "");
        case REVOKE ->
            why(fields, "Why?", "What is stored stays; the request waits for a decision again.");
        case CANCEL -> why(fields, "Why?", "What is stored stays.");
        case ACKNOWLEDGE ->
            html.element("p", "The import does not start before somebody has said so.");
        case RESUME -> {
          html.element("p", "It goes on when the importer is run again.");
          if (session.isTeam()) {
            why(fields, "Why?", "The customer reads it.");
          }
        }
        case ANSWER, FIRST_YES, SUBMIT, START, COMPLETE, RECORD_VERIFICATION, EXPIRE ->
            throw new IllegalStateException(step + " is not offered here");
      }
      end(step);
      html.close();
    }
  }

  private boolean isOpen(Step step, List<Step> steps) {
    if (trouble.step().isPresent()) {
      return trouble.isOf(step);
    }
    Optional<Step> taking = Suggested.step(record, session, eyes);
    if (suggested.hasWindow() && taking.isPresent()) {
      return taking.get() == step;
    }
    return step == steps.getFirst() && OPEN_FIRST.contains(step);
  }

  /// Where to look for a window.
  static void freeTimes(Html html, ImportRecord record) {
    html.open("p");
    html.element(
        "a",
        "Free times for this import",
        "href",
        ConsoleRoute.CALENDAR.path()
            + "?"
            + Form.field(CalendarAsked.IMPORT, Integer.toString(record.number())));
    html.text(" are in the calendar.").close();
  }

  /// Opens the form of a step.
  void begin(Step step) {
    String action = ConsoleRoute.of(step).orElseThrow().path(record.number());
    html.open("form", "method", "post", "action", action, "data-form", step.key());
    Frame.token(html, session);
    html.empty("input", "type", "hidden", "name", Console.SEEN, "value", Integer.toString(seen));
  }

  void end(Step step) {
    boolean ends = step == Step.DECLINE || step == Step.REVOKE || step == Step.CANCEL;
    String words = step == Step.ACKNOWLEDGE ? summary(step) : todo(step);
    html.open("p").element("button", words, "class", ends ? "ends" : "does").close();
    html.close();
  }

  private static void why(Fields fields, String label, String hint) {
    fields.text(Decisions.WHY, label, hint, "");
  }

  private void greenLight(Fields fields, Optional<ImportPlan> plan) {
    boolean confirms = eyes == Eyes.FOUR && record.firstYes().isPresent();
    if (confirms) {
      html.element("p", "You say yes to exactly what stands under \"The first yes\".");
      why(fields, "Why?", "It stands in the audit.");
      html.element(
          "p",
          "Or say another yes: with anything below filled in, yours is a new first yes, and the one"
              + " that is there is dropped. What you leave empty is then as it says.");
    } else {
      plan.ifPresent(of -> html.element("p", planned(of)));
      why(fields, "Why?", "It stands in the audit.");
    }
    ZoneId zone = record.answers().zone();
    String inZone = "As 2026-12-01 09:00, in " + Words.zone(zone) + ". Empty: ";
    overrides(fields);
    freeTimes(html, record);
    fields.line(
        Decisions.FROM,
        "Window opens",
        inZone
            + record
                .answers()
                .from()
                .map(from -> Words.local(from, zone) + ", as wished")
                .orElse("now")
            + ".",
        suggested.from());
    fields.line(
        Decisions.TO,
        "Window closes",
        inZone
            + record
                .answers()
                .to()
                .map(to -> Words.local(to, zone) + ", as wished")
                .orElse("30 days later")
            + ".",
        suggested.to());
    fields.line(
        Decisions.PEAK,
        "Peak, events a second",
        plan.map(of -> "Empty: " + Amounts.count(Math.round(of.peakPerSecond())) + ", as planned.")
            .orElse(""),
        suggested.peak(),
        "inputmode",
        "decimal");
    fields.line(
        Decisions.BATCH,
        "Most events in a request",
        plan.map(of -> "Empty: " + Amounts.count(of.batchEvents()) + ", as planned.").orElse(""),
        "",
        "inputmode",
        "numeric");
  }

  /// What a yes is to, where nothing below is filled in.
  private static String planned(ImportPlan plan) {
    String takes =
        plan.simulation().exists() && plan.simulation().ends()
            ? ", by simulation for " + Amounts.duration(plan.simulation().finishSeconds().likely())
            : "";
    return "As planned you say yes to %s, at most %s%s. What you fill in here changes that."
        .formatted(
            Amounts.count(plan.events(), "event"), Words.perSecond(plan.peakPerSecond()), takes);
  }

  private void overrides(Fields fields) {
    List<Finding> blocking = record.findings().stream().filter(Finding::blocks).toList();
    if (blocking.isEmpty()) {
      return;
    }
    html.open("fieldset", "class", "overrides").element("legend", "What blocks it");
    for (Finding finding : blocking) {
      html.open("div", "class", "override");
      html.element("p", Words.asked(finding.evidence()));
      if (canPass(finding)) {
        String rule = finding.rule().replace('_', ' ');
        fields.check(Decisions.overrideField(finding), "Let \"" + rule + "\" pass all the same");
        fields.line(Decisions.becauseField(finding), "Because", "", "");
      } else {
        html.element("p", "Nobody can let this pass.");
      }
      html.close();
    }
    html.close();
  }

  static boolean canPass(Finding finding) {
    return !finding.rule().equals(DefaultRules.NOTHING_TO_IMPORT);
  }

  private void amend(Fields fields, GrantTerms terms) {
    ZoneId zone = record.answers().zone();
    String inZone = ", in " + Words.zone(zone) + ". Empty: as it is, ";
    double most = terms.mostPerSecond().orElse(terms.envelope().peakPerSecond());
    why(fields, "Why?", "The customer reads it.");
    fields.line(
        Decisions.PEAK,
        "Most events a second",
        "Empty: as it is, "
            + Amounts.count(Math.round(most))
            + ". At most the "
            + Amounts.count(Math.round(terms.envelope().peakPerSecond()))
            + " that were agreed.",
        "",
        "inputmode",
        "decimal");
    freeTimes(html, record);
    fields.line(
        Decisions.FROM,
        "Window opens",
        "As 2026-12-01 09:00" + inZone + Words.local(terms.window().from(), zone) + ".",
        suggested.from());
    fields.line(
        Decisions.TO,
        "Window closes",
        "As 2026-12-01 17:00" + inZone + Words.local(terms.window().to(), zone) + ".",
        suggested.to());
  }
}
