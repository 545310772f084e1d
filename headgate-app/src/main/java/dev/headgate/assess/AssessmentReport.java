package dev.headgate.assess;

import dev.headgate.assess.Assessment.Hazard;
import dev.headgate.assess.Assessment.IdCount;
import dev.headgate.assess.Assessment.SourceSummary;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/// An assessment as people read it in a terminal: what is in the export, what the pipeline team
/// will ask and what the data answers, charts of the days, ids and event types, what was refused,
/// and what is worth knowing. Plain text, no line wider than asked for.
public final class AssessmentReport {
  private static final int LEAST_WIDTH = 60;
  private static final int LABEL_COLUMNS = 22;
  private static final int MOST_FILES = 10;
  private static final int MOST_BARS = 10;

  private final Assessment found;
  private final int width;
  private final List<String> lines = new ArrayList<>();

  private AssessmentReport(Assessment found, int width) {
    this.found = found;
    this.width = Math.max(LEAST_WIDTH, width);
  }

  /// The report's lines.
  ///
  /// @param width columns of the terminal; below 60 it is taken as 60
  public static List<String> lines(Assessment assessment, int width) {
    AssessmentReport report = new AssessmentReport(assessment, width);
    report.contents();
    report.files();
    report.answers();
    report.days();
    report.ids();
    report.types();
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

  /// The questions of a pipeline team before it says yes; what only people know is said to be asked
  /// of them.
  private void answers() {
    heading("What the pipeline team needs to know");
    if (found.events() == 0) {
      paragraph("There is nothing to import.");
      return;
    }
    item("Committed, or a trial?", "Only people know: the request asks you.");
    item("When?", "Only people know: the request asks you for a window, best in the team's hours.");
    item("Batches", batches());
    item("Events per id", eventsPerId());
    item("Event types", Amounts.count(found.eventTypeCount(), "type") + ". " + merges());
    item("Apps", "Only people know which transformations will run: the request asks you.");
    item(
        "Peak and duration",
        "At 1,000 events/s it takes "
            + Amounts.duration(found.events() / 1e3)
            + ", at 10,000 "
            + Amounts.duration(found.events() / 1e4)
            + ", at 100,000 "
            + Amounts.duration(found.events() / 1e5)
            + ". The plan proposes a peak.");
    item(
        "Ramp-up",
        "The plan proposes one, from a tenth of the peak to the peak over the first tenth of the"
            + " time; ask for a gentler one if you like.");
  }

  private String batches() {
    long requests = Math.ceilDiv(found.events(), 1_000L);
    return "Many events a request: 1,000 of these are about "
        + Amounts.bytes(1_000 * averageBytes())
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
                    Amounts.percent((double) type.events() / found.events())))
            .toList();
    chart("Events by type", rows, found.eventTypeCount(), "type");
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
    }
  }

  /// `a.jsonl:1, a.jsonl:7, b.jsonl:2` as `a.jsonl:1, 7, b.jsonl:2`.
  private static String places(List<String> examples) {
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
