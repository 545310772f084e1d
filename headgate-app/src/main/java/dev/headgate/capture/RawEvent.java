package dev.headgate.capture;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.headgate.event.EventId;
import dev.headgate.event.JsonBytes;
import dev.headgate.json.JsonCursor;
import dev.headgate.json.JsonKind;
import dev.headgate.json.JsonText;
import dev.headgate.json.MalformedJson;
import org.jspecify.annotations.Nullable;

/// An event as it stands in a payload, read in one pass and not judged yet: what is wrong with it
/// is kept until it is known that it is an event at all, and whose.
final class RawEvent {
  private static final String PARSING = "request_parsing_error";
  private static final byte[] DISTINCT_ID = "distinct_id".getBytes(US_ASCII);
  private static final byte[] TOKEN = "token".getBytes(US_ASCII);
  private static final byte[] IGNORE_SENT_AT = "$ignore_sent_at".getBytes(US_ASCII);
  private static final byte[] COOKIELESS_MODE = "$cookieless_mode".getBytes(US_ASCII);

  @Nullable String token;
  @Nullable String name;
  @Nullable EventId uuid;
  @Nullable String timestamp;
  @Nullable Long offsetMillis;
  @Nullable JsonBytes set;
  @Nullable JsonBytes setOnce;
  @Nullable JsonBytes properties;
  boolean ignoreSentAt;

  /// Whether a string within {@link #properties} holds an escape.
  boolean propertiesHoldEscape;

  /// The first thing found wrong.
  @Nullable Unacceptable problem;

  private @Nullable String ownDistinctId;
  private @Nullable String propertyDistinctId;
  private @Nullable String propertyToken;

  static RawEvent read(JsonCursor event) throws MalformedJson {
    RawEvent raw = new RawEvent();
    while (event.next()) {
      raw.take(event);
    }
    return raw;
  }

  /// Takes the member that the cursor stands on; one that means nothing is left alone.
  void take(JsonCursor member) throws MalformedJson {
    switch (member.name()) {
      case "event" -> name = repeatedString(member);
      case "distinct_id", "$distinct_id" -> ownDistinctId = anyText(member);
      case "properties" -> takeProperties(member);
      case "timestamp" -> timestamp = string(member);
      case "uuid" -> takeUuid(member);
      case "token", "$token", "api_key" -> token = string(member);
      case "offset" -> takeOffset(member);
      case "$set" -> set = object(member);
      case "$set_once" -> setOnce = object(member);
      default -> {}
    }
  }

  @Nullable String distinctId() {
    return ownDistinctId != null ? ownDistinctId : propertyDistinctId;
  }

  void trimDistinctId() {
    String id = distinctId();
    ownDistinctId = id == null ? null : id.strip();
  }

  @Nullable String tokenAnywhere() {
    return token != null ? token : propertyToken;
  }

  private void takeProperties(JsonCursor member) throws MalformedJson {
    if (member.kind() == JsonKind.NULL) {
      return;
    }
    if (member.kind() != JsonKind.OBJECT) {
      wrong("malformed_event_properties", "failed to parse request: `properties` is no object");
      return;
    }
    JsonCursor property = member.enter();
    while (property.next()) {
      // Most properties are none of these, and are known by the length of their names.
      if (property.nameIs(DISTINCT_ID)) {
        propertyDistinctId = anyText(property);
      } else if (property.nameIs(TOKEN)) {
        propertyToken = property.kind() == JsonKind.STRING ? property.text() : null;
      } else if (property.nameIs(IGNORE_SENT_AT)) {
        ignoreSentAt = property.kind() == JsonKind.TRUE;
      } else if (property.nameIs(COOKIELESS_MODE)
          && property.kind() != JsonKind.TRUE
          && property.kind() != JsonKind.FALSE) {
        wrong("invalid_options", "event submitted with invalid cookieless mode");
      }
    }
    properties = member.raw();
    propertiesHoldEscape = member.holdsEscape();
  }

  private void takeUuid(JsonCursor member) throws MalformedJson {
    String text = string(member);
    if (text == null || text.isEmpty()) {
      uuid = null;
      return;
    }
    uuid = EventId.parse(text).orElse(null);
    if (uuid == null) {
      wrong("invalid_event_uuid", "failed to parse request: `uuid` is no uuid");
    }
  }

  private void takeOffset(JsonCursor member) throws MalformedJson {
    if (member.kind() == JsonKind.NULL) {
      return;
    }
    try {
      offsetMillis = Long.valueOf(member.text());
    } catch (NumberFormatException e) {
      wrong("invalid_event_timestamp", "failed to parse request: `offset` is no whole number");
    }
  }

  private @Nullable JsonBytes object(JsonCursor member) throws MalformedJson {
    if (member.kind() == JsonKind.NULL) {
      return null;
    }
    if (member.kind() != JsonKind.OBJECT) {
      wrong(PARSING, "failed to parse request: `" + member.name() + "` is no object");
      return null;
    }
    return member.raw();
  }

  private @Nullable String string(JsonCursor member) throws MalformedJson {
    return isString(member) ? member.text() : null;
  }

  /// As {@link #string}, for a text that other events have as well.
  private @Nullable String repeatedString(JsonCursor member) throws MalformedJson {
    return isString(member) ? member.repeatedText() : null;
  }

  /// Of the other kinds only null is in order.
  private boolean isString(JsonCursor member) {
    if (member.kind() != JsonKind.STRING && member.kind() != JsonKind.NULL) {
      wrong(PARSING, "failed to parse request: `" + member.name() + "` is no string");
    }
    return member.kind() == JsonKind.STRING;
  }

  /// A string, or any other value written as compact JSON.
  private static @Nullable String anyText(JsonCursor member) throws MalformedJson {
    return switch (member.kind()) {
      case NULL -> null;
      case STRING -> member.text();
      case NUMBER, TRUE, FALSE, OBJECT, ARRAY -> JsonText.of(member.raw());
    };
  }

  void wrong(String tag, String what) {
    if (problem == null) {
      problem = new Unacceptable(400, tag, what);
    }
  }
}
