package dev.headgate.console.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.loadtest.ArrivalRate;
import dev.headgate.loadtest.Ending;
import dev.headgate.loadtest.Figures;
import dev.headgate.loadtest.Interval;
import dev.headgate.loadtest.Latency;
import dev.headgate.loadtest.LoadTestPlan;
import dev.headgate.loadtest.LoadTestResult;
import dev.headgate.loadtest.RequestShape;
import dev.headgate.loadtest.ServerMoment;
import dev.headgate.loadtest.Threshold;
import dev.headgate.loadtest.hdr.HdrLatencies;
import java.io.StringReader;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.xml.sax.InputSource;

class LoadTestPageTest {
  private static final Threshold P99 =
      new Threshold(Threshold.Metric.HTTP_REQ_DURATION, "p(99)<50", false, Duration.ZERO);
  private static final Threshold FAILED =
      new Threshold(Threshold.Metric.HTTP_REQ_FAILED, "rate<0.5", true, Duration.ZERO);

  private static Latency latency() {
    HdrLatencies latencies = new HdrLatencies(3);
    for (int i = 1; i <= 100; i++) {
      latencies.record(TimeUnit.MILLISECONDS.toNanos(i));
    }
    return latencies.snapshot();
  }

  private static LoadTestResult result(Ending ending, long live, long stored) {
    LoadTestPlan plan =
        new LoadTestPlan(
            "<script>alert(1)</script>",
            "anna & bert",
            "to see",
            Optional.of(Instant.parse("2026-12-01T08:00:00Z")),
            Optional.empty(),
            new ArrivalRate(
                ArrivalRate.Executor.RAMPING,
                0,
                List.of(new ArrivalRate.Ramp(Duration.ofSeconds(100), 10))),
            1,
            20,
            Duration.ofSeconds(1),
            RequestShape.PAGE_VIEW,
            List.of(P99, FAILED));
    Figures figures = new Figures(450, 40, 10, latency(), Duration.ofSeconds(100));
    List<Interval> intervals = new ArrayList<>();
    List<ServerMoment> server = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      intervals.add(
          new Interval(
              Duration.ofSeconds(i), Duration.ofSeconds(1), 5, 4, i < 10 ? 1 : 0, 0, latency()));
      server.add(new ServerMoment(Duration.ofSeconds(i), live, 12 + i, 0.1));
    }
    return new LoadTestResult(
        3,
        plan,
        Instant.parse("2026-12-01T08:00:00Z"),
        ending,
        figures,
        intervals,
        Map.of("200", 450L, "429", 40L),
        Map.of("429", "ahead of <the> envelope"),
        List.of(P99.judge(figures), FAILED.judge(figures)),
        server,
        Optional.of(new LoadTestResult.Accounting(450, 0, stored, stored == 450)));
  }

  private static Document parsed(String page) throws Exception {
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new InputSource(new StringReader(page.substring(page.indexOf("<html")))));
  }

  @Test
  void itSaysWhatWasAgreedAndWhatCameOfIt() throws Exception {
    String page = LoadTestPage.of(result(Ending.OVER, 100, 450));
    assertThat(parsed(page).getElementsByTagName("svg").getLength()).isEqualTo(4);
    assertThat(page)
        .contains("&lt;script&gt;", "anna &amp; bert", "ahead of &lt;the&gt; envelope")
        .doesNotContain("<script>")
        .contains("All its requests were due. It did not pass.")
        .contains("http_req_duration: p(99)&lt;50", "It was 99 ms.", "It was 8.2 %.")
        .contains("from 2026-12-01T08:00:00Z")
        .contains("ramping-arrival-rate: 0/s, to 10/s in 100 s")
        .contains("none lost, none doubled")
        .contains("At most 111 ms.");
  }

  @Test
  void whatDiffersIsSaid() throws Exception {
    String page =
        LoadTestPage.of(
            result(new Ending(Ending.Kind.STOPPED, "it gives way to live traffic"), 0, 449));
    assertThat(parsed(page).getElementsByTagName("svg").getLength()).isEqualTo(3);
    assertThat(page)
        .contains("The pipeline stopped it: it gives way to live traffic.")
        .contains("There was no live traffic beside it.")
        .contains("449 are stored: these are not the same");
  }
}
