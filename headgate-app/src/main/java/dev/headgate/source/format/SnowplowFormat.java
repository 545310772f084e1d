package dev.headgate.source.format;

import dev.headgate.event.DistinctId;
import dev.headgate.event.EventId;
import dev.headgate.event.EventName;
import dev.headgate.event.EventTime;
import dev.headgate.event.JsonBytes;
import dev.headgate.json.JsonCursor;
import dev.headgate.json.JsonMembers;
import dev.headgate.json.JsonOutput;
import dev.headgate.json.MalformedJson;
import dev.headgate.source.Decoded;
import dev.headgate.source.EventDraft;
import dev.headgate.source.IdentityPair;
import dev.headgate.source.RawRecord;
import dev.headgate.source.RecordBounds;
import dev.headgate.source.RecordFormat;
import dev.headgate.source.RejectReason;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/// Snowplow's enriched events: {@link SnowplowColumns} separated by tabs, no header, no quotes, an
/// empty field for nothing.
///
/// Who it was: `user_id`, else `domain_userid`, `network_userid` or `user_fingerprint`, the first
/// there is; a user's id beside one of a device is an identity pair. A `network_userid` of zeros
/// stands for a visitor who wants to stay unknown: such an event makes no person, and has its own
/// uuid for a distinct_id.
///
/// When it was: `derived_tstamp`, which is `true_tstamp` where there is one, and else corrects the
/// device's clock; else `true_tstamp` or `collector_tstamp`. What it was: `$pageview`, `$screen`,
/// the `se_action` of a structured event, else its `event_name`, else `event`. The data of a
/// self-describing event are its properties; columns with an equivalent are that property; the rest
/// is kept in `$snowplow` under the columns' names.
public final class SnowplowFormat implements RecordFormat {
  public static final String NAME = "snowplow";

  private static final String KEPT_AS = "$snowplow";
  private static final String UNKNOWN_VISITOR = "00000000-0000-0000-0000-000000000000";

  private static final Map<String, String> PROPERTIES =
      Map.ofEntries(
          Map.entry("user_ipaddress", "$ip"),
          Map.entry("domain_userid", "$device_id"),
          Map.entry("page_url", "$current_url"),
          Map.entry("page_title", "title"),
          Map.entry("page_referrer", "$referrer"),
          Map.entry("page_urlhost", "$host"),
          Map.entry("page_urlpath", "$pathname"),
          Map.entry("refr_urlhost", "$referring_domain"),
          Map.entry("mkt_source", "utm_source"),
          Map.entry("mkt_medium", "utm_medium"),
          Map.entry("mkt_campaign", "utm_campaign"),
          Map.entry("mkt_term", "utm_term"),
          Map.entry("mkt_content", "utm_content"),
          Map.entry("br_family", "$browser"),
          Map.entry("br_version", "$browser_version"),
          Map.entry("br_lang", "$browser_language"),
          Map.entry("br_viewwidth", "$viewport_width"),
          Map.entry("br_viewheight", "$viewport_height"),
          Map.entry("os_family", "$os"),
          Map.entry("os_timezone", "$timezone"),
          Map.entry("dvce_type", "$device_type"),
          Map.entry("dvce_screenwidth", "$screen_width"),
          Map.entry("dvce_screenheight", "$screen_height"),
          Map.entry("useragent", "$raw_user_agent"),
          Map.entry("geo_country", "$geoip_country_code"),
          Map.entry("geo_region", "$geoip_subdivision_1_code"),
          Map.entry("geo_region_name", "$geoip_subdivision_1_name"),
          Map.entry("geo_city", "$geoip_city_name"),
          Map.entry("geo_zipcode", "$geoip_postal_code"),
          Map.entry("geo_latitude", "$geoip_latitude"),
          Map.entry("geo_longitude", "$geoip_longitude"),
          Map.entry("geo_timezone", "$geoip_time_zone"));

  private static final int EVENT = SnowplowColumns.number("event");
  private static final int EVENT_NAME = SnowplowColumns.number("event_name");
  private static final int EVENT_ID = SnowplowColumns.number("event_id");
  private static final int SE_ACTION = SnowplowColumns.number("se_action");
  private static final int UNSTRUCT_EVENT = SnowplowColumns.number("unstruct_event");
  private static final int USER_ID = SnowplowColumns.number("user_id");
  private static final int NETWORK_USERID = SnowplowColumns.number("network_userid");
  private static final int BROWSER_VERSION = SnowplowColumns.number("br_version");
  private static final int DEVICE_TYPE = SnowplowColumns.number("dvce_type");
  private static final int[] DEVICES = {
    SnowplowColumns.number("domain_userid"),
    NETWORK_USERID,
    SnowplowColumns.number("user_fingerprint")
  };
  private static final int[] TIMES = {
    SnowplowColumns.number("derived_tstamp"),
    SnowplowColumns.number("true_tstamp"),
    SnowplowColumns.number("collector_tstamp")
  };

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
    return new RecordBounds.Lines();
  }

  @Override
  public RecordDecoder decoder(String part, Optional<RawRecord> header) {
    return new Decoder();
  }

  private static final class Decoder implements RecordDecoder {
    private final int[] starts = new int[SnowplowColumns.COUNT + 1];
    private final boolean[] taken = new boolean[SnowplowColumns.COUNT];
    private final JsonOutput out = new JsonOutput(1024);
    private byte[] row = new byte[0];

    @Override
    public Decoded decode(RawRecord record) {
      Decoded verdict = RecordChecks.verdict(record);
      if (verdict != null) {
        return verdict;
      }
      row = record.bytes();
      int count = SnowplowColumns.split(row, starts);
      if (count != SnowplowColumns.COUNT) {
        return new Decoded.Rejected(
            RejectReason.FIELD_COUNT,
            "%d fields between tabs instead of %d".formatted(count, SnowplowColumns.COUNT));
      }
      Arrays.fill(taken, false);
      try {
        return decoded();
      } catch (Refused e) {
        return e.rejected();
      } catch (MalformedJson e) {
        throw new IllegalStateException("what was written here is not readable", e);
      }
    }

    private Decoded decoded() throws Refused, MalformedJson {
      DraftProperties properties = new DraftProperties();
      String name =
          EventName.of(name())
              .orElseThrow(() ->
                  new Refused(RejectReason.MISSING_EVENT, "neither an event nor an event_name"));
      Optional<EventId> uuid = uuid();
      long micros = micros();
      unstructured(properties);
      Optional<DistinctId> user = DistinctId.of(take(USER_ID));
      Optional<DistinctId> device = device();
      DistinctId id;
      if (user.isPresent() || device.isPresent()) {
        id = user.or(() -> device).get();
      } else {
        id = unknownVisitor(uuid);
        properties.put("$process_person_profile", JsonBytes.of("false"));
      }
      columns(properties);
      boolean pairs = user.isPresent() && device.isPresent() && !properties.personless();
      Optional<IdentityPair> pair =
          pairs
              ? IdentityPair.of(user.get(), device.get(), micros, JsonBytes.EMPTY_OBJECT)
              : Optional.empty();
      return new Decoded.Events(
          List.of(new EventDraft(uuid, name, id, micros, properties.toJson())),
          pair.stream().toList());
    }

    private DistinctId unknownVisitor(Optional<EventId> uuid) throws Refused {
      if (uuid.isEmpty() || !text(NETWORK_USERID).equals(UNKNOWN_VISITOR)) {
        throw new Refused(
            RejectReason.MISSING_DISTINCT_ID,
            "no user_id, domain_userid, network_userid or user_fingerprint");
      }
      return new DistinctId(uuid.get().toString());
    }

    /// The first id of a device.
    private Optional<DistinctId> device() {
      for (int column : DEVICES) {
        String text = text(column);
        Optional<DistinctId> id = DistinctId.of(text);
        if (id.isPresent() && !text.equals(UNKNOWN_VISITOR)) {
          return id;
        }
      }
      return Optional.empty();
    }

    private String name() {
      String event = take(EVENT);
      String name = text(EVENT_NAME);
      String action = text(SE_ACTION);
      if (event.equals("struct") && !action.isBlank()) {
        return action;
      }
      return switch (name.isBlank() ? event : name) {
        case "page_view" -> "$pageview";
        case "screen_view" -> "$screen";
        case String other -> other;
      };
    }

    private Optional<EventId> uuid() throws Refused {
      String text = take(EVENT_ID);
      if (text.isBlank()) {
        return Optional.empty();
      }
      return Optional.of(
          EventId.parse(text)
              .orElseThrow(() ->
                  new Refused(
                      RejectReason.INVALID_UUID,
                      "event_id " + RecordChecks.shown(text) + " is no uuid")));
    }

    private long micros() throws Refused {
      for (int column : TIMES) {
        String text = text(column);
        if (text.isBlank()) {
          continue;
        }
        OptionalLong micros = EventTime.parse(text);
        if (micros.isEmpty()) {
          throw new Refused(
              RejectReason.INVALID_TIMESTAMP,
              "%s %s is not yyyy-MM-dd HH:mm:ss.SSS"
                  .formatted(SnowplowColumns.name(column), RecordChecks.shown(text)));
        }
        taken[column] = true;
        return micros.getAsLong();
      }
      throw new Refused(
          RejectReason.MISSING_TIMESTAMP, "no derived_tstamp, true_tstamp or collector_tstamp");
    }

    /// `{"schema":"...unstruct_event...","data":{"schema":"iglu:...","data":{...}}}`: the innermost
    /// are properties, the schema is kept.
    private void unstructured(DraftProperties properties) throws MalformedJson {
      if (isEmpty(UNSTRUCT_EVENT)) {
        return;
      }
      out.clear();
      write(UNSTRUCT_EVENT);
      JsonBytes outer = out.toJsonBytes();
      Optional<JsonBytes> event = objectIn(outer, "data");
      Optional<JsonBytes> data =
          event.isPresent() ? objectIn(event.get(), "data") : Optional.empty();
      if (data.isEmpty()) {
        return;
      }
      properties.putAll(JsonCursor.object(data.get()));
      taken[UNSTRUCT_EVENT] = true;
      Optional<JsonBytes> schema = JsonMembers.find(event.get(), "schema");
      schema.ifPresent(iglu -> properties.offer("$snowplow_schema", iglu));
    }

    private static Optional<JsonBytes> objectIn(JsonBytes json, String name) throws MalformedJson {
      return RecordMembers.isObject(json)
          ? JsonMembers.find(json, name).filter(RecordMembers::isObject)
          : Optional.empty();
    }

    private void columns(DraftProperties properties) {
      for (int column = 0; column < SnowplowColumns.COUNT; column++) {
        String property = PROPERTIES.get(SnowplowColumns.name(column));
        if (property == null || taken[column] || isEmpty(column)) {
          continue;
        }
        out.clear();
        write(column);
        taken[column] = properties.offer(property, mapped(column, out.toJsonBytes()));
      }
      out.clear();
      out.ascii("{");
      for (int column = 0; column < SnowplowColumns.COUNT; column++) {
        if (!taken[column] && !isEmpty(column)) {
          out.ascii(out.length() > 1 ? ",\"" : "\"");
          out.ascii(SnowplowColumns.name(column)).ascii("\":");
          write(column);
        }
      }
      if (out.length() > 1) {
        properties.put(KEPT_AS, out.ascii("}").toJsonBytes());
      }
    }

    /// Where the property has other values than the column.
    private JsonBytes mapped(int column, JsonBytes value) {
      String text = text(column);
      if (column == BROWSER_VERSION) {
        return DraftProperties.version(text);
      }
      return column == DEVICE_TYPE && text.equals("Computer")
          ? DraftProperties.json("Desktop")
          : value;
    }

    private void write(int column) {
      SnowplowColumns.write(column, row, starts[column], starts[column + 1] - 1, out);
    }

    private boolean isEmpty(int column) {
      return starts[column + 1] - 1 == starts[column];
    }

    private String text(int column) {
      return SnowplowColumns.text(row, starts[column], starts[column + 1] - 1);
    }

    private String take(int column) {
      taken[column] = true;
      return text(column);
    }
  }
}
