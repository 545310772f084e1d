package dev.headgate.loadtest.file;

import dev.headgate.json.MalformedYaml;
import dev.headgate.json.Nearest;
import dev.headgate.json.YamlTree;
import dev.headgate.loadtest.ArrivalRate;
import dev.headgate.loadtest.LoadTestPlan;
import dev.headgate.loadtest.RequestShape;
import dev.headgate.loadtest.Threshold;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Reads plans of load tests, YAML or JSON. What k6 has a word for is called as k6 calls it.
///
/// ```yaml
/// name: spring campaign
/// contact: anna@example.com, +49 30 1234
/// reason: what a campaign day would be
/// window: {from: 2026-12-01T08:00:00Z, to: 2026-12-01T10:00:00Z}   # optional
/// executor: ramping-arrival-rate      # or constant-arrival-rate, with rate and duration
/// startRate: 10
/// timeUnit: 1s
/// stages:
///   - {duration: 1m, target: 500}
///   - {duration: 2m, target: 500}
/// preAllocatedVUs: 50                 # connections that are opened before
/// maxVUs: 500                         # requests under way at once; what is due beyond is dropped
/// timeout: 10s
/// request: {events: 1, distinct_ids: 5000, event_bytes: 900}
/// thresholds:
///   http_req_duration: ["p(99)<200"]
///   http_req_failed: [{threshold: "rate<0.01", abortOnFail: true, delayAbortEval: 10s}]
/// ```
public final class PlanFile {
  /// Longest plan that is read.
  public static final int MOST_BYTES = 1 << 20;

  private static final List<String> KEYS =
      List.of(
          "name",
          "contact",
          "reason",
          "window",
          "executor",
          "startRate",
          "rate",
          "timeUnit",
          "duration",
          "stages",
          "preAllocatedVUs",
          "maxVUs",
          "timeout",
          "request",
          "thresholds");
  private static final int USUAL_MOST_AT_ONCE = 500;
  private static final int USUAL_PRE_ALLOCATED = 10;
  private static final Duration USUAL_TIMEOUT = Duration.ofSeconds(30);
  private static final Duration SECOND = Duration.ofSeconds(1);

  private final PlanKeys keys;

  private PlanFile(PlanKeys keys) {
    this.keys = keys;
  }

  public static LoadTestPlan parse(String text) throws PlanFault {
    PlanKeys keys = root(text, "name: spring campaign");
    keys.requireKnown(KEYS);
    return new PlanFile(keys).plan();
  }

  /// The keys of a document.
  static PlanKeys root(String text, String example) throws PlanFault {
    try {
      if (YamlTree.read(text) instanceof YamlTree.Mapped root) {
        return new PlanKeys(root);
      }
    } catch (MalformedYaml e) {
      throw new PlanFault(String.valueOf(e.getMessage()), e.line());
    }
    throw new PlanFault("it holds no keys, such as \"" + example + "\"", 1);
  }

  private LoadTestPlan plan() throws PlanFault {
    Optional<PlanKeys> window = keys.mapping("window");
    if (window.isPresent()) {
      window.get().requireKnown(List.of("from", "to"));
    }
    String name = keys.text("name");
    String contact = keys.text("contact");
    String reason = keys.text("reason");
    ArrivalRate rate = rate(keys);
    int mostAtOnce = keys.whole("maxVUs", USUAL_MOST_AT_ONCE);
    int preAllocated =
        keys.whole("preAllocatedVUs", Math.min(USUAL_PRE_ALLOCATED, Math.max(1, mostAtOnce)));
    RequestShape request = request();
    List<Threshold> thresholds = thresholds(keys.mapping("thresholds"));
    var from =
        window.isPresent() ? window.get().instant("from") : Optional.<java.time.Instant>empty();
    var to = window.isPresent() ? window.get().instant("to") : Optional.<java.time.Instant>empty();
    try {
      return new LoadTestPlan(
          name,
          contact,
          reason,
          from,
          to,
          rate,
          preAllocated,
          mostAtOnce,
          keys.duration("timeout", USUAL_TIMEOUT),
          request,
          thresholds);
    } catch (IllegalArgumentException e) {
      String message = String.valueOf(e.getMessage());
      throw new PlanFault(message, lineOfTrouble(message));
    }
  }

  /// The line of the key that a message about the whole is likeliest to be about.
  private int lineOfTrouble(String message) {
    if (message.startsWith("the window")) {
      return keys.lineOf("window");
    }
    if (message.startsWith("a request waits")) {
      return keys.lineOf("timeout");
    }
    return message.startsWith("preAllocatedVUs")
        ? keys.lineOf("preAllocatedVUs")
        : keys.lineOf("maxVUs");
  }

  /// Reads executor, rates and stages.
  static ArrivalRate rate(PlanKeys keys) throws PlanFault {
    String executor = keys.text("executor");
    Duration unit = keys.duration("timeUnit", SECOND);
    if (unit.isZero()) {
      throw keys.wrong("timeUnit", "is longer than no time");
    }
    double perSecond = 1e9 / unit.toNanos();
    try {
      return switch (executor) {
        case "ramping-arrival-rate" -> {
          without(keys, executor, "rate", "duration");
          yield new ArrivalRate(
              ArrivalRate.Executor.RAMPING,
              keys.rate("startRate", 0) * perSecond,
              ramps(keys, perSecond));
        }
        case "constant-arrival-rate" -> {
          without(keys, executor, "startRate", "stages");
          double rate = keys.rate("rate") * perSecond;
          yield new ArrivalRate(
              ArrivalRate.Executor.CONSTANT,
              rate,
              List.of(new ArrivalRate.Ramp(keys.duration("duration"), rate)));
        }
        case String other ->
            throw keys.wrong(
                "executor",
                "is "
                    + other
                    + ", which does not say when requests arrive"
                    + Nearest.hint(
                        other, List.of("ramping-arrival-rate", "constant-arrival-rate")));
      };
    } catch (IllegalArgumentException e) {
      throw new PlanFault(
          String.valueOf(e.getMessage()),
          keys.lineOf(keys.has("stages") ? "stages" : keys.has("duration") ? "duration" : "rate"));
    }
  }

  private static void without(PlanKeys keys, String executor, String... others) throws PlanFault {
    for (String other : others) {
      if (keys.has(other)) {
        throw keys.wrong(
            other,
            "contradicts the executor "
                + executor
                + ": ramping-arrival-rate has startRate and stages, constant-arrival-rate has rate"
                + " and duration");
      }
    }
  }

  private static List<ArrivalRate.Ramp> ramps(PlanKeys keys, double perSecond) throws PlanFault {
    List<ArrivalRate.Ramp> ramps = new ArrayList<>();
    for (YamlTree item : keys.list("stages")) {
      if (!(item instanceof YamlTree.Mapped mapped)) {
        throw new PlanFault("a stage is {duration: 1m, target: 500}", item.line());
      }
      PlanKeys stage = new PlanKeys(mapped);
      stage.requireKnown(List.of("duration", "target"));
      ArrivalRate.Ramp ramp =
          new ArrivalRate.Ramp(stage.duration("duration"), stage.rate("target") * perSecond);
      boolean jump = ramp.duration().isZero();
      if (jump && !ramps.isEmpty() && ramps.getLast().duration().isZero()) {
        throw new PlanFault(
            "two stages one after the other take no time: which target counts?", stage.line());
      }
      ramps.add(ramp);
    }
    if (ramps.isEmpty()) {
      throw keys.wrong("stages", "has at least one stage, such as {duration: 1m, target: 500}");
    }
    return ramps;
  }

  private RequestShape request() throws PlanFault {
    Optional<PlanKeys> found = keys.mapping("request");
    if (found.isEmpty()) {
      return RequestShape.PAGE_VIEW;
    }
    PlanKeys request = found.get();
    request.requireKnown(List.of("events", "distinct_ids", "event_bytes"));
    try {
      return new RequestShape(
          request.whole("events", RequestShape.PAGE_VIEW.events()),
          request.whole("distinct_ids", RequestShape.PAGE_VIEW.distinctIds()),
          request.whole("event_bytes", RequestShape.PAGE_VIEW.eventBytes()));
    } catch (IllegalArgumentException e) {
      String message = String.valueOf(e.getMessage());
      throw new PlanFault(message, request.lineOf(message.split(" ", 2)[0]));
    }
  }

  /// Reads the thresholds of all metrics, in their order.
  static List<Threshold> thresholds(Optional<PlanKeys> found) throws PlanFault {
    if (found.isEmpty()) {
      return List.of();
    }
    PlanKeys keys = found.get();
    keys.requireKnown(Threshold.Metric.keys());
    List<Threshold> thresholds = new ArrayList<>();
    for (Map.Entry<String, YamlTree.Entry> entry : keys.entries().entrySet()) {
      Threshold.Metric metric = Threshold.Metric.ofKey(entry.getKey()).orElseThrow();
      for (YamlTree item : keys.list(entry.getKey())) {
        thresholds.add(threshold(metric, item));
      }
    }
    return thresholds;
  }

  static Threshold threshold(Threshold.Metric metric, YamlTree item) throws PlanFault {
    try {
      return switch (item) {
        case YamlTree.Scalar(String text, var _, int _) ->
            new Threshold(metric, text, false, Duration.ZERO);
        case YamlTree.Mapped mapped -> {
          PlanKeys keys = new PlanKeys(mapped);
          keys.requireKnown(List.of("threshold", "abortOnFail", "delayAbortEval"));
          yield new Threshold(
              metric,
              keys.text("threshold"),
              keys.flag("abortOnFail"),
              keys.duration("delayAbortEval", Duration.ZERO));
        }
        case YamlTree.Sequence _ ->
            throw new PlanFault("a threshold is a text such as \"p(99)<200\"", item.line());
      };
    } catch (IllegalArgumentException e) {
      throw new PlanFault(String.valueOf(e.getMessage()), item.line());
    }
  }
}
