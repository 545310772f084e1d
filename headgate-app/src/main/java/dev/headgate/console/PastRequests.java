package dev.headgate.console;

import dev.headgate.admit.AppVersion;
import dev.headgate.admit.ControlFault;
import dev.headgate.admit.ControlPlane;
import dev.headgate.admit.Finding;
import dev.headgate.admit.ImportRecord;
import dev.headgate.admit.ImportRequest;
import dev.headgate.admit.Policy;
import dev.headgate.admit.Rehearsal;
import dev.headgate.admit.RejectBudget;
import dev.headgate.admit.RequestFacts;
import dev.headgate.admit.Rule;
import dev.headgate.admit.Step;
import dev.headgate.admit.Subject;
import dev.headgate.admit.TrailEntry;
import dev.headgate.apps.AppDefinition;
import dev.headgate.assess.Assessment;
import dev.headgate.json.MalformedJson;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/// Asks the rules as they are now about the requests of before: so that who changes a rule sees
/// what it would have said. Changes nothing.
public final class PastRequests {
  /// Steps at which the rules were asked.
  private static final Set<Step> ASKED = EnumSet.of(Step.SUBMIT, Step.ANSWER, Step.GREEN_LIGHT);

  private final ControlPlane control;
  private final Policy policy;
  private final ProjectApps apps;
  private final ControlDesk.Codec codec;

  /// A request of before, and what the rules would say of it now.
  ///
  /// @param rehearsal as of when they were last asked
  public record Asked(ImportRecord record, Rehearsal rehearsal) {}

  public PastRequests(
      ControlPlane control, Policy policy, ProjectApps apps, ControlDesk.Codec codec) {
    this.control = control;
    this.policy = policy;
    this.apps = apps;
    this.codec = codec;
  }

  /// Names of the rules that cannot be asked again.
  public List<String> leftOut() {
    return policy.rules().stream().filter(rule -> !rule.isOfWhatIsKept()).map(Rule::name).toList();
  }

  /// All of them, by number.
  public List<Asked> all() throws ControlFault, MalformedJson {
    List<Asked> all = new ArrayList<>();
    for (ImportRecord record : control.imports().list()) {
      if (record.request().isPresent()) {
        all.add(new Asked(record, rehearsal(record, record.request().get())));
      }
    }
    return all;
  }

  private Rehearsal rehearsal(ImportRecord record, ImportRequest request)
      throws ControlFault, MalformedJson {
    Assessment assessment = codec.assessment(record.facts().assessment());
    RequestFacts facts =
        new RequestFacts(
            RejectBudget.DEFAULT,
            request.truncationAccepted(),
            List.of(),
            appsOf(record, request),
            record.answers(),
            lastAsked(record));
    List<Finding> now = policy.ofWhatIsKept().check(assessment, codec.plan(request.plan()), facts);
    return Rehearsal.of(request.findings(), now, leftOut());
  }

  private Instant lastAsked(ImportRecord record) throws ControlFault {
    Instant last = record.createdAt();
    for (TrailEntry entry : control.trail().of(Subject.ofImport(record.number()))) {
      if (ASKED.stream().anyMatch(step -> step.key().equals(entry.step()))) {
        last = entry.at();
      }
    }
    return last;
  }

  private RequestFacts.Apps appsOf(ImportRecord record, ImportRequest request) throws ControlFault {
    for (AppVersion version : apps.versions(record.project())) {
      if (version.number() == request.apps().version()) {
        List<AppDefinition> defined = apps.definitions(version);
        List<AppDefinition> chosen =
            defined.stream().filter(app -> request.apps().names().contains(app.name())).toList();
        return new RequestFacts.Apps(version.number(), chosen, defined.size() - chosen.size());
      }
    }
    return RequestFacts.Apps.NONE;
  }
}
