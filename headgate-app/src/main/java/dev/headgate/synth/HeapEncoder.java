package dev.headgate.synth;

import dev.headgate.event.EventTime;
import dev.headgate.event.JsonBytes;
import dev.headgate.json.JsonCursor;
import dev.headgate.json.JsonMembers;
import dev.headgate.json.JsonOutput;
import dev.headgate.json.MalformedJson;
import java.util.Map;

/// Events as rows of Heap Connect: `identity` and the number of the visitor side by side, times in
/// milliseconds, a property a column.
final class HeapEncoder implements LineEncoder {
  private static final long FIRST_EVENT_ID = 7_000_000_000_000_000L;
  private static final int MILLISECONDS_END = "2024-03-01T10:11:12.345".length();

  @Override
  public void encode(GeneratedEvent event, boolean withUuid, JsonOutput out) throws MalformedJson {
    Map<String, JsonBytes> properties =
        JsonMembers.of(JsonCursor.object(event.properties.buffer(), 0, event.properties.length()));
    out.ascii("{");
    if (withUuid) {
      out.ascii("\"event_id\":").number(FIRST_EVENT_ID + event.number).ascii(",");
    }
    byte[] visitor = event.move.anonymous() ? event.distinctId : event.beside;
    out.ascii("\"user_id\":");
    if (visitor.length == 0) {
      out.ascii("null");
    } else {
      out.bytes(visitor);
    }
    JsonBytes session = properties.remove("$session_id");
    out.ascii(",\"session_id\":").raw(session == null ? JsonBytes.of("null") : session);
    out.ascii(",\"time\":\"").ascii(time(event.timestampMicros)).ascii("\",\"event_table_name\":");
    out.string(event.name).ascii(",\"identity\":");
    if (event.move.anonymous()) {
      out.ascii("null");
    } else {
      LineEncoder.id(event, out);
    }
    properties.forEach((name, value) -> out.ascii(",").string(name).ascii(":").raw(value));
    out.ascii("}");
  }

  /// `2024-03-01 10:11:12.345`: always with three digits of a second.
  private static String time(long micros) {
    String time = EventTime.format(micros);
    String seconds = time.substring(0, time.length() - 1).replace('T', ' ');
    return seconds.indexOf('.') < 0 ? seconds + ".000" : seconds.substring(0, MILLISECONDS_END);
  }
}
