package dev.headgate.synth;

import dev.headgate.event.JsonBytes;
import dev.headgate.json.JsonCursor;
import dev.headgate.json.JsonMembers;
import dev.headgate.json.JsonOutput;
import dev.headgate.json.MalformedJson;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/// Events as Mixpanel's raw export has them, of a project with simplified identity: no records of
/// merges, `$user_id` and `$device_id` side by side, times in whole seconds.
final class MixpanelEncoder implements LineEncoder {
  /// What the distinct_id of a device begins with.
  static final String DEVICE_PREFIX = "$device:";

  private static final long PROCESSED_AFTER_MILLIS = 909;

  @Override
  public void encode(GeneratedEvent event, boolean withUuid, JsonOutput out) throws MalformedJson {
    long seconds = event.timestampMicros / 1_000_000;
    out.ascii("{\"event\":")
        .string(event.name.equals("$pageview") ? "$mp_web_page_view" : event.name)
        .ascii(",\"properties\":{\"time\":")
        .number(seconds)
        .ascii(",\"distinct_id\":\"")
        .bytes(event.distinctId)
        .ascii("\",\"mp_processing_time_ms\":")
        .number(seconds * 1000 + PROCESSED_AFTER_MILLIS);
    if (withUuid) {
      out.ascii(",\"$insert_id\":\"").bytes(event.uuid.ascii()).ascii("\"");
    }
    byte[] device = event.move.anonymous() ? event.distinctId : event.beside;
    if (!event.move.anonymous()) {
      out.ascii(",\"$user_id\":\"").bytes(event.distinctId).ascii("\"");
    }
    if (device.length > 0) {
      String id = new String(device, StandardCharsets.UTF_8);
      out.ascii(",\"$device_id\":").string(id.substring(DEVICE_PREFIX.length()));
    }
    Map<String, JsonBytes> properties =
        JsonMembers.of(JsonCursor.object(event.properties.buffer(), 0, event.properties.length()));
    properties.forEach((name, value) -> {
      // An import sets places on persons; of these, the truth knows nothing.
      if (!name.startsWith("$geoip_")) {
        out.ascii(",").string(name).ascii(":").raw(value);
      }
    });
    out.ascii("}}");
  }
}
