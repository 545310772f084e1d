package dev.headgate.source.format;

import dev.headgate.event.DistinctId;
import dev.headgate.event.EventId;
import dev.headgate.event.EventKind;
import dev.headgate.event.EventName;
import dev.headgate.event.EventTime;
import dev.headgate.event.JsonBytes;
import dev.headgate.event.NamedIds;
import dev.headgate.json.JsonCursor;
import dev.headgate.json.JsonKind;
import dev.headgate.json.JsonOutput;
import dev.headgate.json.JsonText;
import dev.headgate.json.MalformedJson;
import dev.headgate.source.Decoded;
import dev.headgate.source.EventDraft;
import dev.headgate.source.IdentityPair;
import dev.headgate.source.RejectReason;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Mixpanel's raw export: JSON Lines, as its export API answers them.
///
/// ```
/// {"event":"Song Played","properties":{"time":1602611311,"distinct_id":"$device:9f1c",
///  "$device_id":"9f1c","$insert_id":"aK3x-77","mp_processing_time_ms":1602611320101,"plays":3}}
/// ```
///
/// Identity comes in two ways. Projects with the original merging have records that say it:
/// `$identify`, `$create_alias`, `$merge`. With the simplified one there are none: a record with
/// both `$user_id` and `$device_id` says that the two are one ({@link IdentityPair}), and what the
/// device did before has `$device:` and its id as distinct_id. What is made of each field stands in
/// `docs/formats.md`.
public final class MixpanelFormat extends ProductFormat {
  public static final String NAME = "mixpanel";

  /// The bytes `posthog_mixpanel`, so that an event has the uuid that PostHog's import gives it.
  private static final EventId INSERT_IDS = new EventId(0x706f7374686f675fL, 0x6d697870616e656cL);

  private static final String DEVICE_PREFIX = "$device:";

  /// Times above it are milliseconds: as seconds it is the year 2286.
  private static final long MOST_SECONDS = 10_000_000_000L;

  /// Mixpanel's own bookkeeping: says nothing about the event.
  private static final List<String> DROPPED =
      List.of(
          "$mp_api_endpoint",
          "mp_processing_time_ms",
          "$insert_id",
          "$geo_source",
          "$mp_api_timestamp_ms");

  private static final List<String> SET =
      List.of(
          "$browser",
          "$browser_version",
          "$os",
          "$os_version",
          "$device",
          "$device_type",
          "$current_url",
          "$referrer",
          "$referring_domain",
          "$geoip_city_name",
          "$geoip_subdivision_1_name",
          "$geoip_country_code",
          "$geoip_country_name");

  private static final List<String> SET_ONCE =
      List.of(
          "$initial_referrer",
          "$initial_referring_domain",
          "$initial_utm_source",
          "$initial_utm_medium",
          "$initial_utm_campaign",
          "$initial_utm_content",
          "$initial_utm_term");

  public MixpanelFormat() {
    super(NAME);
  }

  @Override
  ObjectDecoder objectDecoder() {
    NamedIds insertIds = new NamedIds(INSERT_IDS);
    return record -> new Reading(insertIds).decode(record);
  }

  /// One record on its way to events.
  private static final class Reading {
    private final NamedIds insertIds;
    private final DraftProperties properties = new DraftProperties();

    Reading(NamedIds insertIds) {
      this.insertIds = insertIds;
    }

    Decoded decode(byte[] record) throws MalformedJson, Refused {
      String event = read(record);
      String name =
          EventName.of(event == null ? "" : event)
              .orElseThrow(
                  () -> new Refused(RejectReason.MISSING_EVENT, "no event, or a blank one"));
      long micros = micros(properties.remove("time"));
      Optional<EventId> uuid =
          Optional.ofNullable(text("$insert_id"))
              .map(id -> insertIds.of(id.getBytes(StandardCharsets.UTF_8)));
      String user = text("$user_id");
      String device = text("$device_id");
      JsonBytes ownId = properties.remove("distinct_id");
      String id = idText(ownId);
      DROPPED.forEach(properties::remove);
      mapPlaces();
      if (user != null) {
        properties.put("$mixpanel_user_id", user);
      }
      if (device != null) {
        properties.put("$mixpanel_device_id", device);
      }
      properties.putSource(NAME);
      return switch (name) {
        case "$identify" -> identify(uuid, id, micros);
        case "$create_alias" -> one(uuid, name, distinctId(id), micros);
        case "$merge" -> merge(uuid, id, micros);
        default -> {
          properties.writeToPerson("$set", SET);
          properties.writeToPerson("$set_once", SET_ONCE);
          String shown = name.equals("$mp_web_page_view") ? "$pageview" : name;
          DistinctId who = distinctId(idOf(id, user, device));
          EventDraft draft = new EventDraft(uuid, shown, who, micros, properties.toJson());
          yield new Decoded.Events(List.of(draft), pairs(id, user, device, micros));
        }
      };
    }

    /// Members beside `event` and `properties` are kept as properties, if there are any.
    private @Nullable String read(byte[] record) throws MalformedJson, Refused {
      String event = null;
      Map<String, JsonBytes> beside = new LinkedHashMap<>();
      JsonCursor cursor = JsonCursor.object(record, 0, record.length);
      boolean found = false;
      while (cursor.next()) {
        boolean object = cursor.kind() == JsonKind.OBJECT;
        switch (cursor.name()) {
          case "event" -> event = cursor.kind() == JsonKind.STRING ? cursor.text() : null;
          case "properties" -> {
            found = object;
            if (object) {
              properties.putAll(cursor.enter());
            }
          }
          default -> beside.put(cursor.name(), cursor.raw());
        }
      }
      if (!found) {
        throw new Refused(RejectReason.INVALID_PROPERTIES, "no properties, or they are no object");
      }
      beside.forEach(properties::offer);
      return event;
    }

    private long micros(@Nullable JsonBytes time) throws Refused {
      if (time == null || time.utf8()[0] == 'n') {
        throw new Refused(RejectReason.MISSING_TIMESTAMP, "no properties.time");
      }
      long number;
      try {
        number = new BigDecimal(time.toString()).setScale(0, RoundingMode.FLOOR).longValueExact();
      } catch (ArithmeticException | NumberFormatException e) {
        throw invalidTime(time);
      }
      long seconds = number;
      if (number > MOST_SECONDS) {
        seconds = number / 1000;
        if (number % 1000 != 0) {
          properties.put("$mixpanel_time_ms", time);
        }
      }
      if (seconds < EventTime.MIN_MICROS / 1_000_000
          || seconds > EventTime.MAX_MICROS / 1_000_000) {
        throw invalidTime(time);
      }
      return seconds * 1_000_000;
    }

    private static Refused invalidTime(JsonBytes time) {
      return new Refused(
          RejectReason.INVALID_TIMESTAMP,
          "properties.time is no number of seconds: " + RecordChecks.shown(time.toString()));
    }

    private static @Nullable String idText(@Nullable JsonBytes id) throws MalformedJson, Refused {
      if (id == null || id.utf8()[0] == 'n') {
        return null;
      }
      if (id.utf8()[0] != '"') {
        throw new Refused(RejectReason.MISSING_DISTINCT_ID, "properties.distinct_id is no text");
      }
      return JsonText.of(id);
    }

    private @Nullable String text(String name) throws MalformedJson {
      return RecordMembers.scalar(properties.get(name)).orElse(null);
    }

    private void mapPlaces() throws MalformedJson {
      properties.rename("$city", "$geoip_city_name");
      properties.rename("$region", "$geoip_subdivision_1_name");
      properties.rename("mp_country_code", "$geoip_country_code");
      String code = text("$geoip_country_code");
      Optional<String> country = code == null ? Optional.empty() : Countries.name(code);
      country.ifPresent(name -> properties.put("$geoip_country_name", name));
    }

    /// Exports give some events the id of the person they were joined with; where that one is
    /// anonymous itself, the id before is better.
    private @Nullable String idOf(
        @Nullable String id, @Nullable String user, @Nullable String device) throws MalformedJson {
      JsonBytes beforeJson = properties.get("$distinct_id_before_identity");
      String before =
          beforeJson != null && beforeJson.utf8()[0] == '"' ? JsonText.of(beforeJson) : "";
      if (id == null || id.isEmpty()) {
        return !before.isEmpty() ? before : user != null ? user : device;
      }
      boolean anonymous = id.startsWith(DEVICE_PREFIX) || isUpperCaseId(id);
      return anonymous && !before.isEmpty() ? before : id;
    }

    private static boolean isUpperCaseId(String id) {
      boolean letter = false;
      for (int i = 0; i < id.length(); i++) {
        char c = id.charAt(i);
        letter |= c >= 'A' && c <= 'Z';
        if (!(c == '-' || (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z'))) {
          return false;
        }
      }
      return letter;
    }

    private static DistinctId distinctId(@Nullable String id) throws Refused {
      return DistinctId.of(id == null ? "" : id)
          .orElseThrow(() ->
              new Refused(
                  RejectReason.MISSING_DISTINCT_ID,
                  "no distinct_id, $user_id or $device_id, or it is blank"));
    }

    private Decoded one(Optional<EventId> uuid, String name, DistinctId who, long micros)
        throws MalformedJson {
      return new Decoded.Events(
          List.of(new EventDraft(uuid, name, who, micros, properties.toJson())));
    }

    private Decoded identify(Optional<EventId> uuid, @Nullable String id, long micros)
        throws MalformedJson, Refused {
      String identified = text("$identified_id");
      String anonymous = text("$anon_id");
      if (anonymous != null && identified != null) {
        properties.put(EventKind.IDENTIFY.otherIdProperty(), anonymous);
      }
      return one(
          uuid, EventKind.IDENTIFY_NAME, distinctId(identified == null ? id : identified), micros);
    }

    /// Two ids, or more: the first is joined with each of the others.
    private Decoded merge(Optional<EventId> uuid, @Nullable String id, long micros)
        throws MalformedJson, Refused {
      List<String> ids = new ArrayList<>();
      JsonBytes listed = properties.get("$distinct_ids");
      if (listed != null && listed.utf8()[0] == '[') {
        JsonCursor elements = JsonCursor.array(listed);
        while (elements.next()) {
          if (elements.kind() == JsonKind.STRING && !elements.text().isBlank()) {
            ids.add(elements.text());
          }
        }
      }
      if (ids.size() < 2) {
        return one(uuid, "$merge", distinctId(id), micros);
      }
      List<EventDraft> drafts = new ArrayList<>();
      DistinctId into = distinctId(ids.getFirst());
      for (String other : ids.subList(1, ids.size())) {
        properties.put(EventKind.MERGE_DANGEROUSLY.otherIdProperty(), other);
        drafts.add(
            new EventDraft(
                drafts.isEmpty() ? uuid : Optional.empty(),
                EventKind.MERGE_DANGEROUSLY_NAME,
                into,
                micros,
                properties.toJson()));
      }
      return new Decoded.Events(drafts);
    }

    private static List<IdentityPair> pairs(
        @Nullable String id, @Nullable String user, @Nullable String device, long micros) {
      if (user == null || device == null) {
        return List.of();
      }
      boolean asItIs =
          id == null || id.isEmpty() || id.equals(device) || device.startsWith(DEVICE_PREFIX);
      JsonBytes about =
          new JsonOutput(160)
              .ascii("{\"$mixpanel_user_id\":")
              .string(user)
              .ascii(",\"$mixpanel_device_id\":")
              .string(device)
              .ascii(",\"historical_migration\":true,\"analytics_source\":\"mixpanel\"}")
              .toJsonBytes();
      return DistinctId.of(user)
          .flatMap(userId ->
              DistinctId.of(asItIs ? device : DEVICE_PREFIX + device)
                  .flatMap(deviceId -> IdentityPair.of(userId, deviceId, micros, about)))
          .map(List::of)
          .orElse(List.of());
    }
  }
}
