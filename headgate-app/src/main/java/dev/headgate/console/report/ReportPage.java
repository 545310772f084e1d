package dev.headgate.console.report;

import dev.headgate.admit.Finding;
import dev.headgate.assess.Advice;
import dev.headgate.assess.Amounts;
import dev.headgate.assess.Answers;
import dev.headgate.assess.Answers.Answer;
import dev.headgate.assess.Assessment;
import dev.headgate.assess.Assessment.Hazard;
import dev.headgate.assess.Assessment.SourceSummary;
import dev.headgate.assess.DisplayText;
import dev.headgate.assess.Identities.MergeId;
import dev.headgate.assess.PropertyFindings.TypeChange;
import dev.headgate.console.Html;
import dev.headgate.plan.ImportPlan;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The report of an export as one page: answers first, then charts, hazards and what to do about
/// them, findings, the plan, and the files. What it says is what `assessment.json` and the terminal
/// say.
public final class ReportPage {
  private static final int MOST_FILES = 500;

  private final Html html;
  private final Assessment found;

  private ReportPage(Html html, Assessment found) {
    this.html = html;
    this.found = found;
  }

  /// The page, a whole document.
  ///
  /// @param title such as `Import 3`
  /// @param plan where one was made
  /// @param findings of the policy about the request; empty where there is none
  public static String of(
      String title, Assessment assessment, Optional<ImportPlan> plan, List<Finding> findings) {
    ReportPage page = new ReportPage(Page.open(title + ": what is in this export"), assessment);
    page.write(title, plan, findings);
    return Page.close(page.html);
  }

  private void write(String title, Optional<ImportPlan> plan, List<Finding> findings) {
    header(title);
    answers(plan);
    findings(findings);
    if (found.events() > 0) {
      plan(plan);
      charts();
    }
    hazards();
    details();
    files();
  }

  private void header(String title) {
    html.open("header").element("p", "Headgate · " + title, "class", "eyebrow");
    html.element("h1", "What is in this export");
    html.open("ul", "class", "tiles");
    tile(found.events(), "event", "events");
    tile(found.distinctIds(), "distinct id", "distinct ids");
    tile(found.days().size(), "day with events", "days with events");
    long bytes = found.sources().stream().mapToLong(SourceSummary::contentBytes).sum();
    tile(Amounts.bytes(bytes), "uncompressed");
    tile(found.rejected(), "record refused", "records refused");
    tile(found.hazards().size(), "hazard", "hazards");
    html.close();
    html.element("p", inWords());
    html.close();
  }

  private void tile(long count, String one, String several) {
    tile(Amounts.count(count), count == 1 ? one : several);
  }

  private void tile(String figure, String what) {
    html.open("li").element("b", figure).text(" ").element("span", what).close();
  }

  private String inWords() {
    return Amounts.count(found.records(), "record")
        + " on "
        + Amounts.count(found.lines(), "line")
        + " of "
        + Amounts.count(found.sources().size(), "file")
        + ", format "
        + found.format()
        + (found.firstTimestamp().isPresent() && found.lastTimestamp().isPresent()
            ? ", from "
                + moment(found.firstTimestamp().get())
                + " to "
                + moment(found.lastTimestamp().get())
                + " UTC"
            : "")
        + ".";
  }

  private static String moment(String timestamp) {
    return timestamp.substring(0, 10) + " " + timestamp.substring(11, 19);
  }

  private void answers(Optional<ImportPlan> plan) {
    html.open("section").element("h2", "What the pipeline team needs to know");
    if (found.events() == 0) {
      html.element("p", "There is nothing to import.").close();
      return;
    }
    list(Answers.toThePipelineTeam(found, plan.map(ImportPlan::proposal)));
    html.close();
  }

  private void list(List<Answer> answers) {
    html.open("dl");
    for (Answer answer : answers) {
      html.open("div").open("dt").text(answer.question());
      if (answer.onlyPeopleKnow()) {
        html.text(" ").element("span", "to be asked", "class", "badge");
      }
      html.close().element("dd", answer.answer()).close();
    }
    html.close();
  }

  private void findings(List<Finding> findings) {
    if (findings.isEmpty()) {
      return;
    }
    html.open("section").element("h2", "What the rules say");
    html.open("ul", "class", "cards");
    for (Finding finding : findings) {
      html.open("li").open("p");
      html.element("span", finding.level().key(), "class", "badge " + finding.level().key());
      html.text(" ").element("b", finding.rule().replace('_', ' ')).close();
      html.element("p", DisplayText.visible(finding.evidence()));
      if (!finding.resolve().isEmpty()) {
        html.element("p", DisplayText.visible(finding.resolve()), "class", "todo");
      }
      html.close();
    }
    html.close().close();
  }

  private void plan(Optional<ImportPlan> made) {
    if (made.isEmpty()) {
      return;
    }
    ImportPlan plan = made.get();
    html.open("section").element("h2", "The plan");
    html.element(
        "p",
        "%s in requests of up to %s, %d at a time."
            .formatted(
                Amounts.count(plan.events(), "event"),
                Amounts.count(plan.batchEvents(), "event"),
                plan.lanes()));
    new LoadCharts(html, found).ramp(plan);
    new SimulationCharts(html, plan.simulation()).show();
    if (!plan.hotIds().isEmpty()) {
      html.element("h3", "Hot ids").open("ul", "class", "cards");
      for (ImportPlan.HotId hot : plan.hotIds()) {
        html.open("li").open("p").element("code", Chart.visible(hot.distinctId()));
        html.text(" " + Amounts.percent(hot.share()) + " of the events").close();
        html.element("p", hot.treatment()).close();
      }
      html.close();
    }
    html.close();
  }

  private void charts() {
    html.open("section").element("h2", "Charts");
    TimeCharts times = new TimeCharts(html, found);
    LoadCharts load = new LoadCharts(html, found);
    // One bar alone says nothing that the words do not.
    if (found.days().size() > 1) {
      times.days();
    }
    if (!found.days().isEmpty()) {
      times.hoursOfWeek();
    }
    if (!found.topDistinctIds().isEmpty()) {
      load.topIds();
    }
    if (!found.eventTypes().isEmpty()) {
      load.types();
    }
    if (found.load().bytesPerEvent().largest() > 0) {
      load.sizes();
    }
    html.close();
  }

  private void hazards() {
    html.open("section").element("h2", "Worth knowing, and what to do");
    if (found.hazards().isEmpty()) {
      html.element("p", "Nothing unusual was found.").close();
      return;
    }
    html.open("ul", "class", "cards");
    for (Hazard hazard : found.hazards()) {
      html.open("li");
      html.open("p").element("b", Amounts.count(hazard.count())).text(" " + hazard.what() + ".");
      html.close();
      if (!hazard.examples().isEmpty()) {
        boolean all = hazard.count() == hazard.examples().size();
        html.open("p", "class", "places").text(all ? "At " : "First at ");
        for (int i = 0; i < hazard.examples().size(); i++) {
          html.text(i == 0 ? "" : ", ").element("code", Chart.visible(hazard.examples().get(i)));
        }
        html.close();
      }
      html.element("p", Advice.on(hazard.kind()), "class", "todo").close();
    }
    html.close().close();
  }

  private void details() {
    List<Answer> details = Answers.lookedAtMoreClosely(found);
    if (details.isEmpty() && found.rejectedByReason().isEmpty()) {
      return;
    }
    html.open("section").element("h2", "Looked at more closely");
    list(details);
    if (!found.rejectedByReason().isEmpty()) {
      html.element("h3", "Refused records");
      table(
          List.of("Reason", "Records", "Share"),
          found.rejectedByReason().entrySet().stream().map(this::reason).toList());
    }
    if (!found.identities().mergeIds().isEmpty()) {
      html.element("h3", "Ids that merges join with most others");
      table(
          List.of("Id", "Others", "Merges", "Share"),
          found.identities().mergeIds().stream().map(ReportPage::mergeId).toList());
    }
    if (!found.properties().typeChanges().isEmpty()) {
      html.element("h3", "Properties with values of several types");
      table(
          List.of("Property", "Values, in the events looked at"),
          found.properties().typeChanges().stream().map(ReportPage::typeChange).toList());
    }
    html.close();
  }

  private List<String> reason(Map.Entry<String, Long> reason) {
    return List.of(
        reason.getKey().replace('_', ' '),
        Amounts.count(reason.getValue()),
        Amounts.percent((double) reason.getValue() / found.records()));
  }

  private static List<String> mergeId(MergeId id) {
    return List.of(
        Chart.visible(id.distinctId()),
        Amounts.count(id.others()),
        Amounts.count(id.merges()),
        Amounts.percent(id.share()));
  }

  private static List<String> typeChange(TypeChange change) {
    return List.of(Chart.visible(change.property()), change.inWords());
  }

  private void files() {
    html.open("section").element("h2", "Files");
    table(
        List.of("File", "Events", "Lines", "Bytes", "Content", "From"),
        found.sources().stream()
            .limit(MOST_FILES)
            .map(source ->
                List.of(
                    Chart.visible(source.name()),
                    Amounts.count(source.events()),
                    Amounts.count(source.lines()),
                    Amounts.bytes(source.bytes()),
                    source.contentDigest(),
                    source.firstTimestamp().map(ReportPage::moment).orElse("")))
            .toList());
    if (found.sources().size() > MOST_FILES) {
      int more = found.sources().size() - MOST_FILES;
      html.element("p", "And " + Amounts.count(more, "more file") + ".");
    }
    html.close();
  }

  private void table(List<String> columns, List<List<String>> rows) {
    html.open("div", "class", "scroll").open("table").open("thead").open("tr");
    columns.forEach(column -> html.element("th", column, "scope", "col"));
    html.close().close().open("tbody");
    for (List<String> row : rows) {
      html.open("tr").element("th", row.getFirst(), "scope", "row");
      row.stream().skip(1).forEach(cell -> html.element("td", cell));
      html.close();
    }
    html.close().close().close();
  }
}
