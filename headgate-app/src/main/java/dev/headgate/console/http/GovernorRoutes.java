package dev.headgate.console.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.headgate.console.Governing;
import dev.headgate.pace.Moment;
import java.util.List;

/// What the governor of imports feels and does.
final class GovernorRoutes {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Governing governing;

  GovernorRoutes(Governing governing) {
    this.governing = governing;
  }

  /// ```
  /// {"reason", "trace":[{"at","live_per_second","live_delay_seconds","live_p99_seconds",
  ///   "imports_per_second","waiting_events","stored_per_second","oldest_seconds","pressure","limit_per_second",
  ///   "factors":{IMPORT:FACTOR}}]}
  /// ```
  ///
  /// `trace` has the last quarter of an hour, oldest first; `limit_per_second` is null where
  /// nothing limits imports but their envelopes.
  JsonNode trace() {
    List<Moment> trace = governing.trace();
    ObjectNode answer = JSON.createObjectNode();
    answer.put("reason", governing.latest().map(now -> now.decision().reason()).orElse(""));
    ArrayNode list = answer.putArray("trace");
    for (Moment moment : trace) {
      write(list.addObject(), moment);
    }
    return answer;
  }

  private static void write(ObjectNode into, Moment moment) {
    into.put("at", moment.at().toString())
        .put("live_per_second", moment.signals().livePerSecond())
        .put("live_delay_seconds", moment.signals().liveDelay().toNanos() / 1e9)
        .put("live_p99_seconds", moment.signals().captureLatency().toNanos() / 1e9)
        .put("imports_per_second", moment.signals().historicalPerSecond())
        .put("waiting_events", moment.signals().waiting())
        .put("stored_per_second", moment.signals().storedPerSecond())
        .put("oldest_seconds", moment.signals().oldest().toNanos() / 1e9)
        .put("pressure", moment.decision().pressure());
    if (Double.isFinite(moment.decision().perSecond())) {
      into.put("limit_per_second", moment.decision().perSecond());
    } else {
      into.putNull("limit_per_second");
    }
    ObjectNode factors = into.putObject("factors");
    moment
        .decision()
        .factors()
        .forEach((number, factor) -> factors.put(Integer.toString(number), factor));
  }

  /// `{"factor","reason"}` of an import that sends now; null of any other.
  JsonNode pace(int importNumber) {
    return governing
        .latest()
        .map(Moment::decision)
        .filter(decision -> decision.factors().containsKey(importNumber))
        .<JsonNode>map(decision -> {
          double factor = decision.factors().getOrDefault(importNumber, 1.0);
          return JSON.createObjectNode()
              .put("factor", factor)
              .put("reason", factor < 1 ? decision.reason() : "");
        })
        .orElseGet(JSON::nullNode);
  }
}
