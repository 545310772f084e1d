package dev.headgate.admit;

import static dev.headgate.admit.Requests.CUSTOMER;
import static dev.headgate.admit.Requests.NOON;
import static dev.headgate.admit.Requests.TEAM;
import static dev.headgate.admit.Requests.TERMS;
import static dev.headgate.admit.Requests.finding;
import static dev.headgate.admit.Requests.newImport;
import static dev.headgate.admit.Requests.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import dev.headgate.admit.Command.Acknowledge;
import dev.headgate.admit.Command.Amend;
import dev.headgate.admit.Command.Answer;
import dev.headgate.admit.Command.Cancel;
import dev.headgate.admit.Command.Complete;
import dev.headgate.admit.Command.Decline;
import dev.headgate.admit.Command.Expire;
import dev.headgate.admit.Command.GreenLight;
import dev.headgate.admit.Command.Pause;
import dev.headgate.admit.Command.RecordVerification;
import dev.headgate.admit.Command.RequestChanges;
import dev.headgate.admit.Command.Resume;
import dev.headgate.admit.Command.Revoke;
import dev.headgate.admit.Command.Start;
import dev.headgate.admit.Command.Submit;
import dev.headgate.event.JsonBytes;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class ImportLifecycleTest {
  private static final GivenAnswers ANSWERS =
      new GivenAnswers(Map.of(Question.CONTACT, "Ada, +44 20 7946 0018"));

  private static final GrantTerms HALF =
      new GrantTerms(
          TERMS.window(),
          TERMS.envelope(),
          TERMS.batchEvents(),
          TERMS.batchBytes(),
          OptionalDouble.of(500));

  private static final JsonBytes PROOF = JsonBytes.of("{\"verified\":true}");

  private static final List<Command> COMMANDS =
      List.of(
          new Submit(request()),
          new Answer(ANSWERS, List.of(), "answers: contact"),
          new RequestChanges("too fast"),
          new GreenLight("fine", TERMS),
          new Decline("no"),
          new Acknowledge(),
          new Start(),
          new Pause("rest"),
          new Resume(),
          new Amend("slower", HALF),
          new Complete(),
          new RecordVerification(true, PROOF),
          new RecordVerification(false, PROOF),
          new Revoke("trouble"),
          new Expire(),
          new Cancel("never mind"));

  /// One way to each state.
  private static final Map<ImportState, List<Command>> WAYS = ways();

  private static Map<ImportState, List<Command>> ways() {
    Submit submit = new Submit(request());
    Submit submitTruncated =
        new Submit(new ImportRequest(JsonBytes.EMPTY_OBJECT, List.of(), true, AppChoice.NONE));
    GreenLight light = new GreenLight("fine", TERMS);
    RecordVerification proof = new RecordVerification(true, PROOF);
    Start start = new Start();
    Complete complete = new Complete();
    Map<ImportState, List<Command>> ways = new EnumMap<>(ImportState.class);
    ways.put(ImportState.DRAFT, List.of());
    ways.put(ImportState.SUBMITTED, List.of(submit));
    ways.put(ImportState.CHANGES_REQUESTED, List.of(submit, new RequestChanges("less")));
    ways.put(ImportState.GREEN_LIT, List.of(submit, light));
    ways.put(ImportState.RUNNING, List.of(submit, light, start));
    ways.put(ImportState.PAUSED, List.of(submit, light, start, new Pause("rest")));
    ways.put(ImportState.COMPLETED, List.of(submit, light, start, complete));
    ways.put(ImportState.VERIFIED, List.of(submit, light, start, complete, proof));
    ways.put(ImportState.INCOMPLETE, List.of(submitTruncated, light, start, complete, proof));
    ways.put(ImportState.DECLINED, List.of(submit, new Decline("no")));
    ways.put(ImportState.CANCELLED, List.of(new Cancel("never mind")));
    ways.put(ImportState.EXPIRED, List.of(submit, light, new Expire()));
    return ways;
  }

  private static ImportRecord in(ImportState state) {
    return after(WAYS.getOrDefault(state, List.of()).toArray(Command[]::new));
  }

  private static ImportRecord after(Command... commands) {
    ImportRecord record = ImportRecord.draft(7, newImport("m", "d1"), NOON);
    for (Command command : commands) {
      record = accepted(record, command, TEAM);
    }
    return record;
  }

  private static ImportRecord accepted(ImportRecord record, Command command, Actor by) {
    Instant at = command instanceof Expire ? TERMS.window().to() : NOON;
    Decision decision = ImportLifecycle.decide(record, command, by, at);
    assertThat(decision).isInstanceOf(Decision.Accepted.class);
    return ImportLifecycle.apply(record, ((Decision.Accepted) decision).change());
  }

  private static Decision.Refused refused(ImportRecord record, Command command, Actor by) {
    Decision decision = ImportLifecycle.decide(record, command, by, NOON);
    assertThat(decision).isInstanceOf(Decision.Refused.class);
    return (Decision.Refused) decision;
  }

  static Stream<Arguments> everyStateAndCommand() {
    return Stream.of(ImportState.values())
        .flatMap(state -> COMMANDS.stream().map(command -> Arguments.of(state, command)));
  }

  @ParameterizedTest
  @MethodSource("everyStateAndCommand")
  void aStepIsTakenExactlyWhereItIsLegalAndLeadsWhereItSays(ImportState state, Command command) {
    ImportRecord before = in(state);
    assertThat(before.state()).isEqualTo(state);

    if (command.step().isLegalFrom(state)) {
      assertThat(command.step().leadsTo()).contains(accepted(before, command, TEAM).state());
    } else {
      Decision.Refused refusal = refused(before, command, TEAM);
      assertThat(refusal.what()).contains("import 7", state.key());
      assertThat(refusal.next()).isEqualTo(state.next());
    }
  }

  @ParameterizedTest
  @CsvSource({
    "DRAFT, submit answer cancel",
    "SUBMITTED, submit answer request_changes first_yes green_light decline cancel",
    "CHANGES_REQUESTED, submit answer cancel",
    "GREEN_LIT, acknowledge start amend revoke expire cancel",
    "RUNNING, acknowledge start pause complete amend revoke expire cancel",
    "PAUSED, acknowledge pause resume amend revoke expire cancel",
    "COMPLETED, record_verification",
    "VERIFIED, record_verification",
    "INCOMPLETE, record_verification",
    "DECLINED, request_changes answer",
    "CANCELLED, submit answer",
    "EXPIRED, submit answer complete",
  })
  void theTableOfSteps(ImportState from, String steps) {
    assertThat(Stream.of(Step.values()).filter(step -> step.isLegalFrom(from)).map(Step::key))
        .containsExactlyInAnyOrder(steps.split(" "));
  }

  @Test
  void everyStateCanBeReachedAndHasAName() {
    assertThat(WAYS.keySet()).containsExactlyInAnyOrder(ImportState.values());
    for (ImportState state : ImportState.values()) {
      assertThat(ImportState.ofKey(state.key())).isEqualTo(state);
    }
    assertThat(ImportState.CHANGES_REQUESTED.key()).isEqualTo("changes_requested");
  }

  @Test
  void aCustomerMayAskButNotDecide() {
    for (Command command :
        List.of(new GreenLight("me", TERMS), new Decline("me"), new RequestChanges("me"))) {
      assertThat(refused(in(ImportState.SUBMITTED), command, CUSTOMER).what())
          .contains("pipeline team");
    }
    accepted(in(ImportState.DRAFT), new Submit(request()), CUSTOMER);
    accepted(in(ImportState.GREEN_LIT), new Start(), CUSTOMER);
    refused(in(ImportState.RUNNING), new Revoke("me"), CUSTOMER);
  }

  @Test
  void whatBlocksStopsTheGreenLightAndNothingElseDoes() {
    GreenLight light = new GreenLight("fine", TERMS);
    Finding block = finding(Finding.Level.BLOCK);
    Finding warn = finding(Finding.Level.WARN);

    Decision.Refused refusal = refused(after(new Submit(request(warn, block))), light, TEAM);
    assertThat(refusal.what()).contains("rule_block: because");
    assertThat(refusal.next()).isEqualTo("do this");
    accepted(after(new Submit(request(warn, finding(Finding.Level.NOTE)))), light, TEAM);
  }

  @Test
  void aBlockIsOverriddenByNameAndForAReasonAndStaysVisible() {
    ImportRecord blocked = after(new Submit(request(finding(Finding.Level.BLOCK))));
    GreenLight light =
        new GreenLight(
            "fine", TERMS, Optional.empty(), Map.of("rule_block", "agreed by mail"), Eyes.TWO);
    refused(blocked, light, CUSTOMER);
    ImportRecord lit = accepted(blocked, light, TEAM);
    assertThat(lit.findings())
        .singleElement()
        .satisfies(finding -> {
          assertThat(finding.level()).isEqualTo(Finding.Level.BLOCK);
          assertThat(finding.overridden())
              .contains(new Finding.Overridden(TEAM.name(), "agreed by mail"));
        });
    assertThat(Finding.summary(lit.findings())).isEqualTo("block rule_block (overridden)");
  }

  @Test
  void whatIsOverriddenMustBeThereAndHaveAReason() {
    ImportRecord blocked = after(new Submit(request(finding(Finding.Level.BLOCK))));
    assertThat(refused(blocked, overriding("rule_block", " "), TEAM).what()).contains("reason");
    assertThat(refused(blocked, overriding("rule_bolck", "mail"), TEAM).what())
        .contains("no finding rule_bolck");
    ImportRecord empty =
        after(
            new Submit(
                request(
                    new Finding("nothing_to_import", Finding.Level.BLOCK, "no records", "look"))));
    assertThat(refused(empty, overriding("nothing_to_import", "mail"), TEAM).what())
        .contains("no records");
  }

  private static GreenLight overriding(String rule, String why) {
    return new GreenLight("fine", TERMS, Optional.empty(), Map.of(rule, why), Eyes.TWO);
  }

  @Test
  void whatTheCustomerMustKnowIsAcknowledgedBeforeTheStart() {
    Finding known = finding(Finding.Level.WARN).toBeAcknowledged();
    ImportRecord lit = after(new Submit(request(known)), new GreenLight("fine", TERMS));
    Decision.Refused refusal = refused(lit, new Start(), CUSTOMER);
    assertThat(refusal.what()).contains("not acknowledged: rule_warn");
    assertThat(refusal.next()).contains("--notice", "--acknowledge");

    ImportRecord read = accepted(lit, new Acknowledge(), CUSTOMER);
    assertThat(read.state()).isEqualTo(ImportState.GREEN_LIT);
    assertThat(read.acknowledgement()).contains(new Acknowledgement(CUSTOMER, NOON));
    assertThat(accepted(read, new Start(), CUSTOMER).state()).isEqualTo(ImportState.RUNNING);
    ImportRecord amended = accepted(read, new Amend("slower", HALF), TEAM);
    assertThat(amended.toAcknowledge()).as("less is not more to know").isEmpty();

    ImportRecord revoked = accepted(read, new Revoke("not today"), TEAM);
    ImportRecord again = accepted(revoked, new GreenLight("today", TERMS), TEAM);
    assertThat(again.toAcknowledge()).containsExactly(known);
  }

  @Test
  void whoReadTheNoticeFirstStaysTheOneWhoDid() {
    ImportRecord read = accepted(in(ImportState.GREEN_LIT), new Acknowledge(), CUSTOMER);
    assertThat(accepted(read, new Acknowledge(), TEAM).acknowledgement())
        .contains(new Acknowledgement(CUSTOMER, NOON));
  }

  @Test
  void nothingExpiresThatSomebodyHasJustProlonged() {
    ImportRecord lit = in(ImportState.GREEN_LIT);
    assertThat(refused(lit, new Expire(), TEAM).what()).contains("is open until");
  }

  @Test
  void whatWasAllSentBeforeItExpiredCanBeProved() {
    ImportRecord sent = accepted(in(ImportState.EXPIRED), new Complete(), CUSTOMER);
    assertThat(sent.state()).isEqualTo(ImportState.COMPLETED);
    assertThat(accepted(sent, new RecordVerification(true, PROOF), CUSTOMER).state())
        .isEqualTo(ImportState.VERIFIED);
  }

  @Test
  void whatSomebodyLetPassIsAcknowledgedWhateverItsRuleSays() {
    ImportRecord blocked = after(new Submit(request(finding(Finding.Level.BLOCK))));
    ImportRecord lit = accepted(blocked, overriding("rule_block", "agreed by mail"), TEAM);
    assertThat(refused(lit, new Start(), CUSTOMER).what()).contains("rule_block");
    ImportRecord running = accepted(accepted(lit, new Acknowledge(), TEAM), new Start(), CUSTOMER);
    assertThat(running.state()).isEqualTo(ImportState.RUNNING);
  }

  @Test
  void aYesToAnotherPlanIsKeptAsThePlan() {
    ImportRecord submitted = in(ImportState.SUBMITTED);
    JsonBytes slower = JsonBytes.of("{\"peak_per_second\":500}");
    GreenLight light = lightOf(submitted, submitted.request().orElseThrow().withPlan(slower));
    ImportRecord lit = accepted(submitted, light, TEAM);
    assertThat(lit.request().orElseThrow().plan()).isEqualTo(slower);
  }

  private static GreenLight lightOf(ImportRecord record, ImportRequest agreed) {
    GreenLight.Basis basis =
        new GreenLight.Basis(
            record.request().orElseThrow(), record.answers(), record.firstYes(), agreed);
    return new GreenLight("looked at", TERMS, Optional.of(basis), Map.of(), Eyes.TWO);
  }

  @Test
  void aYesIsToWhatWasLookedAtAndToNothingThatCameMeanwhile() {
    ImportRecord submitted = in(ImportState.SUBMITTED);
    GreenLight light = lightOf(submitted, submitted.request().orElseThrow());
    ImportRecord again =
        accepted(submitted, new Submit(request(finding(Finding.Level.NOTE))), CUSTOMER);
    assertThat(refused(again, light, TEAM).what()).contains("changed while it was looked at");
    ImportRecord answered = accepted(submitted, new Answer(ANSWERS, List.of(), "a"), CUSTOMER);
    assertThat(refused(answered, light, TEAM).next()).contains("decide again");
    accepted(submitted, light, TEAM);
  }

  @Test
  void whatTimeBroughtUpBlocksAYes() {
    ImportRecord submitted = in(ImportState.SUBMITTED);
    ImportRequest now =
        submitted.request().orElseThrow().withFindings(List.of(finding(Finding.Level.BLOCK)));
    assertThat(refused(submitted, lightOf(submitted, now), TEAM).what()).contains("rule_block");
  }

  @Test
  void whatWasLetPassWasLetPassForOneYes() {
    ImportRecord blocked = after(new Submit(request(finding(Finding.Level.BLOCK))));
    ImportRecord lit = accepted(blocked, overriding("rule_block", "agreed"), TEAM);
    ImportRecord revoked = accepted(lit, new Revoke("not today"), TEAM);
    assertThat(refused(revoked, new GreenLight("again", TERMS), TEAM).what())
        .contains("rule_block");
  }

  @Test
  void anAnswerStaysWhateverBecomesOfTheRequest() {
    Finding warn = finding(Finding.Level.WARN);
    ImportRecord answered =
        accepted(
            in(ImportState.SUBMITTED), new Answer(ANSWERS, List.of(warn), "answers"), CUSTOMER);
    assertThat(answered.state()).isEqualTo(ImportState.SUBMITTED);
    assertThat(answered.findings()).containsExactly(warn);
    ImportRecord again = accepted(answered, new Submit(request()), CUSTOMER);
    assertThat(again.answers()).isEqualTo(ANSWERS);
    refused(in(ImportState.RUNNING), new Answer(ANSWERS, List.of(), "late"), CUSTOMER);
  }

  @Test
  void whatIsAgreedIsMadeLessWhileItHoldsAndNotMore() {
    ImportRecord running = in(ImportState.RUNNING);
    assertThat(accepted(running, new Amend("live suffers", HALF), TEAM).terms()).contains(HALF);
    assertThat(refused(running, new Amend("me", HALF), CUSTOMER).what()).contains("pipeline team");
    GrantTerms more =
        new GrantTerms(
            TERMS.window(),
            TERMS.envelope(),
            TERMS.batchEvents(),
            TERMS.batchBytes(),
            OptionalDouble.of(2_000));
    assertThat(refused(running, new Amend("hurry", more), TEAM).what()).contains("2,000", "1,000");
    GrantTerms over =
        new GrantTerms(
            new Window(TERMS.window().from(), NOON),
            TERMS.envelope(),
            TERMS.batchEvents(),
            TERMS.batchBytes());
    assertThat(refused(running, new Amend("enough", over), TEAM).next()).contains("revoke");
  }

  @Test
  void theAuditOfAnAmendmentSaysWhatChanged() {
    Decision decision =
        ImportLifecycle.decide(
            in(ImportState.RUNNING), new Amend("live suffers", HALF), TEAM, NOON);
    assertThat(((Decision.Accepted) decision).audit().why())
        .isEqualTo("at most 500 events/s: live suffers");
  }

  @Test
  void askingAgainReplacesWhatBlocked() {
    ImportRecord blocked = after(new Submit(request(finding(Finding.Level.BLOCK))));
    ImportRecord mended = accepted(blocked, new Submit(request()), CUSTOMER);
    assertThat(accepted(mended, new GreenLight("fine", TERMS), TEAM).terms()).contains(TERMS);
  }

  @Test
  void nothingStartsOutsideItsWindow() {
    ImportRecord greenLit = in(ImportState.GREEN_LIT);
    Instant from = TERMS.window().from();
    Instant to = TERMS.window().to();

    assertThat(ImportLifecycle.decide(greenLit, new Start(), CUSTOMER, from.minusNanos(1)))
        .asInstanceOf(type(Decision.Refused.class))
        .extracting(Decision.Refused::next)
        .asString()
        .contains(from.toString());
    assertThat(ImportLifecycle.decide(greenLit, new Start(), CUSTOMER, from))
        .isInstanceOf(Decision.Accepted.class);
    assertThat(ImportLifecycle.decide(greenLit, new Start(), CUSTOMER, to.minusNanos(1)))
        .isInstanceOf(Decision.Accepted.class);
    assertThat(ImportLifecycle.decide(greenLit, new Start(), CUSTOMER, to))
        .isInstanceOf(Decision.Refused.class);
    assertThat(ImportLifecycle.decide(in(ImportState.PAUSED), new Resume(), CUSTOMER, to))
        .isInstanceOf(Decision.Refused.class);
  }

  @Test
  void startingWhatRunsAlreadyGoesOnAndSaysSo() {
    ImportRecord running = in(ImportState.RUNNING);
    Instant later = NOON.plus(Duration.ofMinutes(5));
    Decision decision = ImportLifecycle.decide(running, new Start(), CUSTOMER, later);

    assertThat(decision).isInstanceOf(Decision.Accepted.class);
    Decision.Accepted accepted = (Decision.Accepted) decision;
    assertThat(accepted.audit().why()).contains("ended without saying so");
    ImportRecord after = ImportLifecycle.apply(running, accepted.change());
    assertThat(after.timing().startedAt()).as("the first start is kept").contains(NOON);
  }

  @Test
  void aPauseOfTheTeamIsLiftedByTheTeam() {
    ImportRecord paused = accepted(in(ImportState.RUNNING), new Pause("live traffic"), TEAM);
    assertThat(refused(paused, new Resume(), CUSTOMER).what()).contains("live traffic");

    ImportRecord pausedTwice = accepted(paused, new Pause("got a 403"), CUSTOMER);
    refused(pausedTwice, new Resume(), CUSTOMER);
    ImportRecord resumed = accepted(pausedTwice, new Resume(), TEAM);
    assertThat(resumed.state()).isEqualTo(ImportState.RUNNING);
    assertThat(resumed.hold()).isEmpty();
  }

  @Test
  void anImporterLiftsItsOwnPauseAndThePipelines() {
    ImportRecord running = in(ImportState.RUNNING);
    for (Actor by : List.of(CUSTOMER, Actor.pipeline("disk guard"))) {
      accepted(accepted(running, new Pause("disk"), by), new Resume(), CUSTOMER);
    }
  }

  @Test
  void aTruncatedExportNeverEndsVerified() {
    ImportRecord incomplete = in(ImportState.INCOMPLETE);
    RecordVerification good = new RecordVerification(true, PROOF);
    RecordVerification bad = new RecordVerification(false, PROOF);

    assertThat(accepted(incomplete, good, TEAM).state()).isEqualTo(ImportState.INCOMPLETE);
    ImportRecord differs = accepted(incomplete, bad, TEAM);
    assertThat(differs.state()).isEqualTo(ImportState.COMPLETED);
    assertThat(accepted(differs, good, TEAM).state()).isEqualTo(ImportState.INCOMPLETE);
  }

  @Test
  void aDifferenceFoundLaterTakesTheNameVerifiedAway() {
    JsonBytes bad = JsonBytes.of("{\"verified\":false}");
    ImportRecord verified = in(ImportState.VERIFIED);
    ImportRecord differs = accepted(verified, new RecordVerification(false, bad), CUSTOMER);
    assertThat(differs.state()).isEqualTo(ImportState.COMPLETED);
    assertThat(differs.verification()).contains(bad);
  }

  @Test
  void termsLastAsLongAsTheGreenLight() {
    Set<ImportState> withTerms = new HashSet<>();
    for (ImportState state : ImportState.values()) {
      if (in(state).terms().isPresent()) {
        withTerms.add(state);
      }
    }
    assertThat(withTerms)
        .containsExactlyInAnyOrder(
            ImportState.GREEN_LIT,
            ImportState.RUNNING,
            ImportState.PAUSED,
            ImportState.COMPLETED,
            ImportState.VERIFIED,
            ImportState.INCOMPLETE);
    assertThat(accepted(in(ImportState.RUNNING), new Revoke("stop"), TEAM).terms()).isEmpty();
  }

  @Test
  void theAuditSaysWhoWhenWhyAndWhatTheySaw() {
    ImportRecord submitted =
        after(new Submit(request(finding(Finding.Level.WARN), finding(Finding.Level.NOTE))));
    Decision decision =
        ImportLifecycle.decide(submitted, new GreenLight("it fits", TERMS), TEAM, NOON);
    assertThat(((Decision.Accepted) decision).audit())
        .isEqualTo(
            new AuditEntry(
                submitted.project(),
                Subject.ofImport(7),
                NOON,
                TEAM,
                "green_light",
                "submitted",
                "green_lit",
                "it fits",
                "warn rule_warn, note rule_note",
                Evidence.of(submitted)));
  }

  @Test
  void whateverIsAskedAnImportStaysConsistent() {
    long seed = Long.getLong("seed", new Random().nextLong());
    System.out.println("ImportLifecycleTest -Dseed=" + seed);
    Random random = new Random(seed);
    ImportRecord record = ImportRecord.draft(1, newImport("m", "d1"), NOON);
    for (int i = 0; i < 20_000; i++) {
      Command command = COMMANDS.get(random.nextInt(COMMANDS.size()));
      Actor by = random.nextBoolean() ? TEAM : CUSTOMER;
      if (ImportLifecycle.decide(record, command, by, NOON)
          instanceof Decision.Accepted(Change change, AuditEntry audit)) {
        ImportRecord after = ImportLifecycle.apply(record, change);
        assertThat(audit.from()).isEqualTo(record.state().key());
        assertThat(audit.to()).isEqualTo(after.state().key());
        assertThat(after.hold().isPresent()).isEqualTo(after.state() == ImportState.PAUSED);
        assertThat(Grant.of(after, new GrantToken(1, "s")).isPresent())
            .isEqualTo(after.terms().isPresent());
        assertThat(after.state().bringsEvents()).isEqualTo(after.terms().isPresent());
        record =
            after.state() == ImportState.VERIFIED
                ? ImportRecord.draft(1, newImport("m", "d1"), NOON)
                : after;
      }
    }
  }
}
