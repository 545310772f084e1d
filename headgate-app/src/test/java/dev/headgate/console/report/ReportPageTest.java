package dev.headgate.console.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.admit.Finding;
import dev.headgate.assess.Amounts;
import dev.headgate.assess.Assessment;
import dev.headgate.assess.Assessment.DayCount;
import dev.headgate.assess.Assessment.Hazard;
import dev.headgate.assess.Assessment.IdCount;
import dev.headgate.assess.Assessment.TypeCount;
import dev.headgate.assess.Identities;
import dev.headgate.assess.Load;
import dev.headgate.assess.PropertyFindings;
import dev.headgate.assess.Spread;
import dev.headgate.assess.Times;
import dev.headgate.plan.Capacity;
import dev.headgate.plan.Conditions;
import dev.headgate.plan.ImportPlan;
import dev.headgate.plan.Planner;
import dev.headgate.plan.Wishes;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

class ReportPageTest {
  private static final String EVIL = "<script>alert(1)</script>\"'&\u202e\0";

  @Test
  void theQuestionsComeFirstAndWhatOnlyPeopleKnowIsMarked() throws Exception {
    String page = page(full("view"));
    assertThat(page.indexOf("What the pipeline team needs to know"))
        .isBetween(0, page.indexOf("Charts"));
    assertThat(texts(parsed(page), "dt"))
        .contains(
            "Committed, or a trial? to be asked",
            "When? to be asked",
            "Batches",
            "Events per id",
            "Event types",
            "Apps to be asked",
            "Peak and duration",
            "Ramp-up");
  }

  @Test
  void thePlansFiguresAreAmongTheAnswers() throws Exception {
    Document page = parsed(page(full("view")));
    ImportPlan plan = Planner.plan(full("view"), Wishes.NONE, Capacity.EMBEDDED, Conditions.ALONE);
    String peak = Amounts.count(Math.round(plan.peakPerSecond())) + " events/s";
    assertThat(texts(page, "dd"))
        .anyMatch(text -> text.startsWith("The plan proposes up to " + peak + ": the last event"))
        .anyMatch(text -> text.matches("The plan proposes one, from [0-9,]+ events/s to .*"))
        .anyMatch(text -> text.contains(Amounts.count(plan.batchEvents()) + " of these are"));
  }

  @Test
  void whatWasSimulatedIsSaidAndDrawn() {
    ImportPlan plan =
        Planner.simulated(
            full("view"), Wishes.NONE, Capacity.EMBEDDED, String::length, Conditions.ALONE);
    String page = ReportPage.of("Import 1", full("view"), Optional.of(plan), List.of());
    assertThat(page)
        .contains("Tried in simulation")
        .contains("Predicted rate of sending")
        .contains("Predicted lag")
        .contains("Nobody has measured")
        .doesNotContain("Predicted delay of live events");
  }

  @Test
  void oneDayIsNoChartAndOneOfAThingIsSingular() throws Exception {
    List<DayCount> day = List.of(new DayCount("2024-03-01", 10));
    Assessment found = assessment(10, day, List.of(new IdCount("u", 10, 1)), List.of(), load());
    Document page = parsed(ReportPage.of("Assessment", found, Optional.empty(), List.of()));
    assertThat(texts(page, "h3")).doesNotContain("Events by day");
    assertThat(texts(page, "li")).contains("1 day with events", "1 distinct id", "1 hazard");
  }

  @Test
  void whatTheExportSaysCannotBecomeMarkup() throws Exception {
    Document page = parsed(page(full(EVIL)));
    assertThat(page.getElementsByTagName("script").getLength()).isZero();
    assertThat(texts(page, "code")).anyMatch(text -> text.contains("<script>alert(1)</script>"));
    assertThat(page(full(EVIL))).doesNotContain("<script", "\u202e", "\0");
  }

  @Test
  void itIsOneFileThatAsksForNothing() {
    assertThat(page(full("view")))
        .doesNotContain("src=", "<link", "@import", "url(", "<script", "onclick", "href=")
        .contains("default-src 'none'".replace("'", "&#39;"))
        .contains("prefers-color-scheme: dark", "@media print", "size: A4", "max-width: 40rem");
  }

  @Test
  void headingsAreInOrderAndChartsHaveWordsAndATable() throws Exception {
    String page = page(full("view"));
    int level = 0;
    Matcher headings = Pattern.compile("<h([1-6])").matcher(page);
    while (headings.find()) {
      int next = Integer.parseInt(headings.group(1));
      assertThat(next).isLessThanOrEqualTo(level + 1);
      level = next;
    }
    Document document = parsed(page);
    NodeList pictures = document.getElementsByTagName("svg");
    assertThat(pictures.getLength()).isGreaterThanOrEqualTo(6);
    for (int i = 0; i < pictures.getLength(); i++) {
      assertThat(((Element) pictures.item(i)).getAttribute("role")).isEqualTo("img");
      assertThat(((Element) pictures.item(i)).getAttribute("aria-label")).isNotBlank();
    }
    NodeList figures = document.getElementsByTagName("figure");
    assertThat(figures.getLength()).isEqualTo(6);
    for (int i = 0; i < figures.getLength(); i++) {
      Element figure = (Element) figures.item(i);
      assertThat(figure.getElementsByTagName("details").getLength()).isEqualTo(1);
      assertThat(figure.getElementsByTagName("table").getLength()).isEqualTo(1);
      assertThat(figure.getElementsByTagName("h3").getLength()).isEqualTo(1);
    }
  }

  @Test
  void hazardsComeWithLinesAndAdviceAndFindingsWithTheirLevel() throws Exception {
    Document page = parsed(page(full("view")));
    assertThat(texts(page, "li"))
        .anyMatch(text -> text.contains("7 events lie in the future") && text.contains("a.jsonl:3"))
        .anyMatch(text -> text.contains("Look at the lines: a wrong year"))
        .anyMatch(text -> text.startsWith("warn") && text.contains("hot ids"));
  }

  @Test
  void anExportOfNothingIsAPageToo() throws Exception {
    Assessment nothing = assessment(0, List.of(), List.of(), List.of(), Load.NONE);
    Document page = parsed(ReportPage.of("Assessment", nothing, Optional.empty(), List.of()));
    assertThat(texts(page, "p")).contains("There is nothing to import.");
    assertThat(page.getElementsByTagName("svg").getLength()).isZero();
  }

  @Test
  void daysOfAllTimesAreFewEnoughBars() throws Exception {
    for (String last : List.of("2024-03-01", "2025-01-01", "2033-01-01", "9999-12-31")) {
      List<DayCount> days =
          last.equals("2024-03-01")
              ? List.of(new DayCount(last, 10))
              : List.of(new DayCount("2024-03-01", 5), new DayCount(last, 5));
      Assessment found = assessment(10, days, List.of(new IdCount("u", 10, 1)), List.of(), load());
      Document page = parsed(ReportPage.of("Assessment", found, Optional.empty(), List.of()));
      assertThat(page.getElementsByTagName("rect").getLength()).isLessThan(9_000);
    }
  }

  private static String page(Assessment assessment) {
    return ReportPage.of(
        "Import 1",
        assessment,
        Optional.of(Planner.plan(assessment, Wishes.NONE, Capacity.EMBEDDED, Conditions.ALONE)),
        List.of(new Finding("hot_ids", Finding.Level.WARN, "1 id is hot", "Nothing to do")));
  }

  /// The page is well-formed XML but for its doctype, so it can be read as such.
  private static Document parsed(String page) throws Exception {
    assertThat(page).startsWith("<!DOCTYPE html>\n");
    String xml = page.substring(page.indexOf('\n') + 1);
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new InputSource(new StringReader(xml)));
  }

  private static List<String> texts(Document page, String tag) {
    List<String> texts = new ArrayList<>();
    NodeList nodes = page.getElementsByTagName(tag);
    for (int i = 0; i < nodes.getLength(); i++) {
      texts.add(nodes.item(i).getTextContent());
    }
    return texts;
  }

  private static Load load() {
    return new Load(
        new Spread(700, 800, 900, 1_000),
        0,
        new Spread(1, 2, 3, 4_000),
        new Load.Cost(1, 37, 28, 0.01, 20),
        List.of(new Load.BusyPeriod("minute", "2024-03-01T10:00:00Z", 4)),
        Collections.nCopies(168, 3L));
  }

  private static Assessment full(String name) {
    return assessment(
        5_000,
        List.of(new DayCount("2024-03-01", 4_000), new DayCount("2024-03-03", 1_000)),
        List.of(new IdCount(name, 4_000, 0.8), new IdCount("u", 1_000, 0.2)),
        List.of(
            new TypeCount(name, 4_999, 3_000_000, new Spread(700, 800, 900, 1_000), 0.9),
            new TypeCount("$identify", 1, 0, Spread.NONE, 0.1)),
        load());
  }

  private static Assessment assessment(
      long events, List<DayCount> days, List<IdCount> ids, List<TypeCount> types, Load load) {
    String name = ids.isEmpty() ? "" : ids.getFirst().distinctId();
    return new Assessment(
        List.of(
            new Assessment.SourceSummary(
                "a " + name, 10, 3_000_000, "00", 7, events, Optional.empty(), Optional.empty())),
        "headgate",
        7,
        7,
        events,
        0,
        0,
        1,
        Map.of("not_json", 1L),
        ids.size(),
        ids,
        types.size(),
        types,
        Optional.of("2024-03-01T00:00:00Z"),
        Optional.of("2024-03-03T00:00:00Z"),
        days,
        new Assessment.Merges(1, 0, 0),
        0,
        0,
        0,
        0,
        7,
        0,
        3_000_000,
        1_000,
        events == 0
            ? List.of()
            : List.of(
                new Hazard(
                    "future_timestamps",
                    7,
                    "events lie in the future",
                    List.of("a.jsonl:3", name + ":4"))),
        load,
        new Identities(2, List.of(new Identities.MergeId(name, 1, 1, 1)), 0, 0, 0, 0, 0),
        Times.NONE,
        new PropertyFindings(
            false,
            5,
            0.001,
            Spread.NONE,
            Spread.NONE,
            2,
            1,
            List.of(new PropertyFindings.TypeChange(name, 1, 2, 0, 0, 0)),
            List.of()));
  }
}
