package dev.headgate.loadtest.file;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.headgate.event.JsonBytes;
import dev.headgate.json.MalformedJson;
import dev.headgate.loadtest.ArrivalRate;
import dev.headgate.loadtest.LoadTestPlan;
import dev.headgate.loadtest.Threshold;
import java.math.BigDecimal;
import java.time.Duration;

/// A plan as JSON, with the keys of {@link PlanFile}; the same plan is the same text.
public final class PlanText {
  private static final ObjectMapper JSON = new ObjectMapper();

  private PlanText() {}

  public static JsonBytes write(LoadTestPlan plan) {
    return JsonBytes.of(tree(plan).toString());
  }

  /// Reads a plan.
  ///
  /// @throws MalformedJson if it is none
  public static LoadTestPlan read(JsonBytes json) throws MalformedJson {
    try {
      return PlanFile.parse(json.toString());
    } catch (PlanFault e) {
      throw new MalformedJson("no plan of a load test: " + e.getMessage());
    }
  }

  static ObjectNode tree(LoadTestPlan plan) {
    ObjectNode tree = JSON.createObjectNode();
    tree.put("name", plan.name()).put("contact", plan.contact()).put("reason", plan.reason());
    if (plan.from().isPresent() || plan.to().isPresent()) {
      ObjectNode window = tree.putObject("window");
      plan.from().ifPresent(from -> window.put("from", from.toString()));
      plan.to().ifPresent(to -> window.put("to", to.toString()));
    }
    ArrivalRate rate = plan.rate();
    tree.put("executor", rate.executor().key());
    switch (rate.executor()) {
      case CONSTANT ->
          tree.put("rate", rate.startPerSecond()).put("duration", duration(rate.duration()));
      case RAMPING -> {
        tree.put("startRate", rate.startPerSecond());
        ArrayNode stages = tree.putArray("stages");
        for (ArrivalRate.Ramp ramp : rate.ramps()) {
          stages
              .addObject()
              .put("duration", duration(ramp.duration()))
              .put("target", ramp.targetPerSecond());
        }
      }
    }
    tree.put("preAllocatedVUs", plan.preAllocated()).put("maxVUs", plan.mostAtOnce());
    tree.put("timeout", duration(plan.timeout()));
    tree.putObject("request")
        .put("events", plan.request().events())
        .put("distinct_ids", plan.request().distinctIds())
        .put("event_bytes", plan.request().eventBytes());
    ObjectNode thresholds = tree.putObject("thresholds");
    for (Threshold threshold : plan.thresholds()) {
      thresholds
          .withArray(threshold.metric().key())
          .addObject()
          .put("threshold", threshold.expression())
          .put("abortOnFail", threshold.abortOnFail())
          .put("delayAbortEval", duration(threshold.delayAbortEval()));
    }
    return tree;
  }

  static String duration(Duration duration) {
    BigDecimal millis = BigDecimal.valueOf(duration.toNanos(), 6).stripTrailingZeros();
    return millis.toPlainString() + "ms";
  }
}
