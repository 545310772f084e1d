package dev.headgate.console.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.pace.Governor;
import dev.headgate.pace.Moment;
import dev.headgate.pace.Signals;
import java.io.StringReader;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.xml.sax.InputSource;

class PacePageTest {
  private static final Instant NOON = Instant.parse("2026-11-26T12:00:00Z");

  private static Moment moment(int second, double factor, String reason) {
    return new Moment(
        NOON.plusSeconds(second),
        new Signals(
            Duration.ZERO,
            Duration.ofMillis(500 + second),
            Duration.ofMillis(20 + second),
            100,
            5_000 * factor,
            1_234,
            4_000,
            Duration.ofSeconds(2)),
        new Governor.Decision(5_000 * factor, Map.of(3, factor, 4, 1.0), 0.5, reason),
        List.of());
  }

  private static Document parsed(String page) throws Exception {
    String xml = page.substring(page.indexOf("<html"));
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new InputSource(new StringReader(xml)));
  }

  @Test
  void aChartForEachThingThatIsFeltOrDone() throws Exception {
    List<Moment> trace = new ArrayList<>();
    for (int second = 0; second < 300; second++) {
      trace.add(
          moment(second, second < 150 ? 1 : 0.4, second < 150 ? "" : "the stores <are> slow"));
    }
    String page = PacePage.of(trace);
    assertThat(parsed(page).getElementsByTagName("svg").getLength()).isEqualTo(5);
    assertThat(page)
        .contains(
            "From 12:00:00 to 12:04:59 UTC. At the end imports are slowed: the stores &lt;are&gt;")
        .contains("At most 5,000/s, at the end 2,000/s.")
        .contains("The least was 40 %, at the end it is 40 %.")
        .contains("at most 319 ms, at the end 319 ms.")
        .contains("At most 0.8 s, at the end 0.8 s.")
        .contains("At most 1,234, at the end 1,234.");
    assertThat(parsed(page).getElementsByTagName("tbody").item(0).getChildNodes().getLength())
        .as("a table is for reading")
        .isLessThanOrEqualTo(120);
  }

  @Test
  void aPipelineThatHasNotBeenLookedAtYetHasNoCharts() throws Exception {
    for (List<Moment> few : List.of(List.<Moment>of(), List.of(moment(0, 1, "")))) {
      assertThat(parsed(PacePage.of(few)).getElementsByTagName("svg").getLength()).isZero();
    }
    assertThat(PacePage.of(List.of())).contains("has not been looked at yet");
  }
}
