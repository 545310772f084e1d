package dev.headgate.console.report;

import dev.headgate.assess.Amounts;
import dev.headgate.assess.Assessment;
import dev.headgate.assess.Assessment.IdCount;
import dev.headgate.assess.Assessment.TypeCount;
import dev.headgate.assess.Spread;
import dev.headgate.console.Html;
import dev.headgate.pace.Envelope;
import dev.headgate.pace.Stage;
import dev.headgate.plan.ImportPlan;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// What weighs on the pipeline: ids, event types, sizes, and the rate that the plan proposes.
final class LoadCharts {
  private static final double HEIGHT = 100;
  private static final int MOST_TYPES = 12;
  private static final int MOST_SIZES = 8;
  private static final int MOST_NAMED_IDS = 5;
  private static final int MOST_TABLE_ROWS = 200;

  private final Html html;
  private final Assessment found;

  LoadCharts(Html html, Assessment found) {
    this.html = html;
    this.found = found;
  }

  /// Bars of the largest ids, each line ten times the one below.
  void topIds() {
    List<IdCount> top = found.topDistinctIds();
    double decades = Math.max(1, Math.ceil(Math.log10((double) top.getFirst().events() + 1)));
    String words =
        "The %s of %s, from the largest with %s to the last with %s. Each line is ten times the one below."
            .formatted(
                top.size() == 1 ? "only one" : top.size() + " largest",
                Amounts.count(found.distinctIds()),
                Amounts.count(top.getFirst().events(), "event"),
                Amounts.count(top.getLast().events()));
    Chart chart = new Chart(html);
    chart.open("Events of the largest ids, on a logarithmic scale", words);
    html.open("div", "class", "scaled").open("div", "class", "scale", "aria-hidden", "true");
    for (int decade = (int) decades; decade >= 0; decade--) {
      html.element("span", Amounts.count((long) Math.pow(10, decade)));
    }
    html.close().open("div");
    chart.picture(Math.max(20, top.size()), HEIGHT, words, "tall");
    for (int i = 0; i < top.size(); i++) {
      double height = Math.max(1, HEIGHT * Math.log10((double) top.get(i).events()) / decades);
      chart.box(i + 0.1, HEIGHT - height, 0.8, height, "bar");
    }
    for (int decade = 0; decade <= decades; decade++) {
      chart.level(HEIGHT * (1 - decade / decades), Math.max(20, top.size()));
    }
    chart.closePicture();
    html.close().close();
    html.open("ol", "class", "names");
    for (IdCount id : top.subList(0, Math.min(MOST_NAMED_IDS, top.size()))) {
      html.open("li").element("code", Chart.visible(id.distinctId()));
      html.text(" " + Amounts.count(id.events(), "event") + ", " + Amounts.percent(id.share()));
      html.close();
    }
    html.close();
    chart.closeWithTable(
        List.of("Id", "Events", "Share"),
        top.stream()
            .map(id ->
                List.of(
                    Chart.visible(id.distinctId()),
                    Amounts.count(id.events()),
                    Amounts.percent(id.share())))
            .toList());
  }

  /// Two bars for each type: its share of the events, and of the estimated cost.
  void types() {
    List<TypeCount> shown = firstOf(MOST_TYPES);
    double most =
        shown.stream().mapToDouble(type -> Math.max(type.costShare(), share(type))).max().orElse(1);
    Chart chart = new Chart(html);
    chart.open(
        "Event types: share of the events and of the estimated cost",
        "A type whose second bar is longer costs more than its number says: its events are large,"
            + " or merge ids. Beside it: share of the events · of the cost."
            + moreThan(shown.size()));
    html.open("p", "class", "legend").element("span", "events", "class", "key bar");
    html.text(" ").element("span", "cost", "class", "key second").close();
    for (TypeCount type : shown) {
      html.open("div", "class", "row").element("code", Chart.visible(type.event()));
      html.element(
          "span",
          Amounts.percent(share(type)) + " · " + Amounts.percent(type.costShare()),
          "class",
          "figures");
      String words =
          "%s of the events, %s of the cost"
              .formatted(Amounts.percent(share(type)), Amounts.percent(type.costShare()));
      chart.picture(HEIGHT, 10, words, "pair");
      chart.box(0, 0, HEIGHT, 10, "ground");
      chart.box(0, 0, HEIGHT * share(type) / most, 4.5, "bar");
      chart.box(0, 5.5, HEIGHT * type.costShare() / most, 4.5, "second");
      chart.closePicture();
      html.close();
    }
    chart.closeWithTable(
        List.of("Type", "Events", "Share", "Bytes", "Share of the cost"),
        firstOf(MOST_TABLE_ROWS).stream()
            .map(type ->
                List.of(
                    Chart.visible(type.event()),
                    Amounts.count(type.events()),
                    Amounts.percent(share(type)),
                    Amounts.bytes(type.bytes()),
                    Amounts.percent(type.costShare())))
            .toList());
  }

  private List<TypeCount> firstOf(int most) {
    return found.eventTypes().subList(0, Math.min(most, found.eventTypes().size()));
  }

  private String moreThan(int shown) {
    long more = found.eventTypeCount() - shown;
    return more == 0 ? "" : " And " + Amounts.count(more, "more type") + ".";
  }

  private double share(TypeCount type) {
    return (double) type.events() / found.events();
  }

  /// For all events and the most frequent types, from the half to the largest, logarithmic.
  void sizes() {
    Spread all = found.load().bytesPerEvent();
    double low = Math.log10(Math.max(1, smallestHalf(all)) * 0.8);
    double high = Math.log10(Math.max(10, all.largest()) * 1.1);
    Chart chart = new Chart(html);
    chart.open(
        "How large events are, on a logarithmic scale",
        "The thick bar goes from the size that half of the events do not exceed to the one that 99 %"
            + " do not exceed; the thin one goes on to the largest. Beside it: half · 99 % · largest.");
    size(chart, "all events", all, low, high);
    for (TypeCount type : firstOf(MOST_SIZES)) {
      if (type.bytes() > 0) {
        size(chart, Chart.visible(type.event()), type.size(), low, high);
      }
    }
    chart.below(
        List.of(
            Amounts.bytes(Math.round(Math.pow(10, low))),
            Amounts.bytes(Math.round(Math.pow(10, high)))));
    List<List<String>> rows = new ArrayList<>();
    rows.add(sizeRow("all events", all));
    firstOf(MOST_TABLE_ROWS)
        .forEach(type -> rows.add(sizeRow(Chart.visible(type.event()), type.size())));
    chart.closeWithTable(List.of("Type", "Half", "90 %", "99 %", "Largest"), rows);
  }

  private long smallestHalf(Spread all) {
    return firstOf(MOST_SIZES).stream()
        .filter(type -> type.bytes() > 0)
        .mapToLong(type -> type.size().p50())
        .reduce(all.p50(), Math::min);
  }

  private void size(Chart chart, String name, Spread size, double low, double high) {
    html.open("div", "class", "row").element("code", name);
    html.element(
        "span",
        Amounts.bytes(size.p50())
            + " · "
            + Amounts.bytes(size.p99())
            + " · "
            + Amounts.bytes(size.largest()),
        "class",
        "figures");
    String words =
        "half at most %s, 99 %% at most %s, the largest %s"
            .formatted(
                Amounts.bytes(size.p50()),
                Amounts.bytes(size.p99()),
                Amounts.bytes(size.largest()));
    double half = place(size.p50(), low, high);
    double most = place(size.p99(), low, high);
    chart.picture(HEIGHT, 10, words, "pair");
    chart.box(0, 0, HEIGHT, 10, "ground");
    chart.box(half, 4.3, Math.max(0.3, place(size.largest(), low, high) - half), 1.4, "second");
    chart.box(half, 1.5, Math.max(0.6, most - half), 7, "bar");
    chart.closePicture();
    html.close();
  }

  private static double place(long bytes, double low, double high) {
    return HEIGHT
        * Math.clamp((Math.log10((double) Math.max(1, bytes)) - low) / (high - low), 0, 1);
  }

  private static List<String> sizeRow(String name, Spread size) {
    return List.of(
        name,
        Amounts.bytes(size.p50()),
        Amounts.bytes(size.p90()),
        Amounts.bytes(size.p99()),
        Amounts.bytes(size.largest()));
  }

  /// The rate over time, up to the last event.
  void ramp(ImportPlan plan) {
    Envelope envelope = plan.envelope();
    double peak = plan.peakPerSecond();
    double seconds = plan.durationSeconds();
    StringBuilder line =
        new StringBuilder("0," + Chart.number(HEIGHT * (1 - envelope.startPerSecond() / peak)));
    List<List<String>> rows = new ArrayList<>();
    rows.add(rampRow(0, envelope.startPerSecond()));
    double at = 0;
    for (Stage stage : envelope.stages()) {
      at += stage.duration().toNanos() / 1e9;
      line.append(' ')
          .append(Chart.number(HEIGHT * Math.min(1, at / seconds)))
          .append(',')
          .append(Chart.number(HEIGHT * (1 - stage.targetPerSecond() / peak)));
      rows.add(rampRow(at, stage.targetPerSecond()));
    }
    String words =
        "From %s events/s up to %s; the last of %s is due after %s."
            .formatted(
                Amounts.count(Math.round(envelope.startPerSecond())),
                Amounts.count(Math.round(peak)),
                Amounts.count(plan.events(), "event"),
                time(seconds));
    if (!plan.peakReason().isEmpty()) {
      words += " The peak is " + plan.peakReason() + ".";
    }
    Chart chart = new Chart(html);
    chart.open("The proposed rate over time", words);
    html.open("div", "class", "scaled").open("div", "class", "scale", "aria-hidden", "true");
    html.element("span", Amounts.count(Math.round(peak)) + "/s").element("span", "0");
    html.close().open("div");
    chart.picture(HEIGHT, HEIGHT, words, "tall");
    chart.level(0, HEIGHT).level(HEIGHT / 2, HEIGHT).level(HEIGHT, HEIGHT);
    chart.curve("0,100 " + line + " 100,100", "area");
    chart.curve(line.toString(), "line");
    chart.closePicture();
    chart.below(List.of("0 s", time(seconds / 2), time(seconds)));
    html.close().close();
    chart.closeWithTable(List.of("After", "Events a second"), rows);
  }

  private static List<String> rampRow(double seconds, double rate) {
    return List.of(time(seconds), Amounts.count(Math.round(rate)));
  }

  private static String time(double seconds) {
    return seconds < 100
        ? String.format(Locale.ROOT, "%.1f s", seconds)
        : Amounts.duration(seconds);
  }
}
