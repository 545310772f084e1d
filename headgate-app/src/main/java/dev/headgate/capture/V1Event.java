package dev.headgate.capture;

import dev.headgate.event.EventId;
import dev.headgate.event.JsonBytes;
import dev.headgate.json.JsonCursor;
import dev.headgate.json.JsonKind;
import dev.headgate.json.JsonOutput;
import dev.headgate.json.MalformedJson;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// An event of a {@link V1Payload}, read in one pass and not judged yet.
final class V1Event {
  private static final JsonBytes TRUE = new JsonOutput(4).ascii("true").toJsonBytes();
  private static final JsonBytes FALSE = new JsonOutput(5).ascii("false").toJsonBytes();

  final RawEvent raw = new RawEvent();
  private final Map<String, JsonBytes> named = new LinkedHashMap<>();
  private @Nullable JsonKind idKind;

  static V1Event read(JsonCursor event) throws MalformedJson {
    V1Event read = new V1Event();
    while (event.next()) {
      read.take(event);
    }
    return read;
  }

  private void take(JsonCursor member) throws MalformedJson {
    switch (member.name()) {
      case "session_id" -> name("$session_id", member);
      case "window_id" -> name("$window_id", member);
      case "options" -> options(member);
      case "distinct_id" -> {
        idKind = member.kind();
        raw.take(member);
      }
      case "event", "uuid", "timestamp", "properties" -> raw.take(member);
      default -> {}
    }
  }

  private void name(String property, JsonCursor member) throws MalformedJson {
    if (member.kind() != JsonKind.NULL) {
      named.put(property, member.raw());
    }
  }

  private void options(JsonCursor member) throws MalformedJson {
    if (member.kind() == JsonKind.NULL) {
      return;
    }
    if (member.kind() != JsonKind.OBJECT) {
      raw.wrong("invalid_options", "`options` is no object");
      return;
    }
    JsonCursor option = member.enter();
    while (option.next()) {
      if (option.kind() == JsonKind.NULL) {
        continue;
      }
      switch (option.name()) {
        case "cookieless_mode" -> nameFlag("$cookieless_mode", option);
        case "process_person_profile" -> nameFlag("$process_person_profile", option);
        case "disable_skew_correction" -> raw.ignoreSentAt = flag(option);
        case "product_tour_id" -> named.put("$product_tour_id", option.raw());
        default -> {}
      }
    }
  }

  private void nameFlag(String property, JsonCursor option) throws MalformedJson {
    named.put(property, flag(option) ? TRUE : FALSE);
  }

  /// Clients write flags as `true`, `"true"`, `1` and `"1"`.
  private boolean flag(JsonCursor option) throws MalformedJson {
    return switch (option.text()) {
      case "true", "1" -> true;
      case "false", "0" -> false;
      default -> {
        raw.wrong("invalid_options", "option `" + option.name() + "` is neither true nor false");
        yield false;
      }
    };
  }

  /// Stores the event without letting it touch a person.
  void leavePersonsAlone() {
    named.put("$process_person_profile", FALSE);
  }

  /// What else is said of the event beside its properties.
  Map<String, JsonBytes> named() {
    return named;
  }

  boolean idIsText() {
    return idKind == null || idKind == JsonKind.STRING || idKind == JsonKind.NULL;
  }

  /// Its id, which every event of this protocol must bring: the answer names it by that.
  EventId uuid(int index) throws Unacceptable {
    EventId uuid = raw.uuid;
    if (uuid == null) {
      throw new Unacceptable(
          400,
          "missing_event_uuid",
          "batch[%d] has no `uuid`, or none that is one".formatted(index));
    }
    return uuid;
  }
}
