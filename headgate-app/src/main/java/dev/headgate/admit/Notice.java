package dev.headgate.admit;

import dev.headgate.assess.Amounts;
import dev.headgate.assess.DisplayText;
import dev.headgate.calendar.Slot;
import dev.headgate.plan.ImportPlan;
import dev.headgate.plan.SimulatedRun;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// What the customer is told of a green light: what was agreed, what may go wrong, what to do on
/// the day, whom to call. Pages, terminals and JSON show the same sentences.
///
/// @param rules whose findings the customer must say that they know of; the import does not start
///   before. Empty where there are none
/// @param spreadIds whose events lie on several partitions, and so are not worked on in their order
public record Notice(
    int importNumber,
    String project,
    List<String> rules,
    Optional<Acknowledgement> acknowledgement,
    List<String> spreadIds,
    List<Part> parts) {

  /// A part of it.
  ///
  /// @param about `agreed`, `may_go_wrong`, `on_the_day` or `whom_to_call`
  public record Part(String about, String title, List<String> sentences) {
    public Part {
      sentences = List.copyOf(sentences);
    }
  }

  /// What is not in the import's record.
  ///
  /// @param project its name
  /// @param decision the entry of the green light in the audit
  /// @param duties who of the pipeline team is on duty then; empty when it is over
  public record Context(String project, Optional<TrailEntry> decision, List<Slot.Duty> duties) {
    public Context {
      duties = List.copyOf(duties);
    }
  }

  public Notice {
    rules = List.copyOf(rules);
    spreadIds = List.copyOf(spreadIds);
    parts = List.copyOf(parts);
  }

  /// Of an import that has its green light.
  ///
  /// @param terms of the record
  /// @param plan that was agreed to
  public static Notice of(ImportRecord record, GrantTerms terms, ImportPlan plan, Context context) {
    List<String> spread =
        plan.hotIds().stream().map(hot -> DisplayText.visible(hot.distinctId())).toList();
    return new Notice(
        record.number(),
        context.project(),
        record.findings().stream()
            .filter(Finding::mustBeAcknowledged)
            .map(Finding::rule)
            .distinct()
            .toList(),
        record.acknowledgement(),
        spread,
        List.of(
            new Part("agreed", "What is agreed", agreed(record, terms, plan, context)),
            new Part("may_go_wrong", "What may go wrong", risks(record, plan, spread)),
            new Part("on_the_day", "What to do on the day", steps(record, terms)),
            new Part("whom_to_call", "Whom to call", people(record, context))));
  }

  private static List<String> agreed(
      ImportRecord record, GrantTerms terms, ImportPlan plan, Context context) {
    ZoneId zone = record.answers().zone();
    List<String> lines = new ArrayList<>();
    lines.add(
        Amounts.count(plan.events(), "event")
            + " of "
            + sources(record.facts().sources())
            + " come in between "
            + InZone.both(terms.window().from(), zone)
            + " and "
            + InZone.both(terms.window().to(), zone)
            + ".");
    lines.add(
        "At most "
            + rate(terms.mostPerSecond().orElse(terms.envelope().peakPerSecond()))
            + (terms.mostPerSecond().isPresent() ? ", by amendment" : " at the peak")
            + ", in requests of up to "
            + Amounts.count(terms.batchEvents(), "event")
            + ". The pipeline holds the import to both.");
    (terms.mostPerSecond().isPresent()
            ? Optional.of(amended(plan, terms.mostPerSecond().getAsDouble()))
            : length(plan))
        .ifPresent(lines::add);
    List<String> apps = record.apps().names();
    lines.add(
        apps.isEmpty()
            ? "No app changes its events."
            : "Its events go through " + String.join(", ", apps) + ".");
    context
        .decision()
        .ifPresent(entry ->
            lines.add(
                "Green light by "
                    + DisplayText.visible(entry.actor())
                    + ", "
                    + InZone.both(entry.at(), zone)
                    + (entry.why().isBlank() ? "." : ": " + ended(entry.why()))));
    return lines;
  }

  private static String amended(ImportPlan plan, double mostPerSecond) {
    return "At that rate all of it takes %s at least."
        .formatted(Amounts.duration(plan.events() / mostPerSecond));
  }

  private static String sources(List<String> sources) {
    return switch (sources.size()) {
      case 0 -> "the export";
      case 1 -> {
        String path = sources.getFirst();
        yield DisplayText.visible(path.substring(path.lastIndexOf('/') + 1));
      }
      default -> Amounts.count(sources.size(), "file");
    };
  }

  private static Optional<String> length(ImportPlan plan) {
    SimulatedRun run = plan.simulation();
    if (!run.exists() || !run.ends()) {
      return Optional.empty();
    }
    String low = Amounts.duration(run.finishSeconds().low());
    String high = Amounts.duration(run.finishSeconds().high());
    return Optional.of(
        "By simulation it takes "
            + Amounts.duration(run.finishSeconds().likely())
            + (low.equals(high) ? "." : " (" + low + " to " + high + ")."));
  }

  private static List<String> risks(ImportRecord record, ImportPlan plan, List<String> spread) {
    List<String> lines = new ArrayList<>();
    for (Finding finding : record.findings()) {
      if (finding.level() != Finding.Level.NOTE) {
        lines.add(risk(finding));
      }
    }
    lines.add(
        "When live traffic suffers, the pipeline slows imports: it then ends later, and loses nothing.");
    if (!plan.simulation().ends()) {
      lines.add("By simulation it does not end, for other traffic takes what the pipeline has.");
    }
    lines.add(
        spread.isEmpty()
            ? "No id is so frequent that its events would have to be spread over partitions."
            : "The events of "
                + (spread.size() == 1 ? "this id lie" : "these ids lie")
                + " on several partitions, and are not worked on in their order: "
                + String.join(", ", spread)
                + ".");
    lines.add(
        "No merge is at risk: who is who is computed from all facts by the time of their events,"
            + " in whatever order they arrive.");
    return lines;
  }

  private static String risk(Finding finding) {
    String found =
        finding.rule().replace('_', ' ')
            + ": "
            + ended(DisplayText.visible(finding.evidence()))
            + (finding.resolve().isBlank()
                ? ""
                : " What helps: " + ended(DisplayText.visible(finding.resolve())));
    return finding
        .overridden()
        .map(who ->
            found
                + " "
                + DisplayText.visible(who.by())
                + " let it pass: "
                + ended(DisplayText.visible(who.why())))
        .orElse(found);
  }

  private static List<String> steps(ImportRecord record, GrantTerms terms) {
    List<String> lines = new ArrayList<>();
    if (!record.toAcknowledge().isEmpty()) {
      lines.add(
          "Before anything else: acknowledge this notice, on the import's page or by headgate request"
              + " --import "
              + record.number()
              + " --acknowledge.");
    }
    lines.add(
        "From "
            + InZone.both(terms.window().from(), record.answers().zone())
            + " on run the same import again; with --wait it may be started before.");
    lines.add(
        "If it stops, for whatever reason, run it again: it goes on where it was, and nothing comes"
            + " twice.");
    lines.add(
        "Records that are refused stand in rejects.jsonl with the reason. Mended, they are added by"
            + " importing again.");
    lines.add("It is done when it says verified: then what was read is what is stored.");
    return lines;
  }

  private static List<String> people(ImportRecord record, Context context) {
    List<String> lines = new ArrayList<>();
    for (Slot.Duty duty : context.duties()) {
      lines.add(
          "The pipeline team: "
              + DisplayText.visible(duty.team())
              + ", in "
              + duty.zone()
              + (duty.people().isEmpty()
                  ? "; the calendar says of nobody that they are on duty."
                  : "; on duty: " + DisplayText.visible(String.join(", ", duty.people())) + "."));
    }
    if (context.duties().isEmpty()) {
      lines.add("The pipeline team.");
    }
    for (Question question : List.of(Question.CONTACT, Question.SECOND_CONTACT)) {
      record
          .answers()
          .text(question)
          .ifPresent(who ->
              lines.add(
                  (question == Question.CONTACT ? "The customer: " : "Else: ")
                      + ended(DisplayText.visible(who))));
    }
    return lines;
  }

  private static String rate(double perSecond) {
    return String.format(Locale.ROOT, "%,d events a second", Math.round(perSecond));
  }

  private static String ended(String sentence) {
    String text = sentence.strip();
    return text.endsWith(".") || text.endsWith("?") || text.endsWith("!") ? text : text + ".";
  }
}
