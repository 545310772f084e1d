package dev.headgate.synth;

import dev.headgate.event.EventTime;
import dev.headgate.event.JsonBytes;
import dev.headgate.json.JsonCursor;
import dev.headgate.json.JsonMembers;
import dev.headgate.json.JsonOutput;
import dev.headgate.json.JsonText;
import dev.headgate.json.MalformedJson;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/// Events as rows of the BigQuery export of Google Analytics 4; every other one with its integers
/// as numbers.
final class Ga4Encoder implements LineEncoder {
  /// By property: the group of columns and the name in it.
  private static final Map<String, String> COLUMNS =
      Map.ofEntries(
          Map.entry("$os", "device.operating_system"),
          Map.entry("$os_version", "device.operating_system_version"),
          Map.entry("$geoip_city_name", "geo.city"),
          Map.entry("$app_namespace", "app_info.id"),
          Map.entry("$app_version", "app_info.version"),
          Map.entry("utm_source", "collected_traffic_source.manual_source"),
          Map.entry("utm_medium", "collected_traffic_source.manual_medium"),
          Map.entry("utm_campaign", "collected_traffic_source.manual_campaign_name"));

  private static final Map<String, String> PARAMETERS =
      Map.of("$current_url", "page_location", "$referrer", "page_referrer", "title", "page_title");

  @Override
  public void encode(GeneratedEvent event, boolean withUuid, JsonOutput out) throws MalformedJson {
    boolean numbers = event.number % 2 == 0;
    Map<String, JsonBytes> properties =
        JsonMembers.of(JsonCursor.object(event.properties.buffer(), 0, event.properties.length()));
    JsonBytes set = properties.remove("$set");
    String day =
        LocalDate.ofEpochDay(EventTime.epochDay(event.timestampMicros))
            .format(DateTimeFormatter.BASIC_ISO_DATE);
    out.ascii("{\"event_date\":\"").ascii(day).ascii("\",\"event_timestamp\":");
    integer(Long.toString(event.timestampMicros), numbers, out);
    out.ascii(",\"event_name\":").string(name(event.name));
    out.ascii(",\"event_bundle_sequence_id\":");
    integer(Long.toString(event.number / 4), numbers, out);
    out.ascii(",\"batch_event_index\":");
    integer(Long.toString(event.number % 4), numbers, out);
    out.ascii(event.move.anonymous() ? ",\"user_pseudo_id\":\"" : ",\"user_id\":\"");
    out.bytes(event.distinctId).ascii("\"");
    if (event.beside.length > 0) {
      out.ascii(",\"user_pseudo_id\":\"").bytes(event.beside).ascii("\"");
    }
    columns(properties, out);
    out.ascii(",\"event_params\":");
    keyed(properties, numbers, out);
    if (set != null) {
      out.ascii(",\"user_properties\":");
      keyed(JsonMembers.of(set), numbers, out);
    }
    out.ascii(",\"stream_id\":\"101\",\"platform\":\"WEB\"}");
  }

  private static String name(String name) {
    return switch (name) {
      case "$pageview" -> "page_view";
      case "$screen" -> "screen_view";
      default -> name;
    };
  }

  private static void columns(Map<String, JsonBytes> properties, JsonOutput out)
      throws MalformedJson {
    Map<String, Map<String, JsonBytes>> groups = new LinkedHashMap<>();
    for (Map.Entry<String, String> column : COLUMNS.entrySet()) {
      JsonBytes value = properties.remove(column.getKey());
      if (value != null) {
        int dot = column.getValue().indexOf('.');
        groups
            .computeIfAbsent(column.getValue().substring(0, dot), _ -> new LinkedHashMap<>())
            .put(column.getValue().substring(dot + 1), value);
      }
    }
    JsonBytes type = properties.remove("$device_type");
    JsonBytes browser = properties.remove("$browser");
    JsonBytes version = properties.remove("$browser_version");
    Map<String, JsonBytes> device = groups.computeIfAbsent("device", _ -> new LinkedHashMap<>());
    if (type != null) {
      device.put("category", text(JsonText.of(type).toLowerCase(Locale.ROOT)));
    }
    if (browser != null && version != null) {
      device.put(
          "web_info",
          JsonMembers.write(
              Map.of("browser", browser, "browser_version", text(JsonText.of(version)))));
    }
    for (Map.Entry<String, Map<String, JsonBytes>> group : groups.entrySet()) {
      out.ascii(",\"").ascii(group.getKey()).ascii("\":").raw(JsonMembers.write(group.getValue()));
    }
  }

  private static void keyed(Map<String, JsonBytes> properties, boolean numbers, JsonOutput out)
      throws MalformedJson {
    String separator = "[";
    for (Map.Entry<String, JsonBytes> property : properties.entrySet()) {
      String key = PARAMETERS.getOrDefault(property.getKey(), property.getKey());
      out.ascii(separator).ascii("{\"key\":").string(key).ascii(",\"value\":{");
      byte first = property.getValue().utf8()[0];
      String text = JsonText.of(property.getValue());
      if (first != '-' && (first < '0' || first > '9')) {
        out.ascii("\"string_value\":").string(text);
      } else if (text.chars().allMatch(Character::isDigit)) {
        out.ascii("\"int_value\":");
        integer(text, numbers, out);
      } else {
        out.ascii("\"double_value\":").ascii(text);
      }
      out.ascii("}}");
      separator = ",";
    }
    out.ascii(separator.equals("[") ? "[]" : "]");
  }

  private static void integer(String digits, boolean asNumber, JsonOutput out) {
    String quote = asNumber ? "" : "\"";
    out.ascii(quote).ascii(digits).ascii(quote);
  }

  private static JsonBytes text(String text) {
    return new JsonOutput(text.length() + 8).string(text).toJsonBytes();
  }
}
