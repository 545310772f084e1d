package dev.headgate.synth;

import dev.headgate.event.EventTime;
import dev.headgate.event.JsonBytes;
import dev.headgate.json.JsonCursor;
import dev.headgate.json.JsonMembers;
import dev.headgate.json.JsonOutput;
import dev.headgate.json.JsonText;
import dev.headgate.json.MalformedJson;
import dev.headgate.synth.Move.MergeName;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Events as calls of Segment's specification: views, identify and alias as such, all else as a
/// track. What the client knows goes into the context. RudderStack's are a dump, every other third
/// line the row of an archive.
final class SegmentEncoder implements LineEncoder {
  private static final long MOST_CLOCK_ERROR_MICROS = 5_000_000;
  private static final long TRANSPORT_MICROS = 250_000;

  /// By property: the group of the context and the name in it.
  private static final Map<String, String> CONTEXT =
      Map.ofEntries(
          Map.entry("$os", "os.name"),
          Map.entry("$os_version", "os.version"),
          Map.entry("$device_type", "device.type"),
          Map.entry("$screen_height", "screen.height"),
          Map.entry("$screen_width", "screen.width"),
          Map.entry("$current_url", "page.url"),
          Map.entry("$pathname", "page.path"),
          Map.entry("$referrer", "page.referrer"),
          Map.entry("$referring_domain", "page.referring_domain"),
          Map.entry("$app_name", "app.name"),
          Map.entry("$app_namespace", "app.namespace"),
          Map.entry("$app_version", "app.version"),
          Map.entry("$app_build", "app.build"),
          Map.entry("utm_source", "campaign.source"),
          Map.entry("utm_medium", "campaign.medium"),
          Map.entry("utm_campaign", "campaign.name"),
          Map.entry("$lib", "library.name"),
          Map.entry("$lib_version", "library.version"));

  private final boolean rudderStack;

  SegmentEncoder(boolean rudderStack) {
    this.rudderStack = rudderStack;
  }

  @Override
  public void encode(GeneratedEvent event, boolean withUuid, JsonOutput out) throws MalformedJson {
    int variant = rudderStack ? (int) (event.number % 3) : 0;
    if (variant == 0) {
      call(event, withUuid, out);
      return;
    }
    String received = EventTime.format(received(event));
    out.ascii(variant == 1 ? "{\"userId\":\"<<>>" : "{\"JobID\":");
    if (variant == 1) {
      out.bytes(event.beside).ascii("<<>>").bytes(event.distinctId).ascii("\",\"payload\":");
      call(event, withUuid, out);
      out.ascii(",\"createdAt\":\"").ascii(received).ascii("\"}");
      return;
    }
    out.number(event.number).ascii(",\"EventCount\":1,\"EventPayload\":{\"batch\":[");
    call(event, withUuid, out);
    out.ascii("],\"requestIP\":\"192.0.2.7\",\"receivedAt\":\"").ascii(received).ascii("\"}}");
  }

  private void call(GeneratedEvent event, boolean withUuid, JsonOutput out) throws MalformedJson {
    Map<String, JsonBytes> properties =
        JsonMembers.of(JsonCursor.object(event.properties.buffer(), 0, event.properties.length()));
    String type = type(event, properties);
    out.ascii("{\"type\":\"").ascii(type).ascii("\"");
    if (type.equals("track")) {
      out.ascii(",\"event\":").string(event.name);
    }
    out.ascii(event.move.anonymous() ? ",\"anonymousId\":" : ",\"userId\":");
    LineEncoder.id(event, out);
    switch (type) {
      case "identify" -> {
        member("anonymousId", properties.remove("$anon_distinct_id"), out);
        member("traits", properties.remove("$set"), out);
      }
      case "alias" -> member("previousId", properties.remove("alias"), out);
      default -> {
        if (event.beside.length > 0) {
          out.ascii(",\"anonymousId\":\"").bytes(event.beside).ascii("\"");
        }
      }
    }
    if (withUuid) {
      out.ascii(",\"messageId\":\"msg-").bytes(event.uuid.ascii()).ascii("\"");
    }
    times(event, out);
    context(properties, out);
    member("properties", JsonMembers.write(properties), out);
    out.ascii(rudderStack ? ",\"rudderId\":\"r-1\",\"channel\":\"web\"}" : ",\"version\":2}");
  }

  private static String type(GeneratedEvent event, Map<String, JsonBytes> properties)
      throws MalformedJson {
    MergeName merge = event.mergeName();
    if (merge == MergeName.IDENTIFY) {
      JsonBytes other = properties.get("$anon_distinct_id");
      boolean named = other != null && other.utf8()[0] == '"' && !JsonText.of(other).isBlank();
      return named ? "identify" : "track";
    }
    if (merge == MergeName.CREATE_ALIAS) {
      return "alias";
    }
    return switch (event.name) {
      case "$pageview" -> "page";
      case "$screen" -> "screen";
      default -> "track";
    };
  }

  /// A device's clock is off by some seconds; a third of RudderStack's events do without the right
  /// time, which follows from the others.
  private void times(GeneratedEvent event, JsonOutput out) {
    long error = event.number % (2 * MOST_CLOCK_ERROR_MICROS) - MOST_CLOCK_ERROR_MICROS;
    long original = event.timestampMicros + error;
    long sent = received(event) + error;
    if (!rudderStack || event.number % 3 != 2) {
      out.ascii(",\"timestamp\":");
      LineEncoder.time(event, out);
    }
    out.ascii(",\"originalTimestamp\":\"").ascii(EventTime.format(original));
    out.ascii("\",\"sentAt\":\"").ascii(EventTime.format(sent));
    out.ascii("\",\"receivedAt\":\"").ascii(EventTime.format(received(event))).ascii("\"");
  }

  private static long received(GeneratedEvent event) {
    return event.timestampMicros + TRANSPORT_MICROS;
  }

  private static void context(Map<String, JsonBytes> properties, JsonOutput out) {
    Map<String, Map<String, JsonBytes>> groups = new TreeMap<>();
    CONTEXT.forEach((property, place) -> {
      JsonBytes value = properties.remove(property);
      if (value != null) {
        int dot = place.indexOf('.');
        groups
            .computeIfAbsent(place.substring(0, dot), _ -> new TreeMap<>())
            .put(place.substring(dot + 1), value);
      }
    });
    Map<String, JsonBytes> context = new LinkedHashMap<>();
    groups.forEach((name, members) -> context.put(name, JsonMembers.write(members)));
    member("context", JsonMembers.write(context), out);
  }

  static void member(String name, @Nullable JsonBytes value, JsonOutput out) {
    if (value != null) {
      out.ascii(",\"").bytes(name.getBytes(StandardCharsets.UTF_8)).ascii("\":").raw(value);
    }
  }
}
