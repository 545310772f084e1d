package dev.headgate.synth;

import dev.headgate.event.EventTime;
import dev.headgate.event.JsonBytes;
import dev.headgate.json.JsonCursor;
import dev.headgate.json.JsonMembers;
import dev.headgate.json.JsonOutput;
import dev.headgate.json.JsonText;
import dev.headgate.json.MalformedJson;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/// Events as rows of Snowplow's enriched events: page views, one structured event, and
/// self-describing events, whose data hold what has no column.
final class SnowplowEncoder implements LineEncoder {
  private static final int COLUMNS = 131;
  private static final long COLLECTED_AFTER_MICROS = 800_000;
  private static final String STRUCTURED = "Search Performed";

  /// By property: its column, from 0.
  private static final Map<String, Integer> COLUMN_OF =
      Map.ofEntries(
          Map.entry("$current_url", 29),
          Map.entry("title", 30),
          Map.entry("$referrer", 31),
          Map.entry("$pathname", 35),
          Map.entry("$referring_domain", 39),
          Map.entry("utm_medium", 47),
          Map.entry("utm_source", 48),
          Map.entry("utm_campaign", 51),
          Map.entry("$browser", 79),
          Map.entry("$browser_version", 80),
          Map.entry("$viewport_width", 95),
          Map.entry("$viewport_height", 96),
          Map.entry("$os", 98),
          Map.entry("$device_type", 101),
          Map.entry("$screen_width", 103),
          Map.entry("$screen_height", 104));

  private final String[] row = new String[COLUMNS];

  @Override
  public void encode(GeneratedEvent event, boolean withUuid, JsonOutput out) throws MalformedJson {
    Arrays.fill(row, "");
    Map<String, JsonBytes> properties =
        JsonMembers.of(JsonCursor.object(event.properties.buffer(), 0, event.properties.length()));
    for (Map.Entry<String, Integer> column : COLUMN_OF.entrySet()) {
      JsonBytes value = properties.remove(column.getKey());
      if (value != null) {
        String text = JsonText.of(value);
        row[column.getValue()] = text.equals("Desktop") ? "Computer" : text;
      }
    }
    Map<String, JsonBytes> ofTheDevice = new HashMap<>();
    for (PropertyKey key : PropertyKey.values()) {
      JsonBytes value = properties.get(key.propertyName());
      if (value != null && !SynthFormat.SNOWPLOW.carries(key)) {
        ofTheDevice.put(key.propertyName(), value);
        properties.remove(key.propertyName());
      }
    }
    row[0] = "shop";
    row[1] = event.move.byServer() ? "srv" : "web";
    row[3] = time(event.timestampMicros + COLLECTED_AFTER_MICROS);
    row[6] = withUuid ? event.uuid.toString() : "";
    ids(event);
    what(event, properties);
    row[52] =
        selfDescribing(
            "contexts", "[" + selfDescribing("device", JsonMembers.write(ofTheDevice)) + "]");
    row[124] = time(event.timestampMicros);
    out.bytes(String.join("\t", row).getBytes(StandardCharsets.UTF_8));
  }

  private void ids(GeneratedEvent event) {
    String who = new String(event.distinctId, StandardCharsets.UTF_8);
    row[event.move.anonymous() ? 15 : 12] = who;
    if (event.beside.length > 0) {
      // Where there is no cookie of the site's own, the collector's names the device.
      row[15] = new String(event.beside, StandardCharsets.UTF_8);
    }
  }

  private void what(GeneratedEvent event, Map<String, JsonBytes> properties) {
    switch (event.name) {
      case "$pageview" -> {
        row[5] = "page_view";
        row[126] = "page_view";
      }
      case STRUCTURED -> {
        row[5] = "struct";
        row[53] = "ui";
        row[54] = STRUCTURED;
        row[126] = "event";
      }
      default -> {
        row[5] = "unstruct";
        row[126] = event.name.equals("$screen") ? "screen_view" : event.name;
        row[58] =
            selfDescribing(
                "unstruct_event", selfDescribing("event", JsonMembers.write(properties)));
      }
    }
  }

  private static String selfDescribing(String name, Object data) {
    return "{\"schema\":\"iglu:example.fjordfield/"
        + name
        + "/jsonschema/1-0-0\",\"data\":"
        + data
        + "}";
  }

  private static String time(long micros) {
    String time = EventTime.format(micros);
    return time.substring(0, time.length() - 1).replace('T', ' ');
  }
}
