package dev.headgate.loadtest.file;

import com.fasterxml.jackson.databind.node.TextNode;
import dev.headgate.json.YamlTree;
import dev.headgate.loadtest.ArrivalRate;
import dev.headgate.loadtest.Threshold;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Takes over what an options file of k6 says of arrivals and thresholds, as the text of a plan:
/// one scenario with an arrival-rate executor. What cannot be taken over is said, in words.
///
/// Who answers for the load test is none of k6's business, so contact and reason are left for
/// people to fill in.
public final class K6Options {
  private static final List<String> OF_ARRIVALS =
      List.of(
          "executor",
          "startRate",
          "rate",
          "timeUnit",
          "duration",
          "stages",
          "preAllocatedVUs",
          "maxVUs");
  private static final int USUAL_VUS = 10;

  private final PlanKeys options;
  private final Optional<String> wanted;
  private final List<String> left = new ArrayList<>();
  private final StringBuilder yaml = new StringBuilder();

  private K6Options(PlanKeys options, Optional<String> wanted) {
    this.options = options;
    this.wanted = wanted;
  }

  /// What came of it.
  ///
  /// @param plan YAML, with contact and reason left blank
  /// @param leftOut what could not be taken over, a sentence each
  public record Imported(String plan, List<String> leftOut) {
    public Imported {
      leftOut = List.copyOf(leftOut);
    }
  }

  /// Reads the JSON of k6's options.
  ///
  /// @param scenario by its name, where there are several
  public static Imported read(String json, Optional<String> scenario) throws PlanFault {
    return new K6Options(PlanFile.root(json, "scenarios"), scenario).imported();
  }

  private Imported imported() throws PlanFault {
    for (String closed : List.of("vus", "iterations", "stages", "duration")) {
      if (options.has(closed)) {
        left.add(
            closed
                + ": that many virtual users wait for their answers (a closed model), and send less"
                + " when the server is slow; a load test here sends when it is due");
      }
    }
    for (String key : options.entries().keySet()) {
      if (!List.of("scenarios", "thresholds", "vus", "iterations", "stages", "duration")
          .contains(key)) {
        left.add(key + ": not known here");
      }
    }
    Map.Entry<String, PlanKeys> scenario = scenario();
    PlanKeys keys = scenario.getValue();
    for (String key : keys.entries().keySet()) {
      if (!OF_ARRIVALS.contains(key)) {
        left.add("scenarios." + scenario.getKey() + "." + key + ": not known here");
      }
    }
    ArrivalRate rate = PlanFile.rate(keys);
    yaml.append("name: ").append(quoted(scenario.getKey())).append('\n');
    yaml.append("contact: \"\"   # who is there while it runs\n");
    yaml.append("reason: \"\"    # why it is done\n");
    write(rate);
    int preAllocated = keys.whole("preAllocatedVUs", USUAL_VUS);
    yaml.append("preAllocatedVUs: ").append(preAllocated).append('\n');
    yaml.append("maxVUs: ").append(keys.whole("maxVUs", preAllocated)).append('\n');
    yaml.append(
        "request: {events: 1, distinct_ids: 1000}   # k6's script says what is sent; here: page views\n");
    write(thresholds());
    return new Imported(yaml.toString(), left);
  }

  private Map.Entry<String, PlanKeys> scenario() throws PlanFault {
    Optional<PlanKeys> found = options.mapping("scenarios");
    if (found.isEmpty()) {
      throw new PlanFault(
          "it has no scenarios, so it does not say when requests arrive: k6 calls that"
              + " scenarios.NAME.executor: ramping-arrival-rate",
          options.line());
    }
    PlanKeys scenarios = found.get();
    List<String> open = new ArrayList<>();
    for (String name : scenarios.entries().keySet()) {
      PlanKeys each = scenarios.mapping(name).orElseThrow();
      boolean arrivals = each.has("executor") && each.text("executor").endsWith("-arrival-rate");
      if (arrivals && wanted.map(name::equals).orElse(true)) {
        open.add(name);
      } else {
        left.add(
            "scenarios."
                + name
                + (arrivals
                    ? ": another scenario"
                    : ": its executor does not say when requests arrive (a closed model)"));
      }
    }
    if (open.size() != 1) {
      throw new PlanFault(
          open.isEmpty()
              ? wanted
                  .map(name -> "no scenario " + name + " says when requests arrive")
                  .orElse("no scenario has an arrival-rate executor")
              : "several scenarios have an arrival-rate executor: name one of "
                  + String.join(", ", open),
          options.lineOf("scenarios"));
    }
    String name = open.getFirst();
    return Map.entry(name, scenarios.mapping(name).orElseThrow());
  }

  private void write(ArrivalRate rate) {
    yaml.append("executor: ").append(rate.executor().key()).append('\n');
    switch (rate.executor()) {
      case CONSTANT -> {
        yaml.append("rate: ").append(rate.startPerSecond()).append('\n');
        yaml.append("duration: ").append(PlanText.duration(rate.duration())).append('\n');
      }
      case RAMPING -> {
        yaml.append("startRate: ").append(rate.startPerSecond()).append('\n');
        yaml.append("stages:\n");
        for (ArrivalRate.Ramp ramp : rate.ramps()) {
          yaml.append("  - {duration: ").append(PlanText.duration(ramp.duration()));
          yaml.append(", target: ").append(ramp.targetPerSecond()).append("}\n");
        }
      }
    }
  }

  private List<Threshold> thresholds() throws PlanFault {
    Optional<PlanKeys> found = options.mapping("thresholds");
    List<Threshold> thresholds = new ArrayList<>();
    if (found.isEmpty()) {
      return thresholds;
    }
    for (String name : found.get().entries().keySet()) {
      Optional<Threshold.Metric> metric = Threshold.Metric.ofKey(name);
      if (metric.isEmpty()) {
        left.add("thresholds." + name + ": no metric here; " + Threshold.Metric.keys() + " are");
        continue;
      }
      for (YamlTree item : found.get().list(name)) {
        thresholds.add(PlanFile.threshold(metric.get(), item));
      }
    }
    return thresholds;
  }

  private void write(List<Threshold> thresholds) {
    if (thresholds.isEmpty()) {
      return;
    }
    yaml.append("thresholds:\n");
    for (Threshold.Metric metric : Threshold.Metric.values()) {
      List<Threshold> its = thresholds.stream().filter(each -> each.metric() == metric).toList();
      if (!its.isEmpty()) {
        yaml.append("  ").append(metric.key()).append(":\n");
        its.forEach(each -> yaml.append("    - ").append(written(each)).append('\n'));
      }
    }
  }

  private static String written(Threshold threshold) {
    if (!threshold.abortOnFail()) {
      return quoted(threshold.expression());
    }
    Duration delay = threshold.delayAbortEval();
    return "{threshold: "
        + quoted(threshold.expression())
        + ", abortOnFail: true"
        + (delay.isZero() ? "" : ", delayAbortEval: " + PlanText.duration(delay))
        + "}";
  }

  private static String quoted(String text) {
    return TextNode.valueOf(text).toString();
  }
}
