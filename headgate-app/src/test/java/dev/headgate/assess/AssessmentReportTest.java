package dev.headgate.assess;

import static dev.headgate.assess.ExportForTest.draft;
import static dev.headgate.assess.ExportForTest.withUuid;
import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.event.EventTime;
import dev.headgate.source.Decoded;
import dev.headgate.source.RejectReason;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AssessmentReportTest {
  private static final long DAY_MICROS = 86_400_000_000L;
  private static final Optional<Answers.Proposal> PROPOSAL =
      Optional.of(new Answers.Proposal(200, 2_000, 2, 11, 500));

  @TempDir Path folder;

  @Test
  void theQuestionsOfThePipelineTeamAreAnsweredOrSaidToBeAsked() throws IOException {
    String report = report(shop(400, 20_000), 100);
    assertThat(report)
        .contains("20,025 from 20,075 records (20,085 lines of 2 files, format test lines)")
        .containsPattern("Time +2023-")
        .containsPattern("Committed, or a trial\\? +Only people know")
        .containsPattern("When\\? +Only people know")
        .containsPattern("Batches +Many events a request")
        .containsPattern("Events per id +The largest has \\d+\\.\\d %")
        .containsPattern(
            "\\d+\\s+\\$identify,\\s+0\\s+\\$create_alias,\\s+0\\s+\\$merge_dangerously")
        .containsPattern("Apps +Only people know")
        .containsPattern("Batches +Many events a request: 500 of these")
        .containsPattern(
            "Peak and duration The plan proposes up to 2,000 events/s: the last event is due after 11 s"
                .replace(" ", "\\s+"))
        .containsPattern("At 1,000 events/s it takes 20 s".replace(" ", "\\s+"))
        .containsPattern(
            "Ramp-up The plan proposes one, from 200 events/s to the peak in 2 s;"
                .replace(" ", "\\s+"));
  }

  @Test
  void chartsSayTheirScaleAndWhatTheyLeaveOut() throws IOException {
    String report = report(shop(400, 20_000), 100);
    assertThat(report)
        .containsPattern("Events by month \\(UTC\\); the longest bar is [\\d,]+ events")
        .containsPattern("\n  2023-05 +[\\d,]+  █+")
        .containsPattern("The busiest day is 2023-")
        .containsPattern("Events by distinct id; the longest bar is [\\d,]+")
        .containsPattern("and [\\d,]+ more ids")
        .containsPattern("Refused records by reason; the longest bar is 40")
        .containsPattern("not json +40 +0\\.2 %");
  }

  @Test
  void hazardsComeWithPlaces() throws IOException {
    assertThat(report(shop(400, 20_000), 100))
        .containsPattern("! 25 events lie in the future")
        .containsPattern("First at web-2023.jsonl.gz:\\d+, \\d+, ");
  }

  @Test
  void anExportWithoutEventsIsSaidToHaveNothingToImport() throws IOException {
    String report = report(new ExportForTest().part("empty.jsonl").assess(folder), 80);
    assertThat(report)
        .contains("There is nothing to import.")
        .contains("1 file holds no record at all.")
        .contains("At empty.jsonl");
  }

  @Test
  void mergesThatIdentityPairsImplyAreSaidToBe() throws IOException {
    ExportForTest export =
        new ExportForTest()
            .part("a")
            .line(
                "1",
                new Decoded.Events(
                    List.of(ExportForTest.draft("x", "u", "2024-03-01")),
                    List.of(ExportForTest.pair("u", "d", "2024-03-01"))));
    assertThat(report(export.assess(folder), 200))
        .contains("1 event (50.0 %) ask for a merge of two ids: 1 $identify")
        .contains("Of these 1 are implied: a record names a user and a device");
  }

  @Test
  void oneEventIsEnoughForAReport() throws IOException {
    String report =
        report(
            new ExportForTest()
                .part("one.jsonl")
                .event("{}", draft("view", "ann", "2024-03-01T10:00:00Z"))
                .assess(folder),
            80);
    assertThat(report)
        .contains("1 from 1 record (1 line of 1 file")
        .contains("Fri 2024-03-01  1  █")
        .contains("The largest has 100 % of all events.")
        .contains("No event asks for a merge of ids.")
        .contains("Nothing unusual was found.");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 60, 80, 100, 200})
  void noLineIsWiderThanTheTerminal(int width) throws IOException {
    for (String line : AssessmentReport.lines(shop(100, 2_000), PROPOSAL, width)) {
      assertThat(DisplayText.width(line)).as(line).isLessThanOrEqualTo(Math.max(60, width));
      assertThat(line).isEqualTo(line.stripTrailing());
    }
  }

  @Test
  void barsOfIdsStartInOneColumnWhateverTheirScript() throws IOException {
    List<String> rows =
        AssessmentReport.lines(shop(100, 2_000), PROPOSAL, 100).stream()
            .dropWhile(line -> !line.startsWith("Events by distinct id"))
            .skip(1)
            .takeWhile(line -> line.contains("%"))
            .toList();
    assertThat(rows).hasSize(10);
    assertThat(rows).anyMatch(row -> row.contains("用户")).anyMatch(row -> row.contains("�ab␊"));
    assertThat(rows.stream().map(row -> DisplayText.width(row.substring(0, row.indexOf('%')))))
        .containsOnly(DisplayText.width(rows.get(0).substring(0, rows.get(0).indexOf('%'))));
  }

  @ParameterizedTest
  @CsvSource({
    "1, day, 1",
    "40, day, 40",
    "41, week, 7",
    "270, week, 40",
    "300, month, 11",
    "1200, month, 40",
    "1300, quarter, 15",
    "3600, quarter, 40",
    "4000, year, 12",
    "20000, decade, 6",
    "150000, century, 5"
  })
  void daysAreGroupedSoThatTheyFit(int days, String period, int rows) {
    List<Assessment.DayCount> counts = new java.util.ArrayList<>();
    for (int day = 0; day < days; day++) {
      counts.add(new Assessment.DayCount(day(day), 10));
    }
    List<String> chart = DayChart.lines(counts, 80);
    assertThat(chart.getFirst()).startsWith("Events by " + period);
    assertThat(chart).hasSizeBetween(rows, rows + 2).hasSizeLessThanOrEqualTo(42);
  }

  @Test
  void daysWithoutEventsAreRowsWithoutABar() {
    List<String> chart =
        DayChart.lines(
            List.of(
                new Assessment.DayCount("2024-03-01", 4), new Assessment.DayCount("2024-03-03", 8)),
            60);
    assertThat(chart).hasSize(4);
    assertThat(chart.get(1)).startsWith("  Fri 2024-03-01  4  ████");
    assertThat(chart.get(2)).isEqualTo("  Sat 2024-03-02  0");
  }

  @Test
  void strayEventsDoNotStretchTheChart() {
    List<Assessment.DayCount> counts = new java.util.ArrayList<>();
    counts.add(new Assessment.DayCount("1970-01-01", 3));
    for (int day = 0; day < 30; day++) {
      counts.add(new Assessment.DayCount(day(day), 1_000));
    }
    counts.add(new Assessment.DayCount("9999-12-31", 1));
    List<String> chart = DayChart.lines(counts, 80);
    assertThat(chart.getFirst()).startsWith("Events by day");
    assertThat(chart).filteredOn(line -> line.contains("█")).hasSize(30);
    assertThat(String.join("\n", chart.subList(31, chart.size())))
        .contains("Not drawn: 3 stray events before and 1 after")
        .contains("1970-01-01")
        .contains("9999-12-31");
  }

  @Test
  void allOfTimeFitsToo() {
    assertThat(
            DayChart.lines(
                List.of(
                    new Assessment.DayCount("0000-01-01", 1),
                    new Assessment.DayCount("9999-12-31", 1)),
                80))
        .hasSize(4)
        .element(2)
        .asString()
        .contains("8 millennia without events");
  }

  @Test
  void sharesAndSizesKeepTheDigitsThatSaySomething() {
    assertThat(
            List.of(0.0, 1.0, 0.5, 0.0864, 0.00051, 0.000027, 1e-9).stream().map(Amounts::percent))
        .containsExactly("0 %", "100 %", "50.0 %", "8.6 %", "0.051 %", "0.0027 %", "0.0000001 %");
    assertThat(
            List.of(0L, 999L, 1_000L, 99_949L, 999_600L, 7_300_000_000L).stream()
                .map(Amounts::bytes))
        .containsExactly("0 bytes", "999 bytes", "1.0 kB", "100 kB", "1.0 MB", "7.3 GB");
    assertThat(List.of(0.2, 59.0, 600.0, 9_000.0, 300_000.0).stream().map(Amounts::duration))
        .containsExactly("less than 1 s", "59 s", "10 min", "2.5 hours", "3.5 days");
  }

  private String report(Assessment assessment, int width) {
    return String.join("\n", AssessmentReport.lines(assessment, PROPOSAL, width));
  }

  private static String day(int day) {
    return EventTime.format((19_358 + day) * DAY_MICROS).substring(0, 10);
  }

  /// A shop's history: skewed ids of several scripts, weekends, identifies, and something wrong of
  /// each kind.
  private Assessment shop(int days, int events) throws IOException {
    SplittableRandom random = new SplittableRandom(8);
    List<String> odd =
        List.of(
            "用户-北京-00017",
            "\0ab\n",
            "anonymous",
            "018f2c1e-8d1a-7cc3-9b1d-2f7a4e5b6c7d-and-much-longer-than-any-column-for-it",
            " spaced ",
            "\uD83D\uDE00@example.com");
    List<String> names = List.of("$pageview", "product viewed", "cart updated", "order completed");
    ExportForTest export = new ExportForTest().part("web-2023.jsonl.gz");
    for (int i = 0; i < events; i++) {
      if (i == events / 2) {
        export.part("exports/of/the/mobile/apps/in/a/deep/folder/ios-and-android-2023.jsonl.gz");
      }
      int rank = (int) Math.pow(3_000, random.nextDouble());
      String id = rank <= odd.size() ? odd.get(rank - 1) : "user-" + rank + "@example.com";
      int day = random.nextInt(days);
      day = day % 7 > 4 && random.nextInt(3) > 0 ? random.nextInt(days) : day;
      String time = EventTime.format((19_358 + day) * DAY_MICROS + random.nextLong(DAY_MICROS));
      boolean identify = random.nextInt(40) == 0;
      String name = identify ? "$identify" : names.get(random.nextInt(1 + random.nextInt(4)));
      String properties = identify ? "{\"$anon_distinct_id\":\"anon-" + i + "\"}" : "{}";
      String line =
          i % 500 == 3 ? "a line that repeats" : "line " + i + "x".repeat(random.nextInt(900));
      if (i % 100 == 50 && i < 4_000) {
        export.line("{", new Decoded.Rejected(RejectReason.NOT_JSON, "ends too early"));
      }
      if (i % 200 == 50 && i < 2_000) {
        export.line("{}", new Decoded.Rejected(RejectReason.MISSING_EVENT, "no event"));
        export.line("", new Decoded.Blank());
      }
      export.event(
          line,
          i % 900 == 5
              ? withUuid(draft(name, id, time, properties), 5)
              : draft(name, id, time, properties));
    }
    for (int i = 0; i < 25; i++) {
      export.event("future " + i, draft("$pageview", "user-1", "2026-01-01T00:00:00Z"));
    }
    return export.assess(folder);
  }
}
