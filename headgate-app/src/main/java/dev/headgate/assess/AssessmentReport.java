package dev.headgate.assess;

import dev.headgate.assess.Answers.Proposal;
import dev.headgate.assess.Assessment.Hazard;
import dev.headgate.assess.Assessment.SourceSummary;
import dev.headgate.assess.PropertyFindings.TypeChange;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// An assessment as people read it in a terminal: what is in the export, what the pipeline team
/// will ask and what the data answers, charts of the days, ids and event types, what was refused,
/// and what is worth knowing. Plain text, no line wider than asked for.
public final class AssessmentReport {
  private static final int LEAST_WIDTH = 60;
  private static final int LABEL_COLUMNS = 22;
  private static final int MOST_FILES = 10;
  private static final int MOST_BARS = 10;

  private final Assessment found;
  private final Optional<Proposal> proposal;
  private final int width;
  private final List<String> lines = new ArrayList<>();

  private AssessmentReport(Assessment found, Optional<Proposal> proposal, int width) {
    this.found = found;
    this.proposal = proposal;
    this.width = Math.max(LEAST_WIDTH, width);
  }

  /// The report's lines.
  ///
  /// @param proposal of the plan, where there is one
  /// @param width columns of the terminal; below 60 it is taken as 60
  public static List<String> lines(Assessment assessment, Optional<Proposal> proposal, int width) {
    AssessmentReport report = new AssessmentReport(assessment, proposal, width);
    report.contents();
    report.files();
    report.answers();
    report.days();
    report.ids();
    report.types();
    report.typeChanges();
    report.refused();
    report.hazards();
    return report.lines;
  }

  private void contents() {
    heading("What is in it");
    item(
        "Events",
        Amounts.count(found.events())
            + " from "
            + Amounts.count(found.records(), "record")
            + " ("
            + Amounts.count(found.lines(), "line")
            + " of "
            + Amounts.count(found.sources().size(), "file")
            + ", format "
            + found.format()
            + ")");
    if (found.noEvent() > 0) {
      item("", Amounts.count(found.noEvent(), "record") + " of kinds that make no event");
    }
    if (found.firstTimestamp().isPresent() && found.lastTimestamp().isPresent()) {
      item(
          "Time",
          moment(found.firstTimestamp().get())
              + " to "
              + moment(found.lastTimestamp().get())
              + " UTC, "
              + Amounts.count(found.days().size(), "day")
              + " with events");
    }
    item("Distinct ids", Amounts.count(found.distinctIds()));
    long contentBytes = sum(found.sources().stream().map(SourceSummary::contentBytes).toList());
    long packedBytes = sum(found.sources().stream().map(SourceSummary::bytes).toList());
    item(
        "Size",
        Amounts.bytes(contentBytes)
            + (packedBytes == contentBytes ? "" : ", " + Amounts.bytes(packedBytes) + " packed")
            + (found.events() == 0
                ? ""
                : "; "
                    + Amounts.bytes(averageBytes())
                    + " an event, the largest record "
                    + Amounts.bytes(found.largestEventBytes())));
    item(
        "Refused",
        found.rejected() == 0
            ? "nothing"
            : Amounts.count(found.rejected(), "record")
                + ", "
                + Amounts.percent((double) found.rejected() / found.records())
                + " of all");
  }

  private static long sum(List<Long> values) {
    return values.stream().mapToLong(Long::longValue).sum();
  }

  private long averageBytes() {
    return Math.round((double) found.eventBytes() / found.events());
  }

  /// `2024-03-01T04:08:31.905Z` without what does not matter to the eye.
  private static String moment(String timestamp) {
    return timestamp.substring(0, 10) + " " + timestamp.substring(11, 19);
  }

  private void files() {
    if (found.sources().size() < 2) {
      return;
    }
    heading("Files");
    int shown = Math.min(MOST_FILES, found.sources().size());
    List<SourceSummary> sources = found.sources().subList(0, shown);
    String most = Amounts.count(sources.stream().mapToLong(SourceSummary::events).max().orElse(0));
    for (SourceSummary source : sources) {
      String tail =
          "  "
              + DisplayText.padLeft(Amounts.count(source.events()), most.length())
              + " events  "
              + source.firstTimestamp().map(first -> "from " + first.substring(0, 10)).orElse("");
      int nameColumns = width - 2 - most.length() - 26;
      String name = DisplayText.fit(DisplayText.visible(source.name()), nameColumns);
      lines.add(("  " + DisplayText.padRight(name, nameColumns) + tail).stripTrailing());
    }
    if (shown < found.sources().size()) {
      lines.add("  and " + Amounts.count(found.sources().size() - shown, "more file"));
    }
  }

  private void answers() {
    heading("What the pipeline team needs to know");
    if (found.events() == 0) {
      paragraph("There is nothing to import.");
      return;
    }
    Answers.toThePipelineTeam(found, proposal)
        .forEach(answer -> item(answer.question(), answer.answer()));
    List<Answers.Answer> more = Answers.lookedAtMoreClosely(found);
    if (!more.isEmpty()) {
      heading("Looked at more closely");
      more.forEach(answer -> item(answer.question(), answer.answer()));
    }
  }

  private void days() {
    List<String> chart = DayChart.lines(found.days(), width);
    if (!chart.isEmpty()) {
      heading(chart.getFirst());
      lines.addAll(chart.subList(1, chart.size()));
      found.days().stream()
          .max(Comparator.comparingLong(Assessment.DayCount::events))
          .filter(_ -> found.days().size() > 1)
          .ifPresent(this::busiestDay);
    }
  }

  private void busiestDay(Assessment.DayCount busiest) {
    double average = (double) found.events() / found.days().size();
    paragraph(
        "The busiest day is "
            + busiest.day()
            + " with "
            + Amounts.count(busiest.events(), "event")
            + String.format(
                Locale.ROOT, ", %.1f times an average day.", busiest.events() / average));
  }

  private void ids() {
    List<BarChart.Row> rows =
        found.topDistinctIds().stream()
            .limit(MOST_BARS)
            .map(id ->
                new BarChart.Row(
                    DisplayText.visible(id.distinctId()), id.events(), Amounts.percent(id.share())))
            .toList();
    chart("Events by distinct id", rows, found.distinctIds(), "id");
  }

  private void types() {
    List<BarChart.Row> rows =
        found.eventTypes().stream()
            .limit(MOST_BARS)
            .map(type ->
                new BarChart.Row(
                    DisplayText.visible(type.event()),
                    type.events(),
                    Amounts.percent((double) type.events() / found.events())
                        + "  cost "
                        + Amounts.percent(type.costShare())))
            .toList();
    chart(
        "Events by type, their share and that of the estimated cost",
        rows,
        found.eventTypeCount(),
        "type");
  }

  private void typeChanges() {
    List<TypeChange> changes = found.properties().typeChanges();
    if (changes.isEmpty()) {
      return;
    }
    heading("Properties with values of several types, in the events looked at");
    for (TypeChange change : changes.subList(0, Math.min(MOST_BARS, changes.size()))) {
      hanging("  ", DisplayText.visible(change.property()) + ": " + change.inWords());
    }
    long more = found.properties().typeChangeCount() - Math.min(MOST_BARS, changes.size());
    if (more > 0) {
      lines.add("  and " + Amounts.count(more) + " more");
    }
  }

  private void refused() {
    List<BarChart.Row> rows =
        found.rejectedByReason().entrySet().stream()
            .map(reason ->
                new BarChart.Row(
                    reason.getKey().replace('_', ' '),
                    reason.getValue(),
                    Amounts.percent((double) reason.getValue() / found.records())))
            .toList();
    chart("Refused records by reason", rows, rows.size(), "reason");
  }

  private void chart(String title, List<BarChart.Row> rows, long all, String thing) {
    if (rows.isEmpty()) {
      return;
    }
    BarChart chart = new BarChart(rows);
    heading(title + "; the longest bar is " + Amounts.count(chart.most()));
    lines.addAll(chart.lines(width));
    if (all > rows.size()) {
      lines.add("  and " + Amounts.count(all - rows.size(), "more " + thing));
    }
  }

  private void hazards() {
    heading("Worth knowing");
    if (found.hazards().isEmpty()) {
      paragraph("Nothing unusual was found.");
    }
    for (Hazard hazard : found.hazards()) {
      hanging("  ! ", Amounts.count(hazard.count()) + " " + hazard.what() + ".");
      if (!hazard.examples().isEmpty()) {
        boolean all = hazard.count() == hazard.examples().size();
        hanging("    ", (all ? "At " : "First at ") + places(hazard.examples()));
      }
      hanging("    -> ", Advice.on(hazard.kind()));
    }
  }

  /// `a.jsonl:1, a.jsonl:7, b.jsonl:2` as `a.jsonl:1, 7, b.jsonl:2`.
  static String places(List<String> examples) {
    List<String> places = new ArrayList<>();
    String file = "";
    for (String example : examples) {
      String prefix = example.substring(0, example.lastIndexOf(':') + 1);
      boolean sameFile = !prefix.isEmpty() && prefix.equals(file);
      places.add(DisplayText.visible(sameFile ? example.substring(prefix.length()) : example));
      file = prefix;
    }
    return String.join(", ", places);
  }

  private void heading(String title) {
    if (!lines.isEmpty()) {
      lines.add("");
    }
    lines.addAll(DisplayText.wrap(title, width));
  }

  private void item(String label, String value) {
    hanging("  " + DisplayText.padRight(label, LABEL_COLUMNS) + "  ", value);
  }

  private void paragraph(String text) {
    hanging("  ", text);
  }

  private void hanging(String start, String text) {
    String indent = " ".repeat(DisplayText.width(start));
    List<String> wrapped = DisplayText.wrap(text, width - indent.length());
    lines.add(start + wrapped.getFirst());
    wrapped.stream().skip(1).map(line -> indent + line).forEach(lines::add);
  }
}
