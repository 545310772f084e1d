package dev.headgate.source.format;

import dev.headgate.event.DistinctId;
import dev.headgate.event.EventId;
import dev.headgate.event.EventName;
import dev.headgate.event.JsonBytes;
import dev.headgate.event.NamedIds;
import dev.headgate.json.JsonCursor;
import dev.headgate.json.JsonKind;
import dev.headgate.json.JsonMembers;
import dev.headgate.json.JsonText;
import dev.headgate.json.MalformedJson;
import dev.headgate.source.Decoded;
import dev.headgate.source.EventDraft;
import dev.headgate.source.IdentityPair;
import dev.headgate.source.RawRecord;
import dev.headgate.source.RecordBounds;
import dev.headgate.source.RecordFormat;
import dev.headgate.source.RejectReason;
import dev.headgate.source.UuidRule;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;

/// The BigQuery export of Google Analytics 4, extracted as JSON Lines
/// (https://support.google.com/analytics/answer/7029846).
///
/// ```
/// {"event_date":"20250301","event_timestamp":"1740801600123456","event_name":"page_view",
///  "event_params":[{"key":"ga_session_id","value":{"int_value":"174080"}}],
///  "user_pseudo_id":"123.456","event_bundle_sequence_id":"57","platform":"WEB"}
/// ```
///
/// Integers may be written as numbers or as texts. `event_params` are the properties,
/// `user_properties` are `$set`. Who it was: `user_id`, else `user_pseudo_id`; both together are an
/// identity pair. Without either, and where `analytics_storage` is not consented to, the event
/// makes no person, and has its uuid for a distinct_id. The uuid is made of {@link #IDENTIFYING}
/// and the parameters, as texts: a row that Google writes once more, with what it learned since, is
/// the same event. What has no equivalent is kept in `$ga4`.
public final class Ga4Format implements RecordFormat {
  public static final String NAME = "ga4";

  private static final String KEPT_AS = "$ga4";

  /// What tells an event from others: rows of the first years lack the last three.
  private static final List<String> IDENTIFYING =
      List.of(
          "stream_id",
          "user_pseudo_id",
          "event_name",
          "event_timestamp",
          "event_bundle_sequence_id",
          "batch_page_id",
          "batch_ordering_id",
          "batch_event_index");

  /// Parameters that are a property under another name.
  private static final Map<String, String> PARAMETERS =
      Map.of(
          "page_location", "$current_url",
          "page_referrer", "$referrer",
          "page_title", "title",
          "firebase_screen", "$screen_name");

  private static final Map<String, String> DEVICE_TYPES =
      Map.of("desktop", "Desktop", "mobile", "Mobile", "tablet", "Tablet");

  private static final MemberTable TABLE =
      MemberTable.of(
          Map.ofEntries(
              Map.entry("device.operating_system", "$os"),
              Map.entry("device.operating_system_version", "$os_version"),
              Map.entry("device.mobile_brand_name", "$device_manufacturer"),
              Map.entry("device.mobile_model_name", "$device_model"),
              Map.entry("device.mobile_marketing_name", "$device_name"),
              Map.entry("device.language", "$browser_language"),
              Map.entry("device.web_info.browser", "$browser"),
              Map.entry("device.web_info.browser_version", "$browser_version"),
              Map.entry("device.web_info.hostname", "$host"),
              Map.entry("geo.continent", "$geoip_continent_name"),
              Map.entry("geo.country", "$geoip_country_name"),
              Map.entry("geo.region", "$geoip_subdivision_1_name"),
              Map.entry("geo.city", "$geoip_city_name"),
              Map.entry("app_info.id", "$app_namespace"),
              Map.entry("app_info.version", "$app_version"),
              Map.entry("collected_traffic_source.manual_source", "utm_source"),
              Map.entry("collected_traffic_source.manual_medium", "utm_medium"),
              Map.entry("collected_traffic_source.manual_campaign_name", "utm_campaign"),
              Map.entry("collected_traffic_source.manual_term", "utm_term"),
              Map.entry("collected_traffic_source.manual_content", "utm_content"),
              Map.entry("collected_traffic_source.gclid", "gclid"),
              Map.entry("collected_traffic_source.dclid", "dclid")));

  private static final TimeFormat.Reader MICROSECONDS =
      new TimeFormat("epoch_us", ZoneOffset.UTC).reader();

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public String identity() {
    return NAME;
  }

  @Override
  public RecordBounds bounds() {
    return new RecordBounds.Json();
  }

  @Override
  public RecordDecoder decoder(String part, Optional<RawRecord> header) {
    NamedIds ids = new NamedIds(UuidRule.FOREIGN_IDS);
    return record -> decode(record, ids);
  }

  private static Decoded decode(RawRecord record, NamedIds ids) {
    Decoded verdict = RecordChecks.verdict(record);
    if (verdict != null) {
      return verdict;
    }
    byte[] bytes = record.bytes();
    try {
      return decoded(
          new RecordMembers(JsonMembers.of(JsonCursor.object(bytes, 0, bytes.length))), ids);
    } catch (MalformedJson e) {
      return EventJsonFormat.notAnObject(bytes, e);
    } catch (Refused e) {
      return e.rejected();
    }
  }

  private static Decoded decoded(RecordMembers row, NamedIds ids) throws Refused, MalformedJson {
    String given =
        EventName.of(row.text("event_name").orElse(""))
            .orElseThrow(() -> new Refused(RejectReason.MISSING_EVENT, "no event_name"));
    long micros = micros(row);
    Map<String, JsonBytes> parameters = keyed(row, "event_params");
    EventId uuid = uuid(row, parameters, ids);
    DraftProperties properties = new DraftProperties();
    parameters.forEach((key, value) -> properties.put(PARAMETERS.getOrDefault(key, key), value));
    Map<String, JsonBytes> traits = keyed(row, "user_properties");
    properties.mergeUnder("$set", JsonMembers.write(traits));
    Optional<DistinctId> user = row.id("user_id");
    Optional<DistinctId> device = row.id("user_pseudo_id");
    DistinctId id;
    if (user.isPresent() || device.isPresent()) {
      id = user.or(() -> device).get();
    } else {
      requireNoConsent(row);
      id = new DistinctId(uuid.toString());
      properties.put("$process_person_profile", JsonBytes.of("false"));
    }
    device.ifPresent(pseudo -> properties.offer("$device_id", pseudo.value()));
    keepRest(row, properties);
    Optional<IdentityPair> pair =
        user.isPresent() && device.isPresent() && !properties.personless()
            ? IdentityPair.of(user.get(), device.get(), micros, JsonBytes.EMPTY_OBJECT)
            : Optional.empty();
    String name =
        switch (given) {
          case "page_view" -> "$pageview";
          case "screen_view" -> "$screen";
          default -> given;
        };
    return new Decoded.Events(
        List.of(new EventDraft(Optional.of(uuid), name, id, micros, properties.toJson())),
        pair.stream().toList());
  }

  private static long micros(RecordMembers row) throws Refused, MalformedJson {
    String text =
        row.text("event_timestamp")
            .orElseThrow(() -> new Refused(RejectReason.MISSING_TIMESTAMP, "no event_timestamp"));
    OptionalLong micros = MICROSECONDS.micros(text);
    return micros.orElseThrow(() ->
        new Refused(
            RejectReason.INVALID_TIMESTAMP,
            "event_timestamp %s is no number of microseconds since 1970"
                .formatted(RecordChecks.shown(text))));
  }

  private static void requireNoConsent(RecordMembers row) throws Refused, MalformedJson {
    Optional<JsonBytes> privacy = row.get("privacy_info").filter(RecordMembers::isObject);
    Optional<String> storage =
        privacy.isPresent()
            ? RecordMembers.text(JsonMembers.find(privacy.get(), "analytics_storage").orElse(null))
            : Optional.empty();
    if (storage.isEmpty() || !storage.get().equalsIgnoreCase("No")) {
      throw new Refused(RejectReason.MISSING_DISTINCT_ID, "neither a user_id nor a user_pseudo_id");
    }
  }

  /// `[{"key":"k","value":{"string_value":null,"int_value":"7"}}]` as `k` -> `7`, in the order of
  /// the list; a key without a value is left out.
  private static Map<String, JsonBytes> keyed(RecordMembers row, String name)
      throws Refused, MalformedJson {
    Map<String, JsonBytes> values = new LinkedHashMap<>();
    Optional<JsonBytes> list = row.get(name);
    if (list.isEmpty()) {
      return values;
    }
    if (!RecordMembers.isArray(list.get())) {
      throw new Refused(RejectReason.INVALID_PROPERTIES, name + " is no list");
    }
    JsonCursor elements = JsonCursor.array(list.get());
    while (elements.next()) {
      if (elements.kind() != JsonKind.OBJECT) {
        throw new Refused(RejectReason.INVALID_PROPERTIES, name + " has an entry without a key");
      }
      RecordMembers entry = new RecordMembers(JsonMembers.of(elements.enter()));
      String key =
          entry
              .text("key")
              .orElseThrow(() ->
                  new Refused(
                      RejectReason.INVALID_PROPERTIES, name + " has an entry without a key"));
      Optional<JsonBytes> value = value(entry.takeObject("value"));
      value.ifPresent(one -> values.put(key, one));
    }
    return values;
  }

  /// Of the four members of a value, the one that is not `null`.
  private static Optional<JsonBytes> value(JsonBytes kinds) throws MalformedJson {
    JsonCursor cursor = JsonCursor.object(kinds);
    Optional<JsonBytes> found = Optional.empty();
    while (cursor.next()) {
      if (cursor.kind() == JsonKind.NULL || found.isPresent()) {
        continue;
      }
      switch (cursor.name()) {
        case "string_value" -> found = Optional.of(cursor.raw());
        case "int_value", "float_value", "double_value" ->
            found = Optional.of(DraftProperties.numberOrText(cursor.text()));
        default -> {
          // set_timestamp_micros: kept with the list.
        }
      }
    }
    return found;
  }

  private static EventId uuid(RecordMembers row, Map<String, JsonBytes> parameters, NamedIds ids)
      throws MalformedJson {
    StringBuilder name = new StringBuilder(NAME).append('\0');
    for (String column : IDENTIFYING) {
      name.append(row.text(column).orElse("")).append('\0');
    }
    for (Map.Entry<String, JsonBytes> parameter : new TreeMap<>(parameters).entrySet()) {
      name.append(parameter.getKey()).append('\0');
      name.append(JsonText.of(parameter.getValue())).append('\0');
    }
    return ids.of(name.toString().getBytes(StandardCharsets.UTF_8));
  }

  private static void keepRest(RecordMembers row, DraftProperties properties) throws MalformedJson {
    Optional<JsonBytes> device = row.get("device").filter(RecordMembers::isObject);
    if (device.isPresent()) {
      Optional<String> category =
          RecordMembers.text(JsonMembers.find(device.get(), "category").orElse(null));
      String type = DEVICE_TYPES.get(category.orElse(""));
      if (type != null) {
        properties.offer("$device_type", type);
      }
    }
    for (String name : List.of("event_name", "event_timestamp", "event_params")) {
      row.remove(name);
    }
    JsonBytes left = TABLE.move(row.left(), properties);
    Optional<String> version = RecordMembers.text(properties.get("$browser_version"));
    version.ifPresent(one -> properties.put("$browser_version", DraftProperties.version(one)));
    if (!RecordMembers.isEmptyObject(left)) {
      properties.put(KEPT_AS, left);
    }
  }
}
