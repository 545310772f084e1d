package dev.headgate.console.pages;

import dev.headgate.admit.Actor;
import dev.headgate.admit.AppChoice;
import dev.headgate.admit.Finding;
import dev.headgate.admit.FirstYes;
import dev.headgate.admit.GivenAnswers;
import dev.headgate.admit.GrantTerms;
import dev.headgate.admit.Hold;
import dev.headgate.admit.ImportRecord;
import dev.headgate.admit.ImportRequest;
import dev.headgate.admit.ImportState;
import dev.headgate.admit.Project;
import dev.headgate.admit.Requests;
import dev.headgate.admit.TeamMember;
import dev.headgate.admit.Timing;
import dev.headgate.console.KnownKeys;
import dev.headgate.event.JsonBytes;
import dev.headgate.event.ProjectId;
import dev.headgate.event.ProjectToken;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Who looks at pages in tests, and what at.
final class PagesUnderTest {
  private static final Set<ImportState> GRANTED =
      EnumSet.of(
          ImportState.GREEN_LIT,
          ImportState.RUNNING,
          ImportState.PAUSED,
          ImportState.COMPLETED,
          ImportState.VERIFIED,
          ImportState.INCOMPLETE);

  static final Session TEAM =
      new Session(
          Requests.TEAM,
          new KnownKeys.Holder(Actor.Role.PIPELINE_TEAM, Optional.empty(), Optional.empty()),
          "token",
          Requests.NOON);

  static final Session MEMBER = member("Linus");

  static final Session CUSTOMER =
      new Session(
          Requests.CUSTOMER,
          new KnownKeys.Holder(
              Actor.Role.CUSTOMER,
              Optional.of(
                  new Project(
                      ProjectId.DEFAULT,
                      "default",
                      new ProjectToken("phc_test"),
                      "hgc_test",
                      Requests.NOON)),
              Optional.empty()),
          "token",
          Requests.NOON);

  private PagesUnderTest() {}

  static Session member(String name) {
    TeamMember member =
        new TeamMember(1, name, "", Requests.NOON, Requests.TEAM.name(), Optional.empty());
    return new Session(
        Actor.member(name),
        new KnownKeys.Holder(Actor.Role.PIPELINE_TEAM, Optional.empty(), Optional.of(member)),
        "token",
        Requests.NOON);
  }

  /// A submitted import to which somebody said yes.
  static ImportRecord saidFirst(String by, Finding... findings) {
    ImportRecord submitted = record(ImportState.SUBMITTED, Requests.TEAM, findings);
    return new ImportRecord(
        submitted.number(),
        submitted.facts(),
        submitted.createdAt(),
        submitted.state(),
        submitted.answers(),
        submitted.request(),
        submitted
            .request()
            .map(asked -> new FirstYes(by, Requests.NOON, "fits", Requests.TERMS, asked, "d")),
        submitted.terms(),
        submitted.acknowledgement(),
        submitted.hold(),
        submitted.timing(),
        submitted.verification());
  }

  static ImportRecord record(ImportState state, Actor pausedBy, Finding... findings) {
    Optional<GrantTerms> terms =
        GRANTED.contains(state) ? Optional.of(Requests.TERMS) : Optional.empty();
    return new ImportRecord(
        7,
        Requests.newImport("m", "d"),
        Requests.NOON,
        state,
        GivenAnswers.NONE,
        state == ImportState.DRAFT
            ? Optional.empty()
            : Optional.of(
                new ImportRequest(JsonBytes.of("{}"), List.of(findings), false, AppChoice.NONE)),
        Optional.empty(),
        terms,
        Optional.empty(),
        state == ImportState.PAUSED
            ? Optional.of(new Hold(pausedBy, "an incident"))
            : Optional.empty(),
        Timing.NOT_STARTED,
        Optional.empty());
  }
}
