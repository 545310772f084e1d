package dev.headgate.capture;

import dev.headgate.event.EventId;
import dev.headgate.json.JsonOutput;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/// What became of each event of a request.
///
/// ```
/// {"results": {"0190..": {"result": "ok"}, "0191..": {"result": "drop", "details": "invalid_options"}}}
/// ```
final class V1Results {
  private final Map<EventId, Result> results = new TreeMap<>();

  private enum Kind {
    /// Taken.
    OK,
    /// Taken, and not as the sender may think; not to be sent again.
    WARNING,
    /// Not taken, and never will be.
    DROP
  }

  private record Result(Kind kind, String details) {}

  boolean has(EventId uuid) {
    return results.containsKey(uuid);
  }

  void taken(EventId uuid) {
    results.put(uuid, new Result(Kind.OK, ""));
  }

  void takenWithWarning(EventId uuid, String details) {
    results.put(uuid, new Result(Kind.WARNING, details));
  }

  /// @param details why, as a tag
  void dropped(EventId uuid, String details) {
    results.put(uuid, new Result(Kind.DROP, details));
  }

  String json() {
    JsonOutput out = new JsonOutput(64 * results.size() + 16);
    out.ascii("{\"results\":{");
    String separator = "";
    for (Map.Entry<EventId, Result> entry : results.entrySet()) {
      Result result = entry.getValue();
      out.ascii(separator)
          .string(entry.getKey().toString())
          .ascii(":{\"result\":\"")
          .ascii(
              switch (result.kind) {
                case OK -> "ok";
                case WARNING -> "warning";
                case DROP -> "drop";
              })
          .ascii("\"");
      if (!result.details.isEmpty()) {
        out.ascii(",\"details\":").string(result.details);
      }
      out.ascii("}");
      separator = ",";
    }
    return new String(out.ascii("}}").toByteArray(), StandardCharsets.UTF_8);
  }
}
