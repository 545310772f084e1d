package dev.headgate.tell;

import dev.headgate.admit.TrailJson;
import dev.headgate.event.JsonBytes;
import dev.headgate.json.JsonOutput;

/// Messages as bodies of requests.
///
/// ```
/// full    {"type":"import.green_light","timestamp":"2026-11-27T12:00:00Z","data":{"kind":"note","text":"...",
///          "link":"https://...","project":"shop","entry":{an entry as GET /api/v1/audit has it, or null}}}
/// slack   {"text":"..."}
/// ```
public final class MessageJson {
  private static final int USUAL_BYTES = 2_048;

  private MessageJson() {}

  public static JsonBytes write(Message message, Target.Format format) {
    return switch (format) {
      case FULL -> full(message);
      case SLACK -> slack(message);
    };
  }

  private static JsonBytes full(Message message) {
    JsonOutput out = new JsonOutput(USUAL_BYTES);
    out.ascii("{\"type\":").string(message.type());
    out.ascii(",\"timestamp\":").string(message.at().toString());
    out.ascii(",\"data\":{\"kind\":").string(message.kind().key());
    out.ascii(",\"text\":").string(message.text());
    out.ascii(",\"link\":").string(message.link());
    out.ascii(",\"project\":").string(message.project());
    out.ascii(",\"entry\":");
    message
        .entry()
        .ifPresentOrElse(entry -> out.raw(TrailJson.write(entry)), () -> out.ascii("null"));
    return out.ascii("}}").toJsonBytes();
  }

  /// What people typed is no mark-up there: `<!channel>` would call everybody.
  private static JsonBytes slack(Message message) {
    String text =
        message.headline().replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    return new JsonOutput(USUAL_BYTES)
        .ascii("{\"text\":")
        .string(text + "\n" + message.link())
        .ascii("}")
        .toJsonBytes();
  }
}
