package dev.headgate.console;

import dev.headgate.admit.Actor;
import dev.headgate.admit.AppChoice;
import dev.headgate.admit.Command;
import dev.headgate.admit.ControlFault;
import dev.headgate.admit.ControlPlane;
import dev.headgate.admit.Eyes;
import dev.headgate.admit.Finding;
import dev.headgate.admit.FirstYes;
import dev.headgate.admit.GivenAnswers;
import dev.headgate.admit.Grant;
import dev.headgate.admit.GrantLedger;
import dev.headgate.admit.GrantTerms;
import dev.headgate.admit.ImportIdentity;
import dev.headgate.admit.ImportRecord;
import dev.headgate.admit.ImportRequest;
import dev.headgate.admit.ImportState;
import dev.headgate.admit.KnownFile;
import dev.headgate.admit.NewImport;
import dev.headgate.admit.Notice;
import dev.headgate.admit.Outcome;
import dev.headgate.admit.Policy;
import dev.headgate.admit.Project;
import dev.headgate.admit.Question;
import dev.headgate.admit.RejectBudget;
import dev.headgate.admit.RequestFacts;
import dev.headgate.admit.SealedGrant;
import dev.headgate.admit.Step;
import dev.headgate.admit.Subject;
import dev.headgate.admit.TrailEntry;
import dev.headgate.admit.Window;
import dev.headgate.apps.AppDefinition;
import dev.headgate.assess.Assessment;
import dev.headgate.assess.RecordSketch;
import dev.headgate.calendar.Slot;
import dev.headgate.event.DistinctId;
import dev.headgate.event.JsonBytes;
import dev.headgate.event.ProjectId;
import dev.headgate.event.ProjectToken;
import dev.headgate.eventlog.HomePartition;
import dev.headgate.eventlog.SpreadIds;
import dev.headgate.json.MalformedJson;
import dev.headgate.pace.Demand;
import dev.headgate.pace.Envelope;
import dev.headgate.pace.Stage;
import dev.headgate.plan.Capacity;
import dev.headgate.plan.Conditions;
import dev.headgate.plan.HomePartitions;
import dev.headgate.plan.ImportPlan;
import dev.headgate.plan.Planner;
import dev.headgate.plan.Wishes;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;

/// Takes what people and their commands want of an import to the rooms that know: the planner, the
/// policy, the control plane, the ledger of grants.
public final class ControlDesk {
  /// How long a green light given on the spot holds.
  private static final Duration DEFAULT_WINDOW = Duration.ofDays(30);

  /// Imports that run now are taken to go on at their rate.
  private static final Duration FOR_LONG = Duration.ofDays(30);

  /// States from which an import still goes to its window.
  private static final Set<ImportState> NOT_OVER =
      EnumSet.of(ImportState.GREEN_LIT, ImportState.RUNNING, ImportState.PAUSED);

  private final ControlPlane control;
  private final GrantLedger ledger;
  private final Policy policy;
  private final Surroundings surroundings;
  private final SpreadIds spreadIds;
  private final ProjectApps apps;
  private final CalendarDesk calendar;
  private final Codec codec;
  private final Eyes eyes;
  private final InstantSource clock;

  /// Documents to values and back.
  public interface Codec {
    Assessment assessment(JsonBytes json) throws MalformedJson;

    ImportPlan plan(JsonBytes json) throws MalformedJson;

    JsonBytes plan(ImportPlan plan);

    /// How many events a checkpoint has accounted for.
    long events(JsonBytes checkpoint) throws MalformedJson;
  }

  /// What a plan is made for.
  public interface Surroundings {
    Capacity capacity();

    /// What goes on now beside imports, and how much the program has carried.
    Conditions conditions();
  }

  /// A request for the green light.
  ///
  /// @param sketch of its records
  /// @param apps names of those its events go through; empty for all of the project's
  /// @param answers what people answered; what they answered before stays where these say nothing
  public record Submission(
      NewImport facts,
      RejectBudget rejectBudget,
      boolean acceptTruncated,
      Wishes wishes,
      Optional<RecordSketch> sketch,
      List<KnownFile> files,
      Optional<List<String>> apps,
      GivenAnswers answers) {}

  /// How the pipeline team changes what it agrees to. What is empty stays as it was asked for.
  ///
  /// @param overrides the rules whose blocks may pass, each with the reason
  public record Terms(
      Optional<Instant> from,
      Optional<Instant> to,
      OptionalDouble peakPerSecond,
      OptionalInt batchEvents,
      Map<String, String> overrides) {
    public static final Terms AS_ASKED =
        new Terms(
            Optional.empty(),
            Optional.empty(),
            OptionalDouble.empty(),
            OptionalInt.empty(),
            Map.of());

    public Terms {
      overrides = Map.copyOf(overrides);
      if (peakPerSecond.isPresent() && !(peakPerSecond.getAsDouble() > 0)) {
        throw new IllegalArgumentException("a peak is above 0 events a second");
      }
      if (batchEvents.isPresent() && batchEvents.getAsInt() < 1) {
        throw new IllegalArgumentException("a batch has an event or more");
      }
    }
  }

  /// What an importer gets to go to work with.
  public record Run(Grant.Active grant, ImportPlan plan, Optional<JsonBytes> checkpoint) {}

  /// @param eyes how many look at an import before it is let in
  public ControlDesk(
      ControlPlane control,
      GrantLedger ledger,
      Policy policy,
      Surroundings surroundings,
      SpreadIds spreadIds,
      ProjectApps apps,
      CalendarDesk calendar,
      Codec codec,
      Eyes eyes,
      InstantSource clock) {
    this.control = control;
    this.ledger = ledger;
    this.policy = policy;
    this.surroundings = surroundings;
    this.spreadIds = spreadIds;
    this.apps = apps;
    this.calendar = calendar;
    this.codec = codec;
    this.eyes = eyes;
    this.clock = clock;
  }

  public ControlPlane control() {
    return control;
  }

  /// The requests of before, to hold rules against.
  public PastRequests pastRequests() {
    return new PastRequests(control, policy, apps, codec);
  }

  /// How many look at an import before it is let in.
  public Eyes eyes() {
    return eyes;
  }

  /// Finds or makes the import and asks for the green light, with a plan and what the policy says
  /// of it; an import that has its green light already is left as it is.
  public Outcome<ImportRecord> submit(Submission submission, Actor by)
      throws ControlFault, MalformedJson {
    ImportIdentity identity = submission.facts().identity();
    ImportRecord known = control.imports().create(submission.facts(), submission.sketch(), by);
    control.imports().rememberFiles(identity.project(), submission.files());
    if (known.state().bringsEvents() || known.state() == ImportState.DECLINED) {
      return new Outcome.Done<>(known);
    }
    GivenAnswers answers;
    switch (submission.answers().over(known.answers())) {
      case Outcome.Refused<GivenAnswers>(String what, String next) -> {
        return new Outcome.Refused<>(what, next);
      }
      case Outcome.Done<GivenAnswers>(GivenAnswers merged) -> answers = merged;
    }
    if (!answers.equals(known.answers())
        && answer(known.number(), answers, by)
            instanceof Outcome.Refused<ImportRecord>(String what, String next)) {
      return new Outcome.Refused<>(what, next);
    }
    RequestFacts.Apps chosen;
    switch (apps.choose(identity.project(), known.number(), submission.apps())) {
      case Outcome.Refused<RequestFacts.Apps>(String what, String next) -> {
        return new Outcome.Refused<>(what, next);
      }
      case Outcome.Done<RequestFacts.Apps>(RequestFacts.Apps choice) -> chosen = choice;
    }
    Assessment assessment = codec.assessment(submission.facts().assessment());
    ImportPlan plan = plan(assessment, submission.wishes(), identity.project());
    RequestFacts facts =
        new RequestFacts(
            submission.rejectBudget(),
            submission.acceptTruncated(),
            control
                .imports()
                .underAnotherMapping(
                    identity.project(),
                    digestsOfContentWithEvents(assessment),
                    submission.sketch(),
                    identity.mappingDigest()),
            chosen,
            answers,
            clock.instant());
    ImportRequest request =
        new ImportRequest(
            codec.plan(plan),
            policy.check(assessment, plan, facts),
            facts.truncationAccepted(assessment),
            new AppChoice(
                chosen.version(), chosen.chosen().stream().map(AppDefinition::name).toList()));
    return execute(known.number(), new Command.Submit(request), by);
  }

  private ImportPlan plan(Assessment assessment, Wishes wishes, ProjectId project) {
    Capacity capacity = surroundings.capacity();
    List<Envelope> others = new ArrayList<>();
    for (Demand demand : ledger.demands()) {
      others.add(
          new Envelope(demand.perSecond(), List.of(new Stage(FOR_LONG, demand.perSecond()))));
    }
    return Planner.simulated(
        assessment,
        wishes,
        capacity,
        homes(project, capacity.partitions()),
        surroundings.conditions().beside(others));
  }

  /// What would come of an import at another peak, as things are now: the plan that a yes with it
  /// would be to.
  public ImportPlan tried(ImportRecord record, double peakPerSecond) throws MalformedJson {
    return plan(
        codec.assessment(record.facts().assessment()),
        Wishes.peak(peakPerSecond),
        record.project());
  }

  private HomePartitions homes(ProjectId project, int partitions) {
    Optional<ProjectToken> token = project(project).map(Project::token);
    return id ->
        token.isPresent()
            ? DistinctId.of(id)
                .map(known -> HomePartition.of(token.get(), known, partitions))
                .orElse(0)
            : 0;
  }

  private static List<String> digestsOfContentWithEvents(Assessment assessment) {
    List<String> digests = new ArrayList<>();
    for (Assessment.SourceSummary source : assessment.sources()) {
      if (source.events() > 0) {
        digests.add(source.contentDigest());
      }
    }
    return digests;
  }

  /// Keeps what people answered, all of it, and looks anew at what follows from it.
  public Outcome<ImportRecord> answer(int number, GivenAnswers answers, Actor by)
      throws ControlFault, MalformedJson {
    Optional<ImportRecord> record = control.imports().find(number);
    if (record.isEmpty()) {
      return noImport(number);
    }
    String changed =
        Arrays.stream(Question.values())
            .filter(each -> !answers.text(each).equals(record.get().answers().text(each)))
            .map(Question::key)
            .collect(Collectors.joining(", "));
    return execute(
        number,
        new Command.Answer(answers, findings(record.get(), answers), "answers: " + changed),
        by);
  }

  private List<Finding> findings(ImportRecord record, GivenAnswers answers) throws MalformedJson {
    if (record.request().isEmpty()) {
      return List.of();
    }
    return policy.checkAgain(
        record.findings(),
        codec.assessment(record.facts().assessment()),
        codec.plan(record.request().get().plan()),
        answers,
        clock.instant());
  }

  private static Outcome<ImportRecord> noImport(int number) {
    return new Outcome.Refused<>(
        "there is no import " + number, "look the number up in the list of imports");
  }

  /// Says yes to the plan, or to it with changes; where four eyes look and one of them said yes,
  /// without changes to that.
  public Outcome<ImportRecord> greenLight(int number, String why, Terms terms, Actor by)
      throws ControlFault, MalformedJson {
    Optional<ImportRecord> known = control.imports().find(number);
    if (known.isEmpty()) {
      return noImport(number);
    }
    ImportRecord record = known.get();
    return switch (propose(record, terms)) {
      case Outcome.Refused<Proposal>(String what, String next) -> new Outcome.Refused<>(what, next);
      case Outcome.Done<Proposal>(Proposal proposal) ->
          execute(number, proposal.light(record, why, eyes), by);
    };
  }

  /// What a yes on these terms would be to.
  ///
  /// @param agreed the request with the plan that would be agreed to, and what the rules say of it
  ///   now
  /// @param overrides the rules whose blocks would be let pass, each with the reason
  public record Proposal(GrantTerms granted, ImportRequest agreed, Map<String, String> overrides) {
    /// What the terms resolve need not be let pass any more.
    private Command.GreenLight light(ImportRecord record, String why, Eyes eyes) {
      Map<String, String> standing = new HashMap<>(overrides);
      for (Finding asked : record.findings()) {
        if (agreed.findings().stream().noneMatch(each -> each.rule().equals(asked.rule()))) {
          standing.remove(asked.rule());
        }
      }
      Command.GreenLight.Basis basis =
          new Command.GreenLight.Basis(
              record.request().orElseThrow(), record.answers(), record.firstYes(), agreed);
      return new Command.GreenLight(why, granted, Optional.of(basis), standing, eyes);
    }
  }

  /// The window is the team's, else the one that was wished for, else it opens now. Where a first
  /// yes waits for the second, a yes without changes is to the same.
  public Outcome<Proposal> propose(ImportRecord record, Terms terms)
      throws ControlFault, MalformedJson {
    if (record.request().isEmpty()) {
      return new Outcome.Refused<>(
          "import " + record.number() + " has no request", "Run the import: it submits one.");
    }
    if (eyes == Eyes.FOUR && record.firstYes().isPresent() && terms.equals(Terms.AS_ASKED)) {
      FirstYes first = record.firstYes().get();
      Window window = first.terms().window();
      ImportPlan plan = codec.plan(first.agreed().plan());
      return againstIt(record, plan, window.from(), window.to())
          .orElse(
              new Outcome.Done<>(
                  new Proposal(
                      first.terms(),
                      first.agreed().withFindings(findings(record, plan, window)),
                      first.overrides())));
    }
    ImportRequest asked = record.request().get();
    boolean changed = terms.peakPerSecond().isPresent();
    ImportPlan plan =
        changed ? tried(record, terms.peakPerSecond().getAsDouble()) : codec.plan(asked.plan());
    Instant from = terms.from().or(() -> record.answers().from()).orElse(clock.instant());
    Instant to = terms.to().or(() -> record.answers().to()).orElse(from.plus(DEFAULT_WINDOW));
    Optional<Outcome<Proposal>> refusal = againstIt(record, plan, from, to);
    if (refusal.isPresent()) {
      return refusal.get();
    }
    Window window = new Window(from, to);
    ImportRequest agreed = asked.withFindings(findings(record, plan, window));
    GrantTerms granted =
        new GrantTerms(
            window,
            plan.envelope(),
            Math.min(plan.batchEvents(), terms.batchEvents().orElse(plan.batchEvents())),
            plan.batchBytes());
    return new Outcome.Done<>(
        new Proposal(
            granted, changed ? agreed.withPlan(codec.plan(plan)) : agreed, terms.overrides()));
  }

  /// Why a plan may not run between these times, whatever the rules say.
  private Optional<Outcome<Proposal>> againstIt(
      ImportRecord record, ImportPlan plan, Instant from, Instant to)
      throws ControlFault, MalformedJson {
    if (!from.isBefore(to) || !clock.instant().isBefore(to)) {
      return Optional.of(
          new Outcome.Refused<>(
              "the window would be from " + from + " to " + to,
              "name an end after now and its start"));
    }
    return calendar
        .blocking(record, plan, from)
        .map(blackout -> new Outcome.Refused<>(blackout.evidence(), blackout.resolve()));
  }

  /// What the rules say now of a plan in a window.
  private List<Finding> findings(ImportRecord record, ImportPlan plan, Window window)
      throws MalformedJson {
    return policy.checkAgain(
        record.findings(),
        codec.assessment(record.facts().assessment()),
        plan,
        record.answers().within(window),
        clock.instant());
  }

  /// Changes what was agreed while it holds: another window, where it has not started also a later
  /// one, but not so that it would begin by running into a blackout; or a rate above which it does
  /// not go. Acts on an import that runs within a second.
  public Outcome<ImportRecord> amend(int number, String why, Terms terms, Actor by)
      throws ControlFault, MalformedJson {
    Optional<ImportRecord> record = control.imports().find(number);
    Optional<GrantTerms> held = record.flatMap(ImportRecord::terms);
    if (held.isEmpty()) {
      return record.isEmpty()
          ? noImport(number)
          : new Outcome.Refused<>(
              "import " + number + " has no green light to amend", record.get().state().next());
    }
    GrantTerms before = held.get();
    Instant from = terms.from().orElse(before.window().from());
    Instant to = terms.to().orElse(before.window().to());
    if (!from.isBefore(to)) {
      return new Outcome.Refused<>(
          "the window would be from " + from + " to " + to, "a window opens before it closes");
    }
    boolean later = from.isBefore(before.window().from()) || to.isAfter(before.window().to());
    Optional<Finding> blackout =
        later && record.get().timing().startedAt().isEmpty()
            ? calendar.blocking(record.get(), agreedPlan(record.get()), from)
            : Optional.empty();
    if (blackout.isPresent()) {
      return new Outcome.Refused<>(blackout.get().evidence(), blackout.get().resolve());
    }
    GrantTerms after =
        new GrantTerms(
            new Window(from, to),
            before.envelope(),
            before.batchEvents(),
            before.batchBytes(),
            terms.peakPerSecond().isPresent() ? terms.peakPerSecond() : before.mostPerSecond());
    return execute(number, new Command.Amend(why, after), by);
  }

  private ImportPlan agreedPlan(ImportRecord record) throws MalformedJson {
    return codec.plan(record.request().orElseThrow().plan());
  }

  /// What the customer is told of a green light; empty where there is none.
  public Optional<Notice> notice(ImportRecord record) throws ControlFault, MalformedJson {
    if (record.terms().isEmpty() || record.request().isEmpty()) {
      return Optional.empty();
    }
    ImportPlan plan = agreedPlan(record);
    Optional<TrailEntry> decision =
        control.trail().of(Subject.ofImport(record.number())).reversed().stream()
            .filter(entry -> entry.step().equals(Step.GREEN_LIGHT.key()))
            .findFirst();
    String project = project(record.project()).map(Project::name).orElse("");
    List<Slot.Duty> duties =
        NOT_OVER.contains(record.state())
            ? calendar.duties(record, plan, record.terms().get())
            : List.of();
    return Optional.of(
        Notice.of(
            record, record.terms().get(), plan, new Notice.Context(project, decision, duties)));
  }

  /// What else goes on while an import would run, or may: from the beginning of its window, agreed
  /// or wished for, else from now.
  public Optional<CalendarDesk.Now> outlook(ImportRecord record)
      throws ControlFault, MalformedJson {
    if (record.request().isEmpty()) {
      return Optional.empty();
    }
    Instant from =
        record
            .terms()
            .map(terms -> terms.window().from())
            .or(() -> record.answers().from())
            .orElse(clock.instant());
    return Optional.of(calendar.outlook(record, agreedPlan(record), from));
  }

  /// What the pipeline takes.
  public Capacity capacity() {
    return surroundings.capacity();
  }

  private Optional<Project> project(ProjectId id) {
    return control.projects().list().stream().filter(each -> each.id().equals(id)).findFirst();
  }

  /// Lets an importer go to work, or go on: also after its process was killed.
  ///
  /// @param shown what it is about to send, and by which grant
  public Outcome<Run> start(int number, SealedGrant.Shown shown, Actor by)
      throws ControlFault, MalformedJson {
    return switch (control.imports().check(number, shown)) {
      case Outcome.Refused<ImportRecord>(String what, String next) ->
          new Outcome.Refused<>(what, next);
      case Outcome.Done<ImportRecord>(ImportRecord known) ->
          start(number, known.state() == ImportState.PAUSED, by);
    };
  }

  private Outcome<Run> start(int number, boolean paused, Actor by)
      throws ControlFault, MalformedJson {
    Outcome<ImportRecord> started =
        execute(number, paused ? new Command.Resume() : new Command.Start(), by);
    return switch (started) {
      case Outcome.Refused<ImportRecord>(String what, String next) ->
          new Outcome.Refused<>(what, next);
      case Outcome.Done<ImportRecord>(ImportRecord record) -> {
        if (!(control.imports().grant(number).orElse(null) instanceof Grant.Active active)) {
          yield new Outcome.Refused<>(
              "import " + number + " has no active grant", record.state().next());
        }
        Optional<JsonBytes> checkpoint = control.imports().checkpoint(number);
        ledger.start(active, checkpoint.isPresent() ? codec.events(checkpoint.get()) : 0);
        ImportPlan plan = codec.plan(record.request().orElseThrow().plan());
        spread(record.project(), plan, number);
        yield new Outcome.Done<>(new Run(active, plan, checkpoint));
      }
    };
  }

  /// Keeps how far an importer says that it is; before its first start it has come to no place.
  ///
  /// @throws MalformedJson if it is no checkpoint
  public Outcome<ImportRecord> keepCheckpoint(
      ImportRecord record, JsonBytes checkpoint, double wallSeconds, double eventsPerSecond)
      throws ControlFault, MalformedJson {
    if (record.timing().startedAt().isEmpty()) {
      return new Outcome.Refused<>(
          "import " + record.number() + " has not started, so it has come to no place",
          record.state().next());
    }
    codec.events(checkpoint);
    control.imports().putCheckpoint(record.number(), checkpoint, wallSeconds, eventsPerSecond);
    return new Outcome.Done<>(record);
  }

  private void spread(ProjectId project, ImportPlan plan, int number) {
    for (ImportPlan.HotId hot : plan.hotIds()) {
      DistinctId.of(hot.distinctId())
          .ifPresent(id -> spreadIds.spreadForImport(project, id, hot.share(), number));
    }
  }

  /// Carries a command out and lets the ledger of grants know what became of it. The hot ids of an
  /// import that has ended come back to one partition each.
  public Outcome<ImportRecord> execute(int number, Command command, Actor by) throws ControlFault {
    Outcome<ImportRecord> outcome = control.imports().execute(number, command, by);
    if (outcome instanceof Outcome.Done<ImportRecord>) {
      Optional<Grant> grant = control.imports().grant(number);
      ledger.update(number, grant);
      if (grant.isEmpty() || grant.get() instanceof Grant.Ended) {
        spreadIds.letGo(number);
      }
    }
    return outcome;
  }
}
