package dev.headgate.assess;

import dev.headgate.assess.Assessment.IdCount;
import dev.headgate.assess.Identities.MergeId;
import dev.headgate.assess.Load.BusyPeriod;
import dev.headgate.assess.Times.OffsetCount;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// What an assessment says in plain words, for every face alike: the questions of a pipeline team,
/// and what else was looked at.
public final class Answers {
  private final Assessment found;
  private final Optional<Proposal> proposal;

  /// A question, or what something is about, and the answer.
  ///
  /// @param onlyPeopleKnow whether it is still to be asked
  public record Answer(String question, String answer, boolean onlyPeopleKnow) {}

  private Answers(Assessment found, Optional<Proposal> proposal) {
    this.found = found;
    this.proposal = proposal;
  }

  /// What a plan proposes.
  ///
  /// @param seconds until the last event is due
  /// @param rampSeconds until the peak is reached
  public record Proposal(
      double startPerSecond,
      double peakPerSecond,
      double rampSeconds,
      double seconds,
      int batchEvents) {}

  /// The questions of a pipeline team before it says yes; what only people know is said to be asked
  /// of them. Empty where there is nothing to import.
  ///
  /// @param proposal of the plan, where it is shown with them
  public static List<Answer> toThePipelineTeam(Assessment assessment, Optional<Proposal> proposal) {
    return assessment.events() == 0 ? List.of() : new Answers(assessment, proposal).questions();
  }

  /// What else was looked at. Empty where there is nothing to import.
  public static List<Answer> lookedAtMoreClosely(Assessment assessment) {
    return assessment.events() == 0 || assessment.load().busiest().isEmpty()
        ? List.of()
        : new Answers(assessment, Optional.empty()).details();
  }

  private List<Answer> questions() {
    return List.of(
        toAsk("Committed, or a trial?", "Only people know: the request asks you."),
        toAsk(
            "When?",
            "Only people know: the request asks you for a window, best in the team's hours."),
        answer("Batches", batches()),
        answer("Events per id", eventsPerId()),
        answer("Event types", Amounts.count(found.eventTypeCount(), "type") + ". " + merges()),
        toAsk("Apps", "Only people know which transformations will run: the request asks you."),
        answer(
            "Peak and duration",
            peak()
                + " At 1,000 events/s it takes "
                + Amounts.duration(found.events() / 1e3)
                + ", at 10,000 "
                + Amounts.duration(found.events() / 1e4)
                + ", at 100,000 "
                + Amounts.duration(found.events() / 1e5)
                + "."),
        answer("Ramp-up", ramp()));
  }

  private String peak() {
    return proposal
        .map(plan ->
            "The plan proposes up to "
                + perSecond(plan.peakPerSecond())
                + ": the last event is due after "
                + Amounts.duration(plan.seconds())
                + ".")
        .orElse("The plan proposes a peak.");
  }

  private String ramp() {
    return proposal
            .map(plan ->
                "The plan proposes one, from "
                    + perSecond(plan.startPerSecond())
                    + " to the peak in "
                    + Amounts.duration(plan.rampSeconds()))
            .orElse(
                "The plan proposes one, from a tenth of the peak to the peak over the first tenth of"
                    + " the time")
        + "; ask for a gentler one if you like.";
  }

  private static String perSecond(double rate) {
    return Amounts.count(Math.round(rate)) + " events/s";
  }

  private static Answer answer(String question, String answer) {
    return new Answer(question, answer, false);
  }

  private static Answer toAsk(String question, String answer) {
    return new Answer(question, answer, true);
  }

  private String batches() {
    int most = proposal.map(Proposal::batchEvents).orElse(1_000);
    long requests = Math.ceilDiv(found.events(), (long) most);
    long averageBytes = Math.round((double) found.eventBytes() / found.events());
    return "Many events a request: "
        + Amounts.count(most)
        + " of these are about "
        + Amounts.bytes(most * averageBytes)
        + ", "
        + Amounts.count(requests, "request")
        + " in all.";
  }

  private String eventsPerId() {
    if (found.topDistinctIds().isEmpty()) {
      return "none";
    }
    IdCount largest = found.topDistinctIds().getFirst();
    double top = found.topDistinctIds().stream().mapToDouble(IdCount::share).sum();
    return "The largest has "
        + Amounts.percent(largest.share())
        + " of all events"
        + (found.topDistinctIds().size() < 2
            ? "."
            : ", the top "
                + found.topDistinctIds().size()
                + " together "
                + Amounts.percent(Math.min(1, top))
                + ". One that is too large for a partition uses several, as the plan says.");
  }

  private String merges() {
    if (found.merges().total() == 0) {
      return "No event asks for a merge of ids.";
    }
    return Amounts.count(found.merges().total(), "event")
        + " ("
        + Amounts.percent((double) found.merges().total() / found.events())
        + ") ask for a merge of two ids: "
        + Amounts.count(found.merges().identify())
        + " $identify, "
        + Amounts.count(found.merges().createAlias())
        + " $create_alias, "
        + Amounts.count(found.merges().mergeDangerously())
        + " $merge_dangerously."
        + (found.identityPairs() == 0
            ? ""
            : " Of these "
                + Amounts.count(found.identityPairs())
                + " are implied: a record names a user and a device, and the first that does joins"
                + " the two.");
  }

  private List<Answer> details() {
    List<Answer> details = new ArrayList<>();
    details.add(answer("Cost", cost()));
    details.add(answer("Size of an event", sizes()));
    details.add(answer("Spread over ids", spreadOverIds()));
    details.add(answer("Busiest", busiest()));
    details.add(answer("Order in the files", order()));
    details.add(answer("Times", times()));
    if (!found.identities().mergeIds().isEmpty()) {
      details.add(answer("Most merged id", mostMerged()));
    }
    details.add(answer("Uuids", uuids()));
    details.add(answer("Properties", properties()));
    return details;
  }

  private String cost() {
    Load.Cost cost = found.load().cost();
    return (cost.cpuSeconds() < 1
            ? "Less than 1 s"
            : "About " + Amounts.duration(cost.cpuSeconds()))
        + " of processor time in all, "
        + Math.round(cost.microsPerEvent())
        + " us an event: an estimate from the project's own benchmark of the embedded pipeline.";
  }

  private String sizes() {
    Spread bytes = found.load().bytesPerEvent();
    return "Half of them have at most "
        + Amounts.bytes(bytes.p50())
        + ", 90 % at most "
        + Amounts.bytes(bytes.p90())
        + ", 99 % at most "
        + Amounts.bytes(bytes.p99())
        + ", the largest "
        + Amounts.bytes(bytes.largest())
        + ".";
  }

  private String spreadOverIds() {
    Spread events = found.load().eventsPerId();
    return "Half of the ids have at most "
        + Amounts.count(events.p50(), "event")
        + ", 90 % at most "
        + Amounts.count(events.p90())
        + ", 99 % at most "
        + Amounts.count(events.p99())
        + ", the largest "
        + Amounts.count(events.largest())
        + ".";
  }

  private String busiest() {
    return "The "
        + found.load().busiest().stream()
            .map(Answers::busiest)
            .collect(Collectors.joining(", the "))
        + " (UTC).";
  }

  private static String busiest(BusyPeriod busy) {
    String from = busy.from().substring(0, 10);
    String shown = busy.period().equals("day") ? from : from + " " + busy.from().substring(11, 16);
    return busy.period() + " " + shown + " with " + Amounts.count(busy.events(), "event");
  }

  private String order() {
    Times times = found.times();
    return times.outOfOrder() == 0
        ? "Every file is in the order of its events' times."
        : Amounts.percent(times.outOfOrderShare())
            + " of the events are earlier than the one before them in their file, at most by "
            + Amounts.duration(times.largestStepBackSeconds())
            + times.largestStepBackAt().map(at -> " (" + DisplayText.visible(at) + ")").orElse("")
            + ". Here that changes nothing; where merges depend on the order it does.";
  }

  private String times() {
    double midnight = (double) found.times().midnight() / found.events();
    String said =
        found.times().zoneOffsets().stream()
            .map(OffsetCount::offset)
            .map(offset -> offset.equals("none") ? "no offset (taken for UTC)" : offset)
            .limit(5)
            .collect(Collectors.joining(", "));
    return (found.times().midnight() == 0
            ? "No event is at midnight UTC exactly"
            : Amounts.percent(midnight)
                + " of the events are at midnight UTC exactly"
                + (midnight > 0.5 ? ", as where only the day is known" : ""))
        + ". "
        + (said.isEmpty()
            ? "The times looked at are numbers, or are not written as texts."
            : "The times looked at are written with: " + said + ".");
  }

  private String mostMerged() {
    MergeId most = found.identities().mergeIds().getFirst();
    return DisplayText.visible(most.distinctId())
        + " is merged with "
        + Amounts.count(most.others(), "other")
        + (most.others() >= Identities.MANY_OTHERS
            ? ", which makes one person of them all: "
            : ", ")
        + Amounts.percent(most.share())
        + " of the merges name it. Merges name "
        + Amounts.count(found.identities().mergingIds(), "id")
        + " in all.";
  }

  private String uuids() {
    Identities ids = found.identities();
    if (ids.mostOfOneUuid() == 0) {
      return "No event brings its own; they follow from the records.";
    }
    return ids.duplicatedUuids() == 0
        ? "Every uuid that an event brings is its own."
        : Amounts.count(ids.duplicatedUuids(), "uuid")
            + " are carried by several events, one by "
            + Amounts.count(ids.mostOfOneUuid())
            + ".";
  }

  private String properties() {
    PropertyFindings properties = found.properties();
    String looked =
        properties.sampleShare() >= 1
            ? "Of all events"
            : "Of a sample of "
                + Amounts.count(properties.sampled(), "event")
                + " ("
                + Amounts.percent(properties.sampleShare())
                + ")";
    return looked
        + ": half have at most "
        + Amounts.count(properties.keysPerEvent().p50(), "property")
            .replace("propertys", "properties")
        + ", the most "
        + Amounts.count(properties.keysPerEvent().largest())
        + "; nested at most "
        + properties.nestingDepth().largest()
        + " deep; "
        + Amounts.count(properties.names(), "different name")
        + ", "
        + Amounts.count(properties.typeChangeCount())
        + " of them with values of several types.";
  }
}
