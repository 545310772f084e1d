package dev.headgate.admit;

import static dev.headgate.admit.Requests.CUSTOMER;
import static dev.headgate.admit.Requests.NOON;
import static dev.headgate.admit.Requests.TEAM;
import static dev.headgate.admit.Requests.TERMS;
import static dev.headgate.admit.Requests.finding;
import static dev.headgate.admit.Requests.newImport;
import static dev.headgate.admit.Requests.request;
import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.admit.Command.Acknowledge;
import dev.headgate.admit.Command.Amend;
import dev.headgate.admit.Command.Answer;
import dev.headgate.admit.Command.Complete;
import dev.headgate.admit.Command.GreenLight;
import dev.headgate.admit.Command.Pause;
import dev.headgate.admit.Command.RecordVerification;
import dev.headgate.admit.Command.Resume;
import dev.headgate.admit.Command.Revoke;
import dev.headgate.admit.Command.Start;
import dev.headgate.admit.Command.Submit;
import dev.headgate.admit.KnownFile.Fingerprint;
import dev.headgate.assess.RecordSketch;
import dev.headgate.event.JsonBytes;
import dev.headgate.event.ProjectId;
import dev.headgate.event.ProjectToken;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.random.RandomGenerator;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What every control plane keeps. Each test looks twice: at once, and after the control plane was
/// closed and opened again. In one class, though it is long: whoever writes a control plane finds
/// here all that it has to keep.
public abstract class ControlPlaneContract {
  private static final JsonBytes PROOF = JsonBytes.of("{\"verified\":true,\"missing\":0}");
  private static final ProjectToken TOKEN = new ProjectToken("phc_first");

  protected final InstantSource clock = InstantSource.fixed(NOON.plusNanos(123_456_789));
  protected final RandomGenerator random = new Random(42);

  private ControlPlane plane;

  /// Opens the control plane of this test, which may hold something already.
  protected abstract ControlPlane open() throws ControlFault;

  @SuppressWarnings("NullAway") // set before each test
  protected ControlPlaneContract() {}

  @BeforeEach
  void start() throws ControlFault {
    plane = open();
    plane.projects().putDefault(TOKEN, "hgc_first");
  }

  @AfterEach
  void end() {
    plane.close();
  }

  private void reopen() throws ControlFault {
    plane.close();
    plane = open();
  }

  private Imports imports() {
    return plane.imports();
  }

  private ImportRecord create(String mapping, String... digests) throws ControlFault {
    return imports().create(newImport(mapping, digests), Optional.empty(), CUSTOMER);
  }

  private ImportRecord done(int number, Command command, Actor by) throws ControlFault {
    Outcome<ImportRecord> outcome = imports().execute(number, command, by);
    assertThat(outcome).isInstanceOf(Outcome.Done.class);
    return ((Outcome.Done<ImportRecord>) outcome).value();
  }

  private ImportRecord running(String mapping, String... digests) throws ControlFault {
    int number = create(mapping, digests).number();
    done(number, new Submit(request()), CUSTOMER);
    done(number, new GreenLight("fits", TERMS), TEAM);
    return done(number, new Start(), CUSTOMER);
  }

  @Test
  void theDefaultProjectIsNumberOneAndFollowsItsKeys() throws ControlFault {
    Project first = plane.projects().byName("default").orElseThrow();
    assertThat(first.id()).isEqualTo(ProjectId.DEFAULT);
    reopen();
    assertThat(plane.projects().byToken(TOKEN)).contains(first);
    assertThat(plane.projects().byCustomerKey("hgc_first")).contains(first);

    plane.projects().putDefault(new ProjectToken("phc_new"), "hgc_new");
    assertThat(plane.projects().byToken(TOKEN)).isEmpty();
    assertThat(plane.projects().byToken(new ProjectToken("phc_new"))).isPresent();
    assertThat(plane.projects().list()).hasSize(1);
  }

  @Test
  void projectsHaveNamesAndTokensOfTheirOwn() throws ControlFault {
    Outcome<Project> second = plane.projects().add("shop", Optional.empty());
    Outcome<Project> third = plane.projects().add("app", Optional.of(new ProjectToken("T")));
    assertThat(plane.projects().add("shop", Optional.empty())).isInstanceOf(Outcome.Refused.class);
    assertThat(plane.projects().add("x", Optional.of(TOKEN))).isInstanceOf(Outcome.Refused.class);
    assertThat(plane.projects().add(" ", Optional.empty())).isInstanceOf(Outcome.Refused.class);

    reopen();
    assertThat(plane.projects().list())
        .extracting(project -> project.id().number())
        .containsExactly(1, 2, 3);
    assertThat(plane.projects().byName("shop").map(Outcome.Done::new)).contains(asDone(second));
    assertThat(plane.projects().byToken(new ProjectToken("T")).map(Outcome.Done::new))
        .contains(asDone(third));
    Project shop = plane.projects().byName("shop").orElseThrow();
    assertThat(shop.token().value()).startsWith("phc_").hasSize(47);
    assertThat(plane.projects().byCustomerKey(shop.customerKey())).contains(shop);
    assertThat(plane.projects().byCustomerKey("")).isEmpty();
  }

  private static Outcome.Done<Project> asDone(Outcome<Project> outcome) {
    return (Outcome.Done<Project>) outcome;
  }

  @Test
  void importsAreNumberedFromOneAndCreatedOnce() throws ControlFault {
    ImportRecord first = create("m", "a", "b");
    assertThat(first.number()).isEqualTo(1);
    assertThat(create("m", "b", "a")).as("the same contents in another order").isEqualTo(first);
    assertThat(create("n", "a", "b").number()).isEqualTo(2);
    assertThat(create("m").number()).isEqualTo(3);

    reopen();
    assertThat(imports().find(1)).contains(first);
    assertThat(imports().findByIdentity(first.identity())).contains(first);
    assertThat(imports().find(9)).isEmpty();
    assertThat(imports().list()).extracting(ImportRecord::number).containsExactly(1, 2, 3);
    assertThat(create("o", "a").number()).isEqualTo(4);
  }

  @Test
  void everythingARecordHoldsIsKept() throws ControlFault {
    int number = create("m", "a").number();
    ImportRequest asked =
        new ImportRequest(
            JsonBytes.of("{\"peak\":\"ü😀\"}"),
            List.of(finding(Finding.Level.WARN).toBeAcknowledged()),
            true,
            new AppChoice(3, List.of("b", "a")));
    GivenAnswers answers =
        new GivenAnswers(
            Map.of(Question.CONTACT, "Ada \"the\" countess", Question.ZONE, "Europe/Berlin"));
    isKept(done(number, new Answer(answers, List.of(), "answers"), CUSTOMER));
    isKept(done(number, new Submit(asked), CUSTOMER));
    isKept(
        done(
            number,
            new GreenLight(
                "fits",
                TERMS,
                Optional.of(
                    new GreenLight.Basis(
                        asked,
                        answers,
                        Optional.empty(),
                        asked.withPlan(JsonBytes.of("{\"peak\":2}")))),
                Map.of("rule_warn", "agreed"),
                Eyes.TWO),
            TEAM));
    isKept(done(number, new Acknowledge(), CUSTOMER));
    isKept(done(number, new Start(), CUSTOMER));
    isKept(done(number, new Pause("disk"), Actor.pipeline("disk guard")));
    isKept(done(number, new Resume(), CUSTOMER));
    imports().putCheckpoint(number, JsonBytes.of("{}"), 12.5, 80_000.25);
    isKept(done(number, new Complete(), CUSTOMER));
    ImportRecord last = done(number, new RecordVerification(true, PROOF), CUSTOMER);
    isKept(last);
    assertThat(last.state()).isEqualTo(ImportState.INCOMPLETE);
    assertThat(last.answers()).isEqualTo(answers);
    assertThat(last.request().orElseThrow().plan()).isEqualTo(JsonBytes.of("{\"peak\":2}"));
    assertThat(last.request().orElseThrow().apps()).isEqualTo(asked.apps());
    assertThat(last.findings().getFirst().overridden()).isPresent();
    assertThat(last.terms()).contains(TERMS);
    assertThat(last.acknowledgement().map(Acknowledgement::by)).contains(CUSTOMER);
    assertThat(last.verification()).contains(PROOF);
    assertThat(last.timing().wallSeconds()).isEqualTo(12.5);
    assertThat(last.timing().eventsPerSecond()).isEqualTo(80_000.25);

    imports().putAssessment(number, JsonBytes.of("{\"events\":2}"));
    reopen();
    assertThat(imports().find(number).orElseThrow().facts().assessment())
        .hasToString("{\"events\":2}");
  }

  private void isKept(ImportRecord record) throws ControlFault {
    assertThat(imports().find(record.number())).contains(record);
    reopen();
    assertThat(imports().find(record.number())).contains(record);
  }

  @Test
  void refusalsChangeNothing() throws ControlFault {
    ImportRecord draft = create("m", "a");
    Outcome<ImportRecord> refused = imports().execute(1, new Start(), CUSTOMER);
    assertThat(refused).isInstanceOf(Outcome.Refused.class);
    assertThat(imports().find(1)).contains(draft);
    assertThat(plane.trail().of(Subject.ofImport(1))).hasSize(1);
    assertThat(imports().execute(9, new Start(), CUSTOMER))
        .isEqualTo(
            new Outcome.Refused<>(
                "there is no import 9", "look the number up in the list of imports"));
  }

  @Test
  void theAuditKeepsEveryStep() throws ControlFault {
    running("m", "a");
    done(1, new Start(), CUSTOMER);
    reopen();
    List<TrailEntry> audit = plane.trail().of(Subject.ofImport(1));
    assertThat(audit)
        .extracting(TrailEntry::step)
        .containsExactly("create", "submit", "green_light", "start", "start");
    assertThat(audit)
        .extracting(TrailEntry::actor)
        .containsExactly("ada", "ada", "grace", "ada", "ada");
    assertThat(audit.getFirst().from()).isEmpty();
    assertThat(audit.get(2).why()).isEqualTo("fits");
    assertThat(audit.getLast().why()).contains("ended without saying so");
    assertThat(audit).allSatisfy(entry -> assertThat(entry.at()).isBetween(NOON, clock.instant()));
  }

  @Test
  void aGrantIsMadeByTheGreenLightAndFollowsTheState() throws ControlFault {
    create("m", "a");
    done(1, new Submit(request()), CUSTOMER);
    assertThat(imports().grant(1)).isEmpty();
    done(1, new GreenLight("fits", TERMS), TEAM);
    Grant given = imports().grant(1).orElseThrow();
    assertThat(given).isInstanceOf(Grant.Active.class);
    assertThat(given.importNumber()).isEqualTo(1);
    assertThat(given.terms()).isEqualTo(TERMS);

    done(1, new Start(), CUSTOMER);
    reopen();
    assertThat(imports().grant(1)).as("the same secret").contains(given);
    done(1, new Pause("rest"), CUSTOMER);
    assertThat(imports().grant(1))
        .contains(new Grant.Held(given.project(), given.token(), TERMS, "rest"));
    done(1, new Resume(), CUSTOMER);
    assertThat(imports().grant(1)).contains(given);

    done(1, new Revoke("trouble"), TEAM);
    assertThat(imports().grant(1)).isEmpty();
    done(1, new GreenLight("again", TERMS), TEAM);
    assertThat(imports().grant(1).orElseThrow().token()).isNotEqualTo(given.token());

    done(1, new Start(), CUSTOMER);
    done(1, new Complete(), CUSTOMER);
    assertThat(imports().grant(1)).containsInstanceOf(Grant.Ended.class);
    assertThat(imports().grant(9)).isEmpty();
  }

  @Test
  void anImportIsFoundByTheFilesItWasMadeOf() throws ControlFault {
    ImportRecord record = create("m", "a", "b1", "b2");
    Fingerprint a = new Fingerprint("/data/a.gz", 10, 1_000);
    Fingerprint b = new Fingerprint("/data/b.zip", 20, 2_000);
    ProjectId project = ProjectId.DEFAULT;
    assertThat(imports().findByFiles(project, List.of(a, b), "m")).isEmpty();
    imports()
        .rememberFiles(
            project,
            List.of(new KnownFile(a, List.of("a")), new KnownFile(b, List.of("b2", "b1"))));

    reopen();
    assertThat(imports().findByFiles(project, List.of(b, a), "m")).contains(record);
    assertThat(imports().findByFiles(project, List.of(a), "m")).isEmpty();
    assertThat(imports().findByFiles(project, List.of(a, b), "n")).isEmpty();
    assertThat(imports().findByFiles(new ProjectId(2), List.of(a, b), "m")).isEmpty();
    assertThat(
            imports().findByFiles(project, List.of(a, new Fingerprint(b.path(), 20, 2_001)), "m"))
        .isEmpty();
    assertThat(
            imports().findByFiles(project, List.of(a, new Fingerprint(b.path(), 21, 2_000)), "m"))
        .isEmpty();

    Fingerprint renamed = new Fingerprint("/data/c.zst", 9, 3_000);
    imports().rememberFiles(project, List.of(new KnownFile(renamed, List.of("a"))));
    assertThat(imports().findByFiles(project, List.of(renamed, b), "m")).contains(record);
    Fingerprint rewritten = new Fingerprint("/data/a.gz", 11, 4_000);
    imports().rememberFiles(project, List.of(new KnownFile(rewritten, List.of("z"))));
    assertThat(imports().findByFiles(project, List.of(a, b), "m")).isEmpty();
    assertThat(imports().knownFiles(project, List.of(rewritten)))
        .contains(List.of(new KnownFile(rewritten, List.of("z"))));
  }

  @Test
  void theSameContentUnderAnotherMappingIsFound() throws ControlFault {
    running("m", "a", "b");
    create("m2", "b", "c");
    reopen();
    assertThat(earlier("m", "a", "b", "c"))
        .containsExactly(new EarlierImport(2, ImportState.DRAFT, false, 2, 0));
    assertThat(earlier("other", "b", "x"))
        .containsExactly(
            new EarlierImport(1, ImportState.RUNNING, true, 1, 0),
            new EarlierImport(2, ImportState.DRAFT, false, 1, 0));
    assertThat(earlier("other", "x")).isEmpty();
    assertThat(earlier("other")).isEmpty();
    assertThat(
            imports()
                .underAnotherMapping(
                    new ProjectId(2), List.of("a", "b"), Optional.empty(), "other"))
        .isEmpty();
  }

  private List<EarlierImport> earlier(String mapping, String... digests) throws ControlFault {
    return imports()
        .underAnotherMapping(ProjectId.DEFAULT, List.of(digests), Optional.empty(), mapping);
  }

  @Test
  void someOfTheSameRecordsUnderAnotherMappingAreFound() throws ControlFault {
    imports().create(newImport("m", "a"), Optional.of(sketch(0, 100)), CUSTOMER);
    reopen();
    assertThat(bySketch("other", sketch(50, 150)))
        .containsExactly(new EarlierImport(1, ImportState.DRAFT, false, 0, 0.5));
    assertThat(bySketch("m", sketch(50, 150))).isEmpty();
    assertThat(bySketch("other", sketch(100, 150))).isEmpty();
  }

  private List<EarlierImport> bySketch(String mapping, RecordSketch sketch) throws ControlFault {
    return imports()
        .underAnotherMapping(ProjectId.DEFAULT, List.of("new"), Optional.of(sketch), mapping);
  }

  private static RecordSketch sketch(long from, long to) {
    RecordSketch.Builder builder = new RecordSketch.Builder();
    LongStream.range(from, to).forEach(builder::offer);
    return builder.build();
  }

  @Test
  void theLastCheckpointIsTheOneThatCounts() throws ControlFault {
    running("m", "a");
    assertThat(imports().checkpoint(1)).isEmpty();
    imports().putCheckpoint(1, JsonBytes.of("{\"part\":0}"), 1, 2);
    imports().putCheckpoint(1, JsonBytes.of("{\"part\":1}"), 3, 4);
    reopen();
    assertThat(imports().checkpoint(1)).contains(JsonBytes.of("{\"part\":1}"));
    assertThat(imports().find(1).orElseThrow().timing())
        .isEqualTo(new Timing(Optional.of(clock.instant().minus(Duration.ofNanos(789))), 3, 4));
  }

  @Test
  void floodsKeepWhatCameOfThemAndWhoDecided() throws ControlFault {
    Flood.Origin origin = new Flood.Origin(ProjectId.DEFAULT, "10.0.0.7", "loop");
    Flood begun = plane.floods().begin(origin, NOON, new Flood.Amount(12.5, 95, false, 300, 40, 0));
    Flood other =
        plane
            .floods()
            .begin(
                new Flood.Origin(ProjectId.DEFAULT, "10.0.0.8", "loop"),
                NOON,
                new Flood.Amount(0, 700, true, 800, 8, 0));
    assertThat(begun.state()).isEqualTo(FloodState.DIVERTED);
    plane.floods().grow(1, new Flood.Amount(12.5, 2_000, false, 90_000, 89_000, 7));
    plane
        .floods()
        .decide(1, new FloodDecision("slow", FloodState.SLOWED, 50, "they mend it"), TEAM);
    reopen();
    Flood slowed = plane.floods().find(1).orElseThrow();
    assertThat(slowed)
        .isEqualTo(
            new Flood(
                1,
                origin,
                NOON,
                Optional.empty(),
                FloodState.SLOWED,
                50,
                new Flood.Amount(12.5, 2_000, false, 90_000, 89_000, 7)));
    assertThat(plane.floods().open()).containsExactly(slowed, other);
    assertThat(plane.floods().latest(1)).containsExactly(other);
    Flood ceased = plane.floods().cease(1, NOON.plusSeconds(99), slowed.amount());
    reopen();
    assertThat(plane.floods().open()).containsExactly(other);
    assertThat(plane.floods().find(1)).contains(ceased);
    assertThat(plane.trail().of(Subject.ofFlood(1)))
        .extracting(step -> step.step() + " by " + step.actor() + ": " + step.why())
        .containsExactly(
            "recognise by flood detector: ",
            "slow by " + TEAM.name() + ": they mend it",
            "cease by flood detector: ");
    assertThat(plane.trail().of(Subject.ofFlood(1)).get(1).saw())
        .isEqualTo(
            "90,000 requests, at most 2,000/s (usual 13/s), 89,000 events diverted, 7 requests"
                + " refused");
  }

  @Test
  void aFloodThatHasCeasedCanStillBeAdmittedAndNotEnded() throws ControlFault {
    Flood.Amount amount = new Flood.Amount(0, 95, false, 300, 40, 0);
    plane.floods().begin(new Flood.Origin(ProjectId.DEFAULT, "a", "c"), NOON, amount);
    plane.floods().cease(1, NOON, amount);
    FloodDecision end = new FloodDecision("end", FloodState.ENDED, 0, "why");
    FloodDecision admit = new FloodDecision("admit", FloodState.ADMITTED, 0, "why");
    assertThat(plane.floods().decide(1, end, TEAM)).isInstanceOf(Outcome.Refused.class);
    assertThat(plane.floods().decide(1, admit, TEAM)).isInstanceOf(Outcome.Done.class);
    assertThat(plane.floods().decide(2, admit, TEAM)).isInstanceOf(Outcome.Refused.class);
  }

  @Test
  void versionsOfAppsAreKeptInOrderAndEachIsInForceAfterTheOneBefore() throws ControlFault {
    ProjectId project = ProjectId.DEFAULT;
    assertThat(plane.apps().list(project)).isEmpty();
    AppVersion first =
        plane.apps().put(project, "apps: []", Map.of("/a.mmdb", "d1"), TEAM, "first");
    AppVersion second = plane.apps().put(project, "apps: [] #", Map.of(), TEAM, "");
    assertThat(first.number()).isEqualTo(1);
    assertThat(first.from()).isAfter(clock.instant()).isBefore(second.from());
    assertThat(second.from().toEpochMilli()).isGreaterThan(first.from().toEpochMilli());
    assertThat(plane.apps().list(project)).containsExactly(first, second);
    assertThat(plane.apps().list(new ProjectId(2))).isEmpty();
    byte[] salt = plane.apps().salt(project);
    reopen();
    assertThat(plane.apps().list(project)).containsExactly(first, second);
    assertThat(plane.apps().salt(project)).hasSize(32).isEqualTo(salt);
  }

  @Test
  void versionsOfTheCalendarAreKeptInOrderAndTheLastIsInForce() throws ControlFault {
    assertThat(plane.calendar().last()).isEmpty();
    CalendarVersion first = plane.calendar().put("teams: []", TEAM, "first");
    Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
    assertThat(first).isEqualTo(new CalendarVersion(1, now, TEAM, "first", "teams: []"));
    CalendarVersion second = plane.calendar().put("teams: [] #", TEAM, "");
    reopen();
    assertThat(plane.calendar().last()).contains(second);
    assertThat(plane.calendar().list()).containsExactly(first, second);
  }

  @Test
  void aTargetKeepsItsPlaceAsLongAsItKeepsItsName() throws ControlFault {
    assertThat(plane.tell().setting()).isEmpty();
    plane.calendar().put("teams: []", TEAM, "");
    Map<String, String> secrets = Map.of("secret ops", "s");
    TellSetting set = plane.tell().put("targets: 1", secrets, List.of("ops", "chat"), TEAM, "w");
    Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
    assertThat(set).isEqualTo(new TellSetting(now, TEAM, "w", "targets: 1", secrets));
    assertThat(set.toString()).doesNotContain("secret");
    assertThat(plane.tell().places())
        .isEqualTo(Map.of("ops", new TellPlace(1, 1), "chat", new TellPlace(1, 1)));
    plane.tell().keep("ops", new TellPlace(2, 1));
    plane.tell().keep("nobody", new TellPlace(2, 1));
    TellSetting second = plane.tell().put("targets: 2", Map.of(), List.of("ops", "on"), TEAM, "");
    reopen();
    assertThat(plane.tell().setting()).contains(second);
    assertThat(plane.tell().places())
        .isEqualTo(Map.of("ops", new TellPlace(2, 1), "on", new TellPlace(2, 2)));
    List<TrailEntry> told = plane.trail().of(Subject.TELL);
    assertThat(told).extracting(TrailEntry::step).containsExactly("set", "set");
    assertThat(plane.trail().evidence(told.getFirst().sawDigest()).orElseThrow().toString())
        .isEqualTo("{\"definition\":\"targets: 1\"}");
  }

  @Test
  void aFirstYesIsKeptUntilItIsConfirmedOrDropped() throws ControlFault {
    int number = create("m", "a").number();
    ImportRequest asked = request(finding(Finding.Level.BLOCK));
    done(number, new Submit(asked), CUSTOMER);
    Map<String, String> passing = Map.of("rule_block", "agreed \"by\" mail");
    ImportRequest slower = asked.withPlan(JsonBytes.of("{\"peak\":2}"));
    isKept(done(number, oneOfTwo(number, slower, passing), Actor.member("Ada")));
    FirstYes yes = imports().find(number).orElseThrow().firstYes().orElseThrow();
    assertThat(yes.by()).isEqualTo("Ada");
    assertThat(yes.at()).isEqualTo(clock.instant().truncatedTo(ChronoUnit.MICROS));
    assertThat(yes.terms()).isEqualTo(TERMS);
    assertThat(yes.agreed().plan()).isEqualTo(slower.plan());
    assertThat(yes.overrides()).isEqualTo(passing);
    assertThat(imports().grant(number)).isEmpty();
    assertThat(plane.trail().of(Subject.ofImport(number)).getLast().sawDigest())
        .isEqualTo(yes.restsOn());

    isKept(done(number, oneOfTwo(number, slower, passing), Actor.member("Grace")));
    assertThat(imports().grant(number).orElseThrow().terms()).isEqualTo(TERMS);
    assertThat(imports().find(number).orElseThrow().firstYes()).contains(yes);
    isKept(done(number, new Revoke("not today"), TEAM));
    assertThat(imports().find(number).orElseThrow().firstYes()).isEmpty();
  }

  @Test
  void aFirstYesIsNotConfirmedToAnotherAssessment() throws ControlFault {
    int number = create("m", "a").number();
    done(number, new Submit(request()), CUSTOMER);
    done(number, oneOfTwo(number, request(), Map.of()), Actor.member("Ada"));
    imports().putAssessment(number, JsonBytes.of("{\"events\":2}"));
    GreenLight second = oneOfTwo(number, request(), Map.of());
    assertThat(imports().execute(number, second, Actor.member("Grace")))
        .isInstanceOf(Outcome.Refused.class);
  }

  /// What somebody says who looks at it now.
  private GreenLight oneOfTwo(int number, ImportRequest agreed, Map<String, String> overrides)
      throws ControlFault {
    ImportRecord seen = imports().find(number).orElseThrow();
    GreenLight.Basis basis =
        new GreenLight.Basis(seen.request().orElseThrow(), seen.answers(), seen.firstYes(), agreed);
    return new GreenLight("fits", TERMS, Optional.of(basis), overrides, Eyes.FOUR);
  }

  @Test
  void aMembersKeyIsShownOnceAndKnownUntilTheyAreRemoved() throws ControlFault {
    TeamMembers.Added ada = added("Ada Lovelace");
    TeamMembers.Added grace = added("grace@example.com");
    assertThat(ada.key()).startsWith("hgp_").isNotEqualTo(grace.key());
    assertThat(ada + ada.member().toString()).doesNotContain(ada.key());
    assertThat(ada.member().addedBy()).isEqualTo(TEAM.name());
    reopen();
    assertThat(plane.team().byKey(ada.key())).contains(ada.member());
    assertThat(plane.team().byKey(ada.key() + "x")).isEmpty();
    assertThat(plane.team().byKey(ada.member().keyDigest())).isEmpty();
    assertThat(plane.team().remove("nobody", TEAM)).isEmpty();
    TeamMember removed = plane.team().remove("ada lovelace", TEAM).orElseThrow();
    assertThat(removed.removedAt()).contains(clock.instant().truncatedTo(ChronoUnit.MICROS));
    assertThat(plane.team().byKey(ada.key())).isEmpty();
    assertThat(plane.team().remove("Ada Lovelace", TEAM)).isEmpty();
    TeamMembers.Added again = added("Ada Lovelace");
    reopen();
    assertThat(plane.team().byKey(ada.key())).isEmpty();
    assertThat(plane.team().byKey(again.key())).contains(again.member());
    assertThat(plane.team().list()).containsExactly(removed, grace.member(), again.member());
  }

  private TeamMembers.Added added(String name) throws ControlFault {
    return ((Outcome.Done<TeamMembers.Added>) plane.team().add(name, TEAM)).value();
  }

  @Test
  void aNameOfTheTeamIsOnePersonsHoweverItIsTyped() throws ControlFault {
    added("Ada");
    for (String name :
        List.of("ada", "ＡＤＡ", "", " ", "Ada ", "a\u200bda", "pipeline team", "x/y")) {
      assertThat(plane.team().add(name, TEAM)).as(name).isInstanceOf(Outcome.Refused.class);
    }
    assertThat(plane.team().add("x".repeat(61), TEAM)).isInstanceOf(Outcome.Refused.class);
    assertThat(plane.team().list()).hasSize(1);
    assertThat(plane.team().isTaken(" aDa ")).isTrue();
    plane.team().remove("Ada", TEAM);
    assertThat(plane.team().isTaken("Ada")).as("it stands in the audit").isTrue();
    assertThat(plane.team().isTaken("Grace")).isFalse();
    added("Åsa Ø");
    added("李");
  }

  @Test
  void theAuditHasWhoWasAddedAndRemovedAndWhoWasThereThen() throws ControlFault {
    TeamMembers.Added ada = added("Ada");
    added("Grace");
    plane.team().remove("Ada", TEAM);
    List<TrailEntry> told = plane.trail().of(Subject.TEAM);
    assertThat(told)
        .extracting(entry -> entry.step() + " " + entry.why() + ": " + entry.saw())
        .containsExactly("add Ada: Ada", "add Grace: Ada, Grace", "remove Ada: Grace");
    assertThat(plane.trail().evidence(told.getFirst().sawDigest()).orElseThrow().toString())
        .isEqualTo(
            "{\"members\":[{\"name\":\"Ada\",\"added_at\":\"%s\",\"key_sha256\":\"%s\"}]}"
                .formatted(ada.member().addedAt(), Evidence.digest(ada.key())));
  }

  @Test
  void theFirstGreenLightFixesTheAppsOfAnImport() throws ControlFault {
    int number = create("m", "a").number();
    AppChoice asked = new AppChoice(1, List.of("one", "two"));
    done(number, new Submit(withApps(asked)), CUSTOMER);
    assertThat(plane.apps().fixed(number)).isEmpty();
    done(number, new GreenLight("fits", TERMS), TEAM);
    assertThat(plane.apps().fixed(number)).contains(asked);
    done(number, new Revoke("stop"), TEAM);
    done(number, new Submit(withApps(AppChoice.NONE)), CUSTOMER);
    done(number, new GreenLight("fits", TERMS), TEAM);
    reopen();
    assertThat(plane.apps().fixed(number)).contains(asked);
  }

  private static ImportRequest withApps(AppChoice apps) {
    return new ImportRequest(JsonBytes.EMPTY_OBJECT, List.of(), false, apps);
  }

  @Test
  void anAmendmentKeepsTheSecretThatTheImporterSendsBy() throws ControlFault {
    int number = running("m", "a").number();
    Grant before = imports().grant(number).orElseThrow();
    GrantTerms half =
        new GrantTerms(
            TERMS.window(),
            TERMS.envelope(),
            TERMS.batchEvents(),
            TERMS.batchBytes(),
            OptionalDouble.of(500));
    done(number, new Amend("live suffers", half), TEAM);
    reopen();
    Grant after = imports().grant(number).orElseThrow();
    assertThat(after.token()).isEqualTo(before.token());
    assertThat(after.terms()).isEqualTo(half);
  }
}
