package dev.headgate.loadtest.file;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.headgate.loadtest.Figures;
import dev.headgate.loadtest.Interval;
import dev.headgate.loadtest.Latency;
import dev.headgate.loadtest.LoadTestResult;
import dev.headgate.loadtest.ServerMoment;
import dev.headgate.loadtest.Threshold;
import java.time.Duration;

/// What came of a load test, as JSON.
///
/// ```
/// {"load_test", "passed", "plan":{}, "started_at", "elapsed_seconds", "ending":{"kind","reason"},
///  "requests":{"planned","sent","answered","failed","dropped"}, "latency_ms":{"mean","min","p50",
///  "p90","p95","p99","p99_9","max"}, "answers":{STATUS:COUNT}, "said":{STATUS:TEXT},
///  "thresholds":[{"metric","threshold","value","passed"}], "intervals":[{"from_seconds","seconds",
///  "planned","sent","dropped","failed","p50_ms","p95_ms","p99_ms","max_ms"}],
///  "server":[{"at_seconds","live_per_second","live_p99_ms","pressure"}],
///  "events":{"answered","unanswered","stored","all_answered_are_stored"}}
/// ```
public final class ResultJson {
  private static final ObjectMapper JSON = new ObjectMapper();

  private ResultJson() {}

  public static ObjectNode tree(LoadTestResult result) {
    ObjectNode tree = JSON.createObjectNode();
    tree.put("load_test", result.number()).put("passed", result.passed());
    tree.set("plan", PlanText.tree(result.plan()));
    Figures figures = result.figures();
    tree.put("started_at", result.startedAt().toString());
    tree.put("elapsed_seconds", seconds(figures.elapsed()));
    tree.putObject("ending")
        .put("kind", result.ending().kind().key())
        .put("reason", result.ending().reason());
    tree.putObject("requests")
        .put("planned", result.plan().rate().requests())
        .put("sent", figures.sent())
        .put("answered", figures.answered())
        .put("failed", figures.failed())
        .put("dropped", figures.dropped());
    latency(tree.putObject("latency_ms"), figures.latency());
    ObjectNode answers = tree.putObject("answers");
    result.answers().forEach(answers::put);
    ObjectNode said = tree.putObject("said");
    result.said().forEach(said::put);
    for (Threshold.Verdict verdict : result.verdicts()) {
      ObjectNode each = tree.withArray("thresholds").addObject();
      each.put("metric", verdict.threshold().metric().key());
      each.put("threshold", verdict.threshold().expression());
      verdict.value().ifPresent(value -> each.put("value", value));
      each.put("passed", verdict.passed());
    }
    for (Interval interval : result.intervals()) {
      Latency latency = interval.latency();
      tree.withArray("intervals")
          .addObject()
          .put("from_seconds", seconds(interval.from()))
          .put("seconds", seconds(interval.length()))
          .put("planned", interval.planned())
          .put("sent", interval.sent())
          .put("dropped", interval.dropped())
          .put("failed", interval.failed())
          .put("p50_ms", latency.atPercentile(50))
          .put("p95_ms", latency.atPercentile(95))
          .put("p99_ms", latency.atPercentile(99))
          .put("max_ms", latency.atPercentile(100));
    }
    for (ServerMoment moment : result.server()) {
      tree.withArray("server")
          .addObject()
          .put("at_seconds", seconds(moment.at()))
          .put("live_per_second", moment.livePerSecond())
          .put("live_p99_ms", moment.liveP99Millis())
          .put("pressure", moment.pressure());
    }
    result
        .accounting()
        .ifPresent(events ->
            tree.putObject("events")
                .put("answered", events.answered())
                .put("unanswered", events.unanswered())
                .put("stored", events.stored())
                .put("all_answered_are_stored", events.allAnsweredAreStored()));
    return tree;
  }

  private static void latency(ObjectNode into, Latency latency) {
    into.put("mean", latency.meanMillis())
        .put("min", latency.atPercentile(0))
        .put("p50", latency.atPercentile(50))
        .put("p90", latency.atPercentile(90))
        .put("p95", latency.atPercentile(95))
        .put("p99", latency.atPercentile(99))
        .put("p99_9", latency.atPercentile(99.9))
        .put("max", latency.atPercentile(100));
  }

  private static double seconds(Duration duration) {
    return duration.toMillis() / 1e3;
  }
}
