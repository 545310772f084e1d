package dev.headgate.source.format;

import dev.headgate.event.DistinctId;
import dev.headgate.event.EventId;
import dev.headgate.event.EventName;
import dev.headgate.event.EventTime;
import dev.headgate.event.JsonBytes;
import dev.headgate.json.JsonCursor;
import dev.headgate.json.JsonKind;
import dev.headgate.json.JsonMembers;
import dev.headgate.json.JsonText;
import dev.headgate.json.MalformedJson;
import dev.headgate.json.StorableJson;
import dev.headgate.source.Decoded;
import dev.headgate.source.EventDraft;
import dev.headgate.source.FieldRules;
import dev.headgate.source.RawRecord;
import dev.headgate.source.RecordBounds;
import dev.headgate.source.RecordFormat;
import dev.headgate.source.RejectReason;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/// Event JSON Lines, Headgate's own and PostHog's: one object a line.
///
/// ```
/// {"event":"sign up","distinct_id":"u-1","timestamp":"2024-03-01T04:08:31.905Z",
///  "properties":{"plan":"free"},"uuid":"018e..."}
/// ```
///
/// `properties` and `uuid` may be missing. `distinct_id` (or `$distinct_id`, or that of the
/// properties) may be any JSON value but `null`. `$set` and `$set_once` beside `properties` are
/// merged into those within, as the reference does. Other members are passed over. Of members with
/// the same name the last counts.
public final class EventJsonFormat implements RecordFormat, RecordFormat.RecordDecoder {
  public static final String NAME = "events";

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
  public FieldRules rules() {
    return new FieldRules(
        "member \"event\"",
        "member \"distinct_id\" or \"$distinct_id\", else that of the properties",
        "member \"timestamp\"",
        "member \"uuid\"",
        "member \"properties\", with \"$set\" and \"$set_once\" from beside it");
  }

  @Override
  public RecordDecoder decoder(String part, Optional<RawRecord> header) {
    return this;
  }

  @Override
  public Decoded decode(RawRecord record) {
    Decoded verdict = RecordChecks.verdict(record);
    if (verdict != null) {
      return verdict;
    }
    byte[] bytes = record.bytes();
    try {
      Members members = new Members();
      members.read(bytes);
      return decoded(members);
    } catch (MalformedJson e) {
      return notAnObject(bytes, e);
    } catch (Refused e) {
      return e.rejected();
    }
  }

  /// Tells JSON that is no object from what is no JSON.
  static Decoded notAnObject(byte[] bytes, MalformedJson fault) {
    try {
      JsonKind kind = JsonCursor.kindOf(bytes, 0, bytes.length);
      if (kind != JsonKind.OBJECT) {
        return new Decoded.Rejected(
            RejectReason.NOT_AN_OBJECT, "JSON, but " + described(kind) + " and no object");
      }
    } catch (MalformedJson e) {
      return new Decoded.Rejected(RejectReason.NOT_JSON, String.valueOf(e.getMessage()));
    }
    return new Decoded.Rejected(RejectReason.NOT_JSON, String.valueOf(fault.getMessage()));
  }

  private static Decoded decoded(Members members) throws MalformedJson, Refused {
    String name =
        EventName.of(members.event == null ? "" : members.event)
            .orElseThrow(() -> new Refused(RejectReason.MISSING_EVENT, members.eventFault));
    JsonBytes properties = members.properties();
    Optional<String> ownId = Optional.ofNullable(members.distinctId);
    Optional<String> idText = ownId.isPresent() ? ownId : distinctIdIn(properties);
    DistinctId distinctId =
        idText
            .flatMap(DistinctId::of)
            .orElseThrow(() ->
                new Refused(
                    RejectReason.MISSING_DISTINCT_ID,
                    idText.isPresent() ? "distinct_id is blank" : "no distinct_id"));
    long timestamp = members.timestampMicros();
    Optional<EventId> uuid = members.uuid();
    return new Decoded.Events(
        List.of(new EventDraft(uuid, name, distinctId, timestamp, members.storable(properties))));
  }

  private static Optional<String> distinctIdIn(JsonBytes properties) throws MalformedJson {
    Optional<String> found = Optional.empty();
    JsonCursor cursor = JsonCursor.object(properties);
    while (cursor.next()) {
      if (cursor.name().equals("distinct_id")) {
        found = Optional.ofNullable(idText(cursor));
      }
    }
    return found;
  }

  static @Nullable String idText(JsonCursor cursor) throws MalformedJson {
    return switch (cursor.kind()) {
      case NULL -> null;
      case STRING, NUMBER, TRUE, FALSE -> cursor.text();
      case OBJECT, ARRAY -> JsonText.of(cursor.raw());
    };
  }

  private static String described(JsonKind kind) {
    return switch (kind) {
      case STRING -> "a text";
      case NUMBER -> "a number";
      case TRUE, FALSE -> "true or false";
      case NULL -> "null";
      case OBJECT -> "an object";
      case ARRAY -> "an array";
    };
  }

  /// A text where it was read: it becomes a string only where it has to be shown.
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Span(byte[] utf8, int from, int to) {
    static final Span EMPTY = new Span(new byte[0], 0, 0);

    /// The string that the cursor is at, without its quotes.
    static Span of(JsonCursor cursor) throws MalformedJson {
      if (!cursor.holdsEscape()) {
        return new Span(cursor.buffer(), cursor.from() + 1, cursor.to() - 1);
      }
      byte[] resolved = cursor.text().getBytes(StandardCharsets.UTF_8);
      return new Span(resolved, 0, resolved.length);
    }

    boolean isEmpty() {
      return from == to;
    }

    @Override
    public String toString() {
      return new String(utf8, from, to - from, StandardCharsets.UTF_8);
    }
  }

  /// The members of a record that matter, as they were found. Nothing is refused before all were
  /// read, so that a record that is no JSON is always called so.
  private static final class Members {
    private @Nullable String event;
    private String eventFault = "no event";
    private @Nullable String distinctId;
    private JsonKind timestampKind = JsonKind.NULL;
    private Span timestamp = Span.EMPTY;
    private JsonKind uuidKind = JsonKind.NULL;
    private Span uuid = Span.EMPTY;
    private JsonKind propertiesKind = JsonKind.NULL;
    private JsonBytes properties = JsonBytes.EMPTY_OBJECT;
    private boolean propertiesHoldEscape;
    private @Nullable JsonBytes set;
    private @Nullable JsonBytes setOnce;

    void read(byte[] record) throws MalformedJson {
      JsonCursor cursor = JsonCursor.object(record, 0, record.length);
      while (cursor.next()) {
        switch (cursor.name()) {
          case "event" -> readEvent(cursor);
          case "distinct_id", "$distinct_id" -> {
            String id = idText(cursor);
            distinctId = id == null && cursor.name().startsWith("$") ? distinctId : id;
          }
          case "timestamp" -> {
            timestampKind = cursor.kind();
            timestamp = timestampKind == JsonKind.STRING ? Span.of(cursor) : Span.EMPTY;
          }
          case "uuid" -> {
            uuidKind = cursor.kind();
            uuid = uuidKind == JsonKind.STRING ? Span.of(cursor) : Span.EMPTY;
          }
          case "properties" -> {
            propertiesKind = cursor.kind();
            boolean object = propertiesKind == JsonKind.OBJECT;
            properties = object ? cursor.raw() : JsonBytes.EMPTY_OBJECT;
            propertiesHoldEscape = object && cursor.holdsEscape();
          }
          case "$set" -> set = cursor.kind() == JsonKind.OBJECT ? cursor.raw() : null;
          case "$set_once" -> setOnce = cursor.kind() == JsonKind.OBJECT ? cursor.raw() : null;
          default -> {
            // Passed over, as the reference does.
          }
        }
      }
    }

    private void readEvent(JsonCursor cursor) throws MalformedJson {
      boolean text = cursor.kind() == JsonKind.STRING;
      event = text ? cursor.repeatedText() : null;
      eventFault = text ? "event is blank" : "event is " + described(cursor.kind()) + ", no text";
    }

    long timestampMicros() throws Refused {
      if (timestampKind == JsonKind.NULL) {
        throw new Refused(RejectReason.MISSING_TIMESTAMP, "no timestamp");
      }
      if (timestampKind != JsonKind.STRING) {
        throw new Refused(
            RejectReason.INVALID_TIMESTAMP,
            "timestamp is " + described(timestampKind) + ", no ISO 8601 text");
      }
      OptionalLong micros = EventTime.parse(timestamp.utf8, timestamp.from, timestamp.to);
      if (micros.isEmpty()) {
        throw new Refused(
            RejectReason.INVALID_TIMESTAMP,
            "timestamp " + RecordChecks.shown(timestamp.toString()) + " is not ISO 8601");
      }
      return micros.getAsLong();
    }

    Optional<EventId> uuid() throws Refused {
      if (uuidKind == JsonKind.NULL || (uuidKind == JsonKind.STRING && uuid.isEmpty())) {
        return Optional.empty();
      }
      Optional<EventId> parsed =
          uuidKind == JsonKind.STRING
              ? EventId.parse(uuid.utf8, uuid.from, uuid.to)
              : Optional.empty();
      if (parsed.isEmpty()) {
        throw new Refused(
            RejectReason.INVALID_UUID,
            uuidKind == JsonKind.STRING
                ? "uuid " + RecordChecks.shown(uuid.toString()) + " is no uuid"
                : "uuid is " + described(uuidKind) + ", no text");
      }
      return parsed;
    }

    /// Looks only where there can be something to mend.
    JsonBytes storable(JsonBytes whole) {
      boolean asRead = set == null && setOnce == null;
      return asRead && !propertiesHoldEscape ? whole : StorableJson.of(whole);
    }

    JsonBytes properties() throws Refused, MalformedJson {
      if (propertiesKind != JsonKind.OBJECT && propertiesKind != JsonKind.NULL) {
        throw new Refused(
            RejectReason.INVALID_PROPERTIES,
            "properties is " + described(propertiesKind) + ", no object");
      }
      if (set == null && setOnce == null) {
        return properties;
      }
      Map<String, JsonBytes> members = JsonMembers.of(properties);
      mergeInto(members, "$set", set);
      mergeInto(members, "$set_once", setOnce);
      return JsonMembers.write(members);
    }

    /// `{...properties.$set, ...$set}`: what stands beside the properties wins.
    private static void mergeInto(
        Map<String, JsonBytes> properties, String name, @Nullable JsonBytes beside)
        throws MalformedJson {
      if (beside == null) {
        return;
      }
      JsonBytes within = properties.getOrDefault(name, JsonBytes.EMPTY_OBJECT);
      Map<String, JsonBytes> merged =
          within.utf8()[0] == '{' ? JsonMembers.of(within) : new LinkedHashMap<>();
      merged.putAll(JsonMembers.of(beside));
      properties.put(name, JsonMembers.write(merged));
    }
  }
}
