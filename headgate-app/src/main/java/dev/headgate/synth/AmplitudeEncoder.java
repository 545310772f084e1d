package dev.headgate.synth;

import dev.headgate.event.EventTime;
import dev.headgate.event.JsonBytes;
import dev.headgate.json.JsonCursor;
import dev.headgate.json.JsonMembers;
import dev.headgate.json.JsonOutput;
import dev.headgate.json.JsonText;
import dev.headgate.json.MalformedJson;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Events as Amplitude's export has them: `user_id` and `device_id` side by side, the browser as
/// `os_name`, the system as `device_type`.
final class AmplitudeEncoder implements LineEncoder {
  /// By system: what an import takes its devices for.
  private static final Map<String, String> KINDS =
      Map.of("Windows", "Desktop", "Linux", "Desktop", "iOS", "Mobile", "Android", "Mobile");

  /// By property: the event property it comes from.
  private static final List<Map.Entry<String, String>> NAMES =
      List.of(
          Map.entry("$current_url", "[Amplitude] Page URL"),
          Map.entry("$pathname", "[Amplitude] Page Path"),
          Map.entry("$viewport_height", "[Amplitude] Viewport Height"),
          Map.entry("$viewport_width", "[Amplitude] Viewport Width"),
          Map.entry("$referrer", "referrer"),
          Map.entry("$referring_domain", "referring_domain"));

  @Override
  public void encode(GeneratedEvent event, boolean withUuid, JsonOutput out) throws MalformedJson {
    Map<String, JsonBytes> properties =
        JsonMembers.of(JsonCursor.object(event.properties.buffer(), 0, event.properties.length()));
    // An import sets places on persons; of these, the truth knows nothing.
    properties.keySet().removeIf(name -> name.startsWith("$geoip_"));
    out.ascii("{\"event_type\":").string(name(event.name));
    time(event, out);
    out.ascii(",\"groups\":{},\"dma\":null,\"session_id\":-1");
    id("user_id", event.move.anonymous() ? new byte[0] : event.distinctId, out);
    id("device_id", event.move.anonymous() ? event.distinctId : event.beside, out);
    system(properties, out);
    field("os_name", properties.remove("$browser"), out);
    JsonBytes version = properties.remove("$browser_version");
    if (version != null) {
      out.ascii(",\"os_version\":").string(JsonText.of(version));
    }
    for (Map.Entry<String, String> name : NAMES) {
      JsonBytes value = properties.remove(name.getKey());
      if (value != null) {
        properties.put(name.getValue(), value);
      }
    }
    if (withUuid) {
      out.ascii(",\"uuid\":\"").bytes(event.uuid.ascii()).ascii("\"");
    }
    out.ascii(",\"event_properties\":").raw(JsonMembers.write(properties)).ascii("}");
  }

  private static String name(String name) {
    return switch (name) {
      case "$pageview" -> "[Amplitude] Page Viewed";
      case "$autocapture" -> "[Amplitude] Element Clicked";
      default -> name;
    };
  }

  private static void time(GeneratedEvent event, JsonOutput out) {
    String time = EventTime.format(event.timestampMicros);
    out.ascii(",\"event_time\":\"")
        .ascii(time.substring(0, 10))
        .ascii(" ")
        .ascii(time.substring(11, time.length() - 1))
        .ascii("\"");
  }

  private static void id(String name, byte[] id, JsonOutput out) {
    out.ascii(",\"").ascii(name).ascii("\":");
    if (id.length == 0) {
      out.ascii("null");
    } else {
      out.ascii("\"").bytes(id).ascii("\"");
    }
  }

  /// The kind of device follows from the system, where an import knows it.
  private static void system(Map<String, JsonBytes> properties, JsonOutput out)
      throws MalformedJson {
    JsonBytes system = properties.get("$os");
    JsonBytes kind = properties.get("$device_type");
    if (system == null || kind == null) {
      return;
    }
    String known = KINDS.get(JsonText.of(system));
    boolean follows = known != null && known.equals(JsonText.of(kind));
    if (follows || known == null) {
      field("device_type", properties.remove("$os"), out);
    }
    if (follows) {
      properties.remove("$device_type");
    }
  }

  private static void field(String name, @Nullable JsonBytes value, JsonOutput out) {
    if (value != null) {
      out.ascii(",\"").ascii(name).ascii("\":").raw(value);
    }
  }
}
