package dev.headgate.source.format;

import dev.headgate.event.DistinctId;
import dev.headgate.event.EventId;
import dev.headgate.event.EventName;
import dev.headgate.event.EventTime;
import dev.headgate.event.JsonBytes;
import dev.headgate.event.NamedIds;
import dev.headgate.json.JsonCursor;
import dev.headgate.json.JsonKind;
import dev.headgate.json.JsonMembers;
import dev.headgate.json.JsonOutput;
import dev.headgate.json.JsonText;
import dev.headgate.json.MalformedJson;
import dev.headgate.source.Decoded;
import dev.headgate.source.EventDraft;
import dev.headgate.source.IdentityPair;
import dev.headgate.source.RejectReason;
import dev.headgate.source.UuidRule;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/// Amplitude's export: JSON Lines, in a zip of gzip files as its export API answers them.
///
/// ```
/// {"$insert_id":"i-1","amplitude_id":100000000001,"device_id":"AAAA-1","user_id":"user-001",
///  "event_type":"Order Completed","event_time":"2025-02-05 22:57:31.078000",
///  "event_properties":{"sum":12.5},"user_properties":{},"groups":{},"uuid":"..."}
/// ```
///
/// A record with both `user_id` and `device_id` says that the two are one ({@link IdentityPair}).
/// Records of the table of merges (`amplitude_id`, `merged_amplitude_id`) make no event. What is
/// made of each field stands in `docs/formats.md`.
public final class AmplitudeFormat extends ProductFormat {
  public static final String NAME = "amplitude";

  /// Where the time of an event is looked for, best first.
  private static final List<String> TIMES =
      List.of(
          "event_time",
          "client_event_time",
          "server_received_time",
          "client_upload_time",
          "server_upload_time",
          "processed_time");

  private static final String PREFIX = "$amplitude_";

  /// Fields that have a name of their own in the pipeline, and that name.
  private static final List<Map.Entry<String, String>> RENAMED =
      List.of(
          Map.entry("os_name", "$browser"),
          Map.entry("os_version", "$browser_version"),
          Map.entry("device_type", "$os"),
          Map.entry("country", "$geoip_country_name"),
          Map.entry("city", "$geoip_city_name"),
          Map.entry("region", "$geoip_subdivision_1_name"),
          Map.entry("ip_address", "$ip"));

  private static final Map<String, String> DEVICE_CLASSES =
      Map.of("Windows", "Desktop", "Linux", "Desktop", "iOS", "Mobile", "Android", "Mobile");

  /// The same of event properties, which are kept under the name they came with as well.
  private static final List<Map.Entry<String, String>> PAGE =
      List.of(
          Map.entry("[Amplitude] Page URL", "$current_url"),
          Map.entry("[Amplitude] Page Domain", "$host"),
          Map.entry("[Amplitude] Page Path", "$pathname"),
          Map.entry("[Amplitude] Viewport Height", "$viewport_height"),
          Map.entry("[Amplitude] Viewport Width", "$viewport_width"),
          Map.entry("referrer", "$referrer"),
          Map.entry("referring_domain", "$referring_domain"));

  private static final List<String> SET =
      List.of(
          "$os",
          "$browser",
          "$browser_version",
          "$device_type",
          "$current_url",
          "$pathname",
          "$referrer",
          "$referring_domain",
          "$geoip_country_name",
          "$geoip_city_name",
          "$geoip_subdivision_1_name");

  private static final List<String> SET_ONCE =
      List.of(
          "initial_referrer",
          "initial_referring_domain",
          "initial_utm_source",
          "initial_utm_medium",
          "initial_utm_campaign",
          "initial_utm_content");

  public AmplitudeFormat() {
    super(NAME);
  }

  @Override
  ObjectDecoder objectDecoder() {
    NamedIds nobodies = new NamedIds(UuidRule.RECORDS);
    return record -> new Reading(record, nobodies).decode();
  }

  /// One record on its way to an event.
  private static final class Reading {
    private final byte[] record;
    private final NamedIds nobodies;
    private final Map<String, JsonBytes> fields = new LinkedHashMap<>();
    private final DraftProperties properties = new DraftProperties();
    private final Map<String, JsonBytes> firstTouch = new LinkedHashMap<>();

    Reading(byte[] record, NamedIds nobodies) {
      this.record = record;
      this.nobodies = nobodies;
    }

    Decoded decode() throws MalformedJson, Refused {
      read();
      String type = text("event_type");
      if (type == null && fields.containsKey("merged_amplitude_id")) {
        return new Decoded.NoEvent();
      }
      String name =
          EventName.of(type == null ? "" : type)
              .orElseThrow(
                  () -> new Refused(RejectReason.MISSING_EVENT, "no event_type, or a blank one"));
      if (name.equals("session_start")) {
        return new Decoded.NoEvent();
      }
      long micros = micros();
      String user = text("user_id");
      String device = text("device_id");
      Optional<EventId> uuid = Optional.ofNullable(text("uuid")).flatMap(EventId::parse);
      map(device);
      EventDraft draft =
          new EventDraft(
              uuid, shownAs(name), distinctId(user, device), micros, properties.toJson());
      return new Decoded.Events(List.of(draft), pairs(user, device, micros));
    }

    /// Absent, `null` and `{}` are the same: an export has all fields in each record.
    private void read() throws MalformedJson {
      JsonCursor cursor = JsonCursor.object(record, 0, record.length);
      while (cursor.next()) {
        if (cursor.name().equals("event_properties") && cursor.kind() == JsonKind.OBJECT) {
          properties.putAll(cursor.enter());
        } else if (cursor.kind() != JsonKind.NULL) {
          JsonBytes value = cursor.raw();
          if (!value.equals(JsonBytes.EMPTY_OBJECT)) {
            fields.put(cursor.name(), value);
          }
        }
      }
    }

    private static String shownAs(String name) {
      return switch (name) {
        case "[Amplitude] Page Viewed" -> "$pageview";
        case "[Amplitude] Element Clicked", "[Amplitude] Element Changed" -> "$autocapture";
        default -> name;
      };
    }

    private @Nullable String text(String field) throws MalformedJson {
      return RecordMembers.scalar(fields.get(field)).orElse(null);
    }

    /// A record without any time is taken to be of 1970, where the assessment names it.
    private long micros() throws MalformedJson, Refused {
      Refused unreadable = null;
      for (String name : TIMES) {
        String text = text(name);
        OptionalLong micros = text == null ? OptionalLong.empty() : EventTime.parse(text);
        if (micros.isPresent()) {
          return micros.getAsLong();
        }
        if (text != null && unreadable == null) {
          String what = name + " is no time: " + RecordChecks.shown(text);
          unreadable = new Refused(RejectReason.INVALID_TIMESTAMP, what);
        }
      }
      if (unreadable != null) {
        throw unreadable;
      }
      return 0;
    }

    /// Somebody without any id is nobody else: the id is a function of the record's bytes.
    private DistinctId distinctId(@Nullable String user, @Nullable String device) {
      return DistinctId.of(user != null ? user : device != null ? device : "")
          .orElseGet(() -> new DistinctId(nobodies.of(record).toString()));
    }

    private void map(@Nullable String device) throws MalformedJson {
      PAGE.forEach(page -> properties.copy(page.getKey(), page.getValue()));
      for (Map.Entry<String, String> renamed : RENAMED) {
        JsonBytes value = fields.remove(renamed.getKey());
        if (value != null) {
          properties.put(renamed.getValue(), value);
        }
      }
      wholeVersion();
      deviceClass();
      groups();
      firstTouch();
      for (String zeroMeansNone : List.of("event_id", "session_id")) {
        if ("0".equals(text(zeroMeansNone))) {
          fields.remove(zeroMeansNone);
        }
      }
      if (device != null) {
        properties.put("$device_id", device);
      }
      fields.remove("event_type");
      fields.remove("uuid");
      fields.forEach((name, value) ->
          properties.put(PREFIX + (name.startsWith("$") ? name.substring(1) : name), value));
      properties.putSource(NAME);
      properties.writeToPerson("$set", SET);
      properties.mergeUnder("$set_once", JsonMembers.write(firstTouch));
    }

    /// `"15"` becomes the number it is.
    private void wholeVersion() throws MalformedJson {
      JsonBytes version = properties.get("$browser_version");
      if (version != null && version.utf8()[0] == '"') {
        properties.put("$browser_version", DraftProperties.version(JsonText.of(version)));
      }
    }

    private void deviceClass() throws MalformedJson {
      JsonBytes system = properties.get("$os");
      String kind = system == null ? null : DEVICE_CLASSES.get(JsonText.of(system));
      if (kind != null) {
        properties.put("$device_type", kind);
      }
    }

    /// `{"company":["acme"]}` becomes `{"company":"acme"}`; where there are several, all stay
    /// beside the first.
    private void groups() throws MalformedJson {
      JsonBytes groups = fields.get("groups");
      if (groups == null || groups.utf8()[0] != '{') {
        return;
      }
      boolean several = false;
      JsonOutput out = new JsonOutput(groups.length()).ascii("{");
      JsonCursor cursor = JsonCursor.object(groups);
      while (cursor.next()) {
        JsonBytes first = cursor.kind() == JsonKind.ARRAY ? null : cursor.raw();
        if (first == null) {
          JsonCursor elements = JsonCursor.array(cursor.raw());
          first = elements.next() ? elements.raw() : null;
          several |= first != null && elements.next();
        }
        if (first != null) {
          out.ascii(out.length() > 1 ? "," : "").string(cursor.name()).ascii(":").raw(first);
        }
      }
      properties.put("$groups", out.ascii("}").toJsonBytes());
      if (!several) {
        fields.remove("groups");
      }
    }

    private void firstTouch() throws MalformedJson {
      JsonBytes user = fields.get("user_properties");
      if (user == null || user.utf8()[0] != '{') {
        return;
      }
      JsonCursor cursor = JsonCursor.object(user);
      while (cursor.next()) {
        String name = cursor.name();
        boolean said = cursor.kind() == JsonKind.STRING && !cursor.text().equals("EMPTY");
        if (said && SET_ONCE.contains(name)) {
          firstTouch.put("$" + name, cursor.raw());
        } else if (said && (name.equals("referrer") || name.equals("referring_domain"))) {
          properties.offer("$" + name, cursor.raw());
        }
      }
    }

    private static List<IdentityPair> pairs(
        @Nullable String user, @Nullable String device, long micros) {
      if (user == null || device == null) {
        return List.of();
      }
      JsonBytes about =
          new JsonOutput(160)
              .ascii("{\"$amplitude_user_id\":")
              .string(user)
              .ascii(",\"$amplitude_device_id\":")
              .string(device)
              .ascii(",\"historical_migration\":true,\"analytics_source\":\"amplitude\"}")
              .toJsonBytes();
      return DistinctId.of(user)
          .flatMap(userId ->
              DistinctId.of(device)
                  .flatMap(deviceId -> IdentityPair.of(userId, deviceId, micros, about)))
          .map(List::of)
          .orElse(List.of());
    }
  }
}
