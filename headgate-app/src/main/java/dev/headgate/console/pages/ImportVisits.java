package dev.headgate.console.pages;

import dev.headgate.admit.ControlFault;
import dev.headgate.admit.Finding;
import dev.headgate.admit.ImportRecord;
import dev.headgate.admit.ImportState;
import dev.headgate.admit.Project;
import dev.headgate.admit.Step;
import dev.headgate.admit.Subject;
import dev.headgate.admit.TrailEntry;
import dev.headgate.console.CalendarDesk;
import dev.headgate.console.ControlDesk;
import dev.headgate.console.Governing;
import dev.headgate.console.Html;
import dev.headgate.console.Reports;
import dev.headgate.json.MalformedJson;
import dev.headgate.plan.ImportPlan;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;

/// What the console answers about one import, to somebody who may see it. Steps that say yes, no,
/// or something else are only taken as long as the page that their form stood on is still true;
/// those that stop an import always are.
final class ImportVisits {
  private static final Set<Step> STOPPING = EnumSet.of(Step.PAUSE, Step.REVOKE, Step.CANCEL);

  /// Steps that change an import even where its state stays what it was.
  private static final Set<String> SAID =
      Set.of(Step.SUBMIT.key(), Step.ANSWER.key(), Step.FIRST_YES.key(), Step.AMEND.key());

  private static final Set<ImportState> MATTERS_BESIDE =
      EnumSet.of(
          ImportState.SUBMITTED, ImportState.GREEN_LIT, ImportState.RUNNING, ImportState.PAUSED);

  private final ControlDesk desk;
  private final ControlDesk.Codec codec;
  private final Reports reports;
  private final Progress.Look progress;
  private final Governing governing;
  private final InstantSource clock;
  private final Decisions decisions;
  private final Tries tries = new Tries();

  ImportVisits(
      ControlDesk desk,
      ControlDesk.Codec codec,
      Reports reports,
      Progress.Look progress,
      Governing governing,
      InstantSource clock) {
    this.desk = desk;
    this.codec = codec;
    this.reports = reports;
    this.progress = progress;
    this.governing = governing;
    this.clock = clock;
    this.decisions = new Decisions(desk);
  }

  Answer answer(Visit visit, Session session, SeenImport seen) throws ControlFault, MalformedJson {
    ImportRecord record = seen.record();
    Optional<Step> step = visit.route().step();
    if (step.isPresent()) {
      return take(step.get(), visit, session, seen);
    }
    return switch (visit.route()) {
      case LIVE -> live(seen);
      case WHAT_IF -> whatIf(visit, session, record);
      case REPORT ->
          Answer.report(
              reports.ofImport(
                  "Import " + record.number(),
                  codec.assessment(record.facts().assessment()),
                  plan(record),
                  record.findings()));
      default -> {
        int refresh = visit.query(Console.REFRESH).equals("5") ? 5 : 0;
        yield page(
            200,
            session,
            seen,
            visit.query(Console.DONE),
            Trouble.NONE,
            Suggested.of(new Form(visit.query())),
            tried(visit, session, record),
            refresh);
      }
    };
  }

  private Optional<ImportPlan> plan(ImportRecord record) throws MalformedJson {
    return record.request().isPresent()
        ? Optional.of(codec.plan(record.request().get().plan()))
        : Optional.empty();
  }

  private Answer live(SeenImport seen) throws ControlFault, MalformedJson {
    Html html = new Html();
    new LivePart(html, reports)
        .write(seen.record(), clock.instant(), seen.audit().size(), progress(seen.record()));
    return Answer.page(200, html.toString());
  }

  /// The part of the page that says what would come of another peak.
  private Answer whatIf(Visit visit, Session session, ImportRecord record) throws MalformedJson {
    Optional<ImportPlan> asked = plan(record).filter(_ -> WhatIf.isOpen(record));
    if (asked.isEmpty()) {
      return Answer.page(
          409,
          Frame.message(
              Optional.of(session), "It is decided", "There is nothing to try any more.", ""));
    }
    WhatIf.Tried tried = tried(visit, session, record);
    Html html = new Html();
    new WhatIf(html, reports)
        .fragment(
            record,
            asked.get(),
            tried,
            StepForms.isOffered(Step.GREEN_LIGHT, record, session, desk.eyes()));
    return Answer.page(
        switch (tried) {
          case WhatIf.Tried.Done _ -> 200;
          case WhatIf.Tried.Not not -> not.why().isEmpty() ? 200 : 422;
        },
        html.toString());
  }

  /// One at a time for a session: a simulation takes the processor for a moment.
  private WhatIf.Tried tried(Visit visit, Session session, ImportRecord record)
      throws MalformedJson {
    Form asked = new Form(visit.query());
    String typed = asked.text(Decisions.PEAK);
    if (typed.isEmpty() || !WhatIf.isOpen(record)) {
      return WhatIf.Tried.NOTHING;
    }
    Map<String, String> wrong = new HashMap<>();
    OptionalDouble peak = Decisions.peak(asked, wrong);
    if (peak.isEmpty()) {
      return new WhatIf.Tried.Not(typed, wrong.getOrDefault(Decisions.PEAK, ""));
    }
    if (!tries.begin(session)) {
      return new WhatIf.Tried.Not(typed, "Another try of yours still runs. Try again.");
    }
    try {
      return new WhatIf.Tried.Done(typed, desk.tried(record, peak.getAsDouble()));
    } finally {
      tries.end(session);
    }
  }

  private Optional<Progress> progress(ImportRecord record) throws ControlFault, MalformedJson {
    Optional<ImportPlan> plan = plan(record);
    return plan.isPresent() && record.state().bringsEvents()
        ? Optional.of(progress.of(record, plan.get()))
        : Optional.empty();
  }

  private Answer page(
      int status,
      Session session,
      SeenImport seen,
      String done,
      Trouble trouble,
      Suggested suggested,
      WhatIf.Tried tried,
      int refresh)
      throws ControlFault, MalformedJson {
    ImportRecord record = seen.record();
    Optional<Step> justDone =
        visitedStep(done).filter(step -> step == Step.ANSWER || isLast(step, seen.audit()));
    return Answer.page(
        status,
        ImportPage.of(
            session,
            reports,
            new ImportPage.Shown(
                record,
                projectName(record),
                codec.assessment(record.facts().assessment()),
                plan(record),
                desk.notice(record),
                session.isTeam() ? beside(record) : List.of(),
                seen.audit(),
                progress(record),
                justDone,
                trouble,
                suggested,
                tried,
                desk.eyes(),
                clock.instant()),
            refresh));
  }

  /// What goes on beside it, as long as somebody may decide about it.
  private List<String> beside(ImportRecord record) throws ControlFault, MalformedJson {
    if (!MATTERS_BESIDE.contains(record.state())) {
      return List.of();
    }
    Optional<ImportPlan> plan = plan(record);
    Optional<CalendarDesk.Now> then = desk.outlook(record);
    return plan.isPresent() && then.isPresent()
        ? Beside.of(plan.get(), desk.capacity(), governing.latest(), then.get())
        : List.of();
  }

  private static Optional<Step> visitedStep(String key) {
    for (Step step : Step.values()) {
      if (step.key().equals(key)) {
        return Optional.of(step);
      }
    }
    return Optional.empty();
  }

  private static boolean isLast(Step step, List<TrailEntry> audit) {
    return !audit.isEmpty() && audit.getLast().step().equals(step.key());
  }

  private Answer take(Step step, Visit visit, Session session, SeenImport seen)
      throws ControlFault, MalformedJson {
    ImportRecord record = seen.record();
    Optional<Trouble> outdated = outdated(step, visit.form(), record);
    if (outdated.isPresent()) {
      return refused(409, session, seen, outdated.get());
    }
    return switch (decisions.take(
        step, record, visit.form(), session.actor().at(visit.peer().address()))) {
      case Decisions.Result.Done(ImportRecord after) -> {
        boolean first = step == Step.GREEN_LIGHT && after.awaitsSecondYes();
        String done = first ? Step.FIRST_YES.key() : step.key();
        yield Answer.seeOther(
            ConsoleRoute.IMPORT.path(after.number()) + "?" + Console.DONE + "=" + done);
      }
      case Decisions.Result.Wrong(Map<String, String> fields) ->
          refused(
              422,
              session,
              seen,
              new Trouble(
                  Optional.of(step),
                  "Nothing was done: something is missing or wrong",
                  "",
                  fields,
                  List.of(),
                  visit.form()));
      case Decisions.Result.Refused(String what, String next, List<Finding> findings) ->
          refused(
              409,
              session,
              seen,
              new Trouble(
                  Optional.of(step),
                  "Nothing was done: " + Words.asked(what),
                  Words.asked(next) + orLetPass(step, findings),
                  Map.of(),
                  meanwhile(visit.form(), record),
                  visit.form()),
              findings);
    };
  }

  /// What a rule says to do about its block is for the customer; the team can also let it pass.
  private static String orLetPass(Step step, List<Finding> findings) {
    return step == Step.GREEN_LIGHT
            && findings.stream().anyMatch(Finding::blocks)
            && findings.stream().filter(Finding::blocks).allMatch(StepForms::canPass)
        ? "; or let it pass below, by name and with a reason"
        : "";
  }

  /// Why a step is not taken that was possible on the page its form stood on.
  private Optional<Trouble> outdated(Step step, Form form, ImportRecord record)
      throws ControlFault {
    List<TrailEntry> meanwhile = meanwhile(form, record);
    if (!step.isLegalFrom(record.state())) {
      String what =
          "Nothing was done: the import is %s by now, so \"%s\" is not possible any more"
              .formatted(Words.state(record.state()), Words.todo(step));
      String next =
          "What happened meanwhile stands here; what is possible now, under \"What you can do\".";
      return Optional.of(new Trouble(Optional.of(step), what, next, Map.of(), meanwhile, form));
    }
    if (meanwhile.stream().noneMatch(ImportVisits::matters) || STOPPING.contains(step)) {
      return Optional.empty();
    }
    return Optional.of(
        new Trouble(
            Optional.of(step),
            "Nothing was done yet: something happened to this import while you looked at it",
            "See what; then send the form again, or leave it. What you typed is still there.",
            Map.of(),
            meanwhile,
            form));
  }

  /// Whether a decision might have been another one, had it been known. An importer that is stopped
  /// pauses what is paused, and one that goes on starts what runs.
  private static boolean matters(TrailEntry entry) {
    boolean again = entry.from().equals(entry.to());
    return !again || SAID.contains(entry.step());
  }

  /// What was done since the page was made that the form stood on.
  private List<TrailEntry> meanwhile(Form form, ImportRecord record) throws ControlFault {
    List<TrailEntry> audit = desk.control().trail().of(Subject.ofImport(record.number()));
    String seen = form.raw(Console.SEEN);
    int known = seen.matches("\\d{1,6}") ? Integer.parseInt(seen) : 0;
    return known < audit.size() ? audit.subList(known, audit.size()) : List.of();
  }

  /// The import's page as it is now, with what went wrong.
  private Answer refused(int status, Session session, SeenImport before, Trouble trouble)
      throws ControlFault, MalformedJson {
    return refused(status, session, before, trouble, List.of());
  }

  /// @param findings of what was asked for, if they are others than those of the request
  private Answer refused(
      int status, Session session, SeenImport before, Trouble trouble, List<Finding> findings)
      throws ControlFault, MalformedJson {
    SeenImport now = SeenImport.read(desk.control(), before.record().number()).orElse(before);
    SeenImport shown =
        findings.isEmpty() ? now : new SeenImport(now.record().lookedAt(findings), now.audit());
    return page(status, session, shown, "", trouble, Suggested.NOTHING, WhatIf.Tried.NOTHING, 0);
  }

  /// How many events it brings; of its plan where it has one, which is shorter to read.
  long events(ImportRecord record) throws MalformedJson {
    Optional<ImportPlan> plan = plan(record);
    return plan.isPresent()
        ? plan.get().events()
        : codec.assessment(record.facts().assessment()).events();
  }

  String projectName(ImportRecord record) {
    return desk.control().projects().list().stream()
        .filter(project -> project.id().equals(record.project()))
        .map(Project::name)
        .findFirst()
        .orElse("");
  }
}
