package dev.headgate.admit;

import static dev.headgate.admit.Requests.CUSTOMER;
import static dev.headgate.admit.Requests.NOON;
import static dev.headgate.admit.Requests.TEAM;
import static dev.headgate.admit.Requests.TERMS;
import static dev.headgate.admit.Requests.finding;
import static dev.headgate.admit.Requests.newImport;
import static dev.headgate.admit.Requests.request;
import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.admit.Command.Amend;
import dev.headgate.admit.Command.Answer;
import dev.headgate.admit.Command.Cancel;
import dev.headgate.admit.Command.Decline;
import dev.headgate.admit.Command.GreenLight;
import dev.headgate.admit.Command.RequestChanges;
import dev.headgate.admit.Command.Revoke;
import dev.headgate.admit.Command.Start;
import dev.headgate.admit.Command.Submit;
import dev.headgate.event.JsonBytes;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The green light where it takes two people.
class FourEyesTest {
  private static final Actor ADA = Actor.member("Ada");
  private static final Actor GRACE = Actor.member("Grace");
  private static final GivenAnswers ANSWERS = new GivenAnswers(Map.of(Question.CONTACT, "Alan"));
  private static final GrantTerms SLOWER =
      new GrantTerms(TERMS.window(), TERMS.envelope(), 100, TERMS.batchBytes());

  private static ImportRecord submitted(Finding... findings) {
    return done(
        ImportRecord.draft(7, newImport("m", "d1"), NOON), new Submit(request(findings)), CUSTOMER);
  }

  private static ImportRecord saidFirst() {
    return done(submitted(), light(submitted(), TERMS), ADA);
  }

  private static ImportRecord lit() {
    return done(saidFirst(), light(saidFirst(), TERMS), GRACE);
  }

  /// What somebody says who looked at this.
  private static GreenLight light(ImportRecord seen, GrantTerms terms) {
    return light(seen, terms, Map.of());
  }

  private static GreenLight light(
      ImportRecord seen, GrantTerms terms, Map<String, String> overrides) {
    return light(seen, seen.request().orElseThrow(), terms, overrides);
  }

  private static GreenLight light(
      ImportRecord seen, ImportRequest agreed, GrantTerms terms, Map<String, String> overrides) {
    GreenLight.Basis basis =
        new GreenLight.Basis(seen.request().orElseThrow(), seen.answers(), seen.firstYes(), agreed);
    return new GreenLight("it fits", terms, Optional.of(basis), overrides, Eyes.FOUR);
  }

  private static Decision.Accepted accepted(ImportRecord record, Command command, Actor by) {
    Decision decision = ImportLifecycle.decide(record, command, by, NOON);
    assertThat(decision).isInstanceOf(Decision.Accepted.class);
    return (Decision.Accepted) decision;
  }

  private static ImportRecord done(ImportRecord record, Command command, Actor by) {
    return ImportLifecycle.apply(record, accepted(record, command, by).change());
  }

  private static Decision.Refused refused(ImportRecord record, Command command, Actor by) {
    Decision decision = ImportLifecycle.decide(record, command, by, NOON);
    assertThat(decision).isInstanceOf(Decision.Refused.class);
    return (Decision.Refused) decision;
  }

  @Test
  void theFirstYesIsKeptAndGrantsNothing() {
    ImportRecord first = saidFirst();
    assertThat(first.state()).isEqualTo(ImportState.SUBMITTED);
    assertThat(first.terms()).isEmpty();
    assertThat(Grant.of(first, new GrantToken(7, "s"))).isEmpty();
    FirstYes yes = first.firstYes().orElseThrow();
    assertThat(yes.by()).isEqualTo("Ada");
    assertThat(yes.at()).isEqualTo(NOON);
    assertThat(yes.why()).isEqualTo("it fits");
    assertThat(yes.terms()).isEqualTo(TERMS);
    assertThat(yes.agreed()).isEqualTo(request());
    assertThat(yes.restsOn()).isEqualTo(Evidence.digest(Evidence.of(submitted()).orElseThrow()));
    assertThat(first.next()).contains("second yes");
    refused(first, new Start(), CUSTOMER);
  }

  @Test
  void theSecondYesIsTheGreenLightAndTheFirstStaysBesideIt() {
    ImportRecord lit = lit();
    assertThat(lit.state()).isEqualTo(ImportState.GREEN_LIT);
    assertThat(lit.terms()).contains(TERMS);
    assertThat(lit.firstYes()).isEqualTo(saidFirst().firstYes());
    assertThat(done(lit, new Start(), CUSTOMER).firstYes()).isPresent();
  }

  @Test
  void theAuditHasBothAndWhatEachSaidYesTo() {
    AuditEntry first = accepted(submitted(), light(submitted(), TERMS), ADA).audit();
    assertThat(first.step()).isEqualTo("first_yes");
    assertThat(first.from() + first.to()).isEqualTo("submittedsubmitted");
    assertThat(first.why())
        .isEqualTo(
            "from 2026-11-23T11:00:00Z to 2026-11-23T13:00:00Z, at most 1,000 events/s in requests of"
                + " up to 500: it fits");
    AuditEntry second = accepted(saidFirst(), light(saidFirst(), TERMS), GRACE).audit();
    assertThat(second.step()).isEqualTo("green_light");
    assertThat(second.by()).isEqualTo(GRACE);
    assertThat(second.to()).isEqualTo("green_lit");
    assertThat(second.why()).isEqualTo("confirms the yes of Ada (it fits): it fits");
    assertThat(second.evidence()).as("the same").isEqualTo(first.evidence());
  }

  @Test
  void onePersonIsNotTwoHoweverTheirNameIsTyped() {
    for (String name : List.of("Ada", "ada", "ＡＤＡ ")) {
      Decision.Refused refusal =
          refused(saidFirst(), light(saidFirst(), TERMS), Actor.member(name));
      assertThat(refusal.what()).contains("Ada has said yes to import 7 already");
      assertThat(refusal.next()).contains("another member", "headgate decide green-light 7");
    }
    refused(saidFirst(), light(saidFirst(), SLOWER), ADA);
  }

  @Test
  void theSharedKeySaysNeitherYesAndAllTheRest() {
    for (ImportRecord record : List.of(submitted(), saidFirst())) {
      Decision.Refused refusal = refused(record, light(record, TERMS), TEAM);
      assertThat(refusal.what()).contains("two members", "does not say who you are");
      assertThat(refusal.next()).contains("--key KEY", "headgate team add");
      done(record, new RequestChanges("less"), TEAM);
      done(record, new Decline("no"), TEAM);
    }
    refused(submitted(), light(submitted(), TERMS), CUSTOMER);
    done(lit(), new Revoke("not today"), TEAM);
  }

  @Test
  void withoutTheOptionOneYesIsEnoughAndNoFirstYesCounts() {
    GreenLight light = new GreenLight("fits", TERMS);
    ImportRecord lit = done(submitted(), light, TEAM);
    assertThat(lit.state()).isEqualTo(ImportState.GREEN_LIT);
    ImportRecord left = done(saidFirst(), light, ADA);
    assertThat(left.state()).isEqualTo(ImportState.GREEN_LIT);
    assertThat(left.firstYes()).isEmpty();
  }

  @Test
  void aYesOnOtherTermsIsANewFirstYes() {
    Decision.Accepted other = accepted(saidFirst(), light(saidFirst(), SLOWER), GRACE);
    assertThat(other.audit().step()).isEqualTo("first_yes");
    assertThat(other.audit().why()).startsWith("in place of the yes of Ada, from ");
    ImportRecord replaced = ImportLifecycle.apply(saidFirst(), other.change());
    assertThat(replaced.state()).isEqualTo(ImportState.SUBMITTED);
    assertThat(replaced.firstYes().orElseThrow().by()).isEqualTo("Grace");
    refused(replaced, light(replaced, SLOWER), GRACE);
    ImportRecord lit = done(replaced, light(replaced, SLOWER), ADA);
    assertThat(lit.terms()).contains(SLOWER);
  }

  @Test
  void aYesToAnotherPlanIsANewFirstYes() {
    ImportRequest slower = request().withPlan(JsonBytes.of("{\"events\":1000,\"slower\":true}"));
    ImportRecord first = saidFirst();
    ImportRecord other = done(first, light(first, slower, TERMS, Map.of()), GRACE);
    assertThat(other.firstYes().orElseThrow().agreed()).isEqualTo(slower);
    assertThat(other.request()).as("what was asked for stays").contains(request());
    ImportRecord lit = done(other, light(other, slower, TERMS, Map.of()), ADA);
    assertThat(lit.request()).contains(slower);
  }

  static List<Command> whatDropsIt() {
    return List.of(
        new Submit(request(finding(Finding.Level.NOTE))),
        new Answer(ANSWERS, List.of(), "answers: contact"),
        new RequestChanges("less"),
        new Decline("no"),
        new Cancel("never mind"));
  }

  @ParameterizedTest
  @MethodSource("whatDropsIt")
  void whatChangesTheRequestOrEndsItDropsTheFirstYes(Command command) {
    assertThat(done(saidFirst(), command, TEAM).firstYes()).isEmpty();
  }

  @Test
  void theSameRequestAndTheSameAnswersChangeNothing() {
    for (Command same :
        List.of(new Submit(request()), new Answer(GivenAnswers.NONE, List.of(), "answers: "))) {
      ImportRecord again = done(saidFirst(), same, CUSTOMER);
      assertThat(done(again, light(again, TERMS), GRACE).state()).isEqualTo(ImportState.GREEN_LIT);
    }
  }

  @Test
  void whatWasTakenBackNeedsTwoPeopleAgain() {
    ImportRecord revoked = done(lit(), new Revoke("not today"), TEAM);
    assertThat(revoked.firstYes()).isEmpty();
    assertThat(done(revoked, light(revoked, TERMS), GRACE).state())
        .isEqualTo(ImportState.SUBMITTED);
  }

  @Test
  void ofTwoWhoLookedAtTheSameOneIsFirst() {
    Actor alan = Actor.member("Alan");
    ImportRecord first = saidFirst();
    assertThat(refused(first, light(submitted(), TERMS), GRACE).what())
        .contains("changed while it was looked at");
    ImportRecord lit = done(first, light(first, TERMS), GRACE);
    assertThat(refused(lit, light(first, TERMS), alan).what()).contains("green_lit");
    ImportRecord replaced = done(first, light(first, SLOWER), GRACE);
    assertThat(refused(replaced, light(first, TERMS), alan).next()).contains("decide again");
  }

  @Test
  void aYesIsNotConfirmedToWhatItDoesNotRestOn() {
    ImportRecord first = saidFirst();
    FirstYes yes = first.firstYes().orElseThrow();
    ImportRecord altered =
        first.withFirstYes(
            Optional.of(
                new FirstYes(
                    yes.by(), yes.at(), yes.why(), yes.terms(), yes.agreed(), "0".repeat(64))));
    Decision.Refused refusal = refused(altered, light(altered, TERMS), GRACE);
    assertThat(refusal.what()).contains("what Ada said yes to is not what import 7 is now");
    assertThat(done(altered, light(altered, SLOWER), GRACE).firstYes().orElseThrow().by())
        .isEqualTo("Grace");
  }

  @Test
  void whatTheFirstLetsPassTheSecondConfirms() {
    Map<String, String> passing = Map.of("rule_block", "agreed by mail");
    ImportRecord blocked = submitted(finding(Finding.Level.BLOCK));
    refused(blocked, light(blocked, TERMS), ADA);
    Decision.Accepted said = accepted(blocked, light(blocked, TERMS, passing), ADA);
    assertThat(said.audit().saw()).isEqualTo("block rule_block (overridden)");
    ImportRecord first = ImportLifecycle.apply(blocked, said.change());
    assertThat(Finding.anyBlocks(first.findings())).as("it passes for that yes only").isTrue();
    assertThat(first.firstYes().orElseThrow().overrides()).isEqualTo(passing);

    refused(first, light(first, TERMS), GRACE);
    ImportRecord lit = done(first, light(first, TERMS, passing), GRACE);
    assertThat(lit.findings().getFirst().overridden())
        .contains(new Finding.Overridden("Ada", "agreed by mail"));
  }

  @Test
  void toLetMorePassIsANewFirstYesAndWhatTimeResolvedNeedNotPass() {
    Map<String, String> passing = Map.of("rule_block", "agreed by mail");
    ImportRecord blocked = submitted(finding(Finding.Level.BLOCK));
    ImportRecord first = done(blocked, light(blocked, TERMS, passing), ADA);
    Map<String, String> otherwise = Map.of("rule_block", "agreed by phone");
    assertThat(done(first, light(first, TERMS, otherwise), GRACE).firstYes().orElseThrow().by())
        .isEqualTo("Grace");
    GreenLight resolved = light(first, request(), TERMS, Map.of());
    assertThat(done(first, resolved, GRACE).state()).isEqualTo(ImportState.GREEN_LIT);
  }

  @Test
  void whatTimeBroughtUpBlocksTheSecondYesToo() {
    ImportRecord first = saidFirst();
    ImportRequest now = request(finding(Finding.Level.BLOCK));
    assertThat(refused(first, light(first, now, TERMS, Map.of()), GRACE).what())
        .contains("rule_block");
  }

  @Test
  void onePersonAmendsWithinWhatTwoAgreedTo() {
    Window agreed = TERMS.window();
    Instant later = agreed.to().plus(Duration.ofMinutes(1));
    Instant sooner = agreed.to().minus(Duration.ofMinutes(1));
    ImportRecord shorter =
        done(lit(), amend(new Window(agreed.from(), sooner), OptionalDouble.of(500)), TEAM);
    done(shorter, amend(agreed, OptionalDouble.empty()), TEAM);
    for (Window window :
        List.of(
            new Window(agreed.from(), later),
            new Window(agreed.from().minusSeconds(1), agreed.to()))) {
      assertThat(refused(shorter, amend(window, OptionalDouble.empty()), ADA).what())
          .contains("two people agreed", agreed.to().toString());
    }
    ImportRecord byOne = done(submitted(), new GreenLight("fits", TERMS), TEAM);
    done(byOne, amend(new Window(agreed.from(), later), OptionalDouble.empty()), TEAM);
  }

  private static Amend amend(Window window, OptionalDouble most) {
    return new Amend(
        "why",
        new GrantTerms(window, TERMS.envelope(), TERMS.batchEvents(), TERMS.batchBytes(), most));
  }
}
