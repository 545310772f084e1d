package dev.headgate.source.format;

import dev.headgate.event.DistinctId;
import dev.headgate.event.EventId;
import dev.headgate.event.EventName;
import dev.headgate.event.JsonBytes;
import dev.headgate.event.NamedIds;
import dev.headgate.json.JsonCursor;
import dev.headgate.json.JsonMembers;
import dev.headgate.json.JsonOutput;
import dev.headgate.json.MalformedJson;
import dev.headgate.source.Decoded;
import dev.headgate.source.EventDraft;
import dev.headgate.source.IdentityPair;
import dev.headgate.source.RejectReason;
import dev.headgate.source.UuidRule;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/// The events of Heap Connect, as JSON Lines.
///
/// ```
/// {"event_id":4052338391,"user_id":5711204881,"session_id":"88120","time":"2024-03-01 10:11:12.345",
///  "event_table_name":"order_completed","identity":"ada@mail.example","total":12.5}
/// ```
///
/// Who it was: `identity`, else `user_id`; both together are an identity pair, as `user_id` is
/// Heap's number for a visitor and `identity` what the product calls a user who is known. The uuid
/// is a version 5 uuid of `event_id`, and of the format's name, since numbers of other products may
/// be the same. `event_id` is kept in `$heap`; every column that is not named above is a property
/// under its own name.
public final class HeapFormat extends ProductFormat {
  public static final String NAME = "heap";

  private static final String KEPT_AS = "$heap";

  public HeapFormat() {
    super(NAME);
  }

  @Override
  ObjectDecoder objectDecoder() {
    NamedIds ids = new NamedIds(UuidRule.FOREIGN_IDS);
    return record ->
        decoded(
            new RecordMembers(JsonMembers.of(JsonCursor.object(record, 0, record.length))), ids);
  }

  private static Decoded decoded(RecordMembers row, NamedIds ids) throws Refused, MalformedJson {
    String name =
        EventName.of(row.text("event_table_name").orElse(""))
            .orElseThrow(() -> new Refused(RejectReason.MISSING_EVENT, "no event_table_name"));
    Optional<DistinctId> user = row.id("identity");
    Optional<DistinctId> visitor = row.id("user_id");
    DistinctId id =
        user.or(() -> visitor)
            .orElseThrow(() ->
                new Refused(RejectReason.MISSING_DISTINCT_ID, "neither identity nor user_id"));
    long micros =
        row.time("time").orElseThrow(() -> new Refused(RejectReason.MISSING_TIMESTAMP, "no time"));
    Optional<EventId> uuid = row.text("event_id").map(text -> uuid(text, ids));
    DraftProperties properties = properties(row);
    Optional<IdentityPair> pair =
        user.isPresent() && visitor.isPresent() && !properties.personless()
            ? IdentityPair.of(user.get(), visitor.get(), micros, JsonBytes.EMPTY_OBJECT)
            : Optional.empty();
    return new Decoded.Events(
        List.of(new EventDraft(uuid, name, id, micros, properties.toJson())),
        pair.stream().toList());
  }

  private static EventId uuid(String eventId, NamedIds ids) {
    return ids.of((NAME + '\0' + eventId).getBytes(StandardCharsets.UTF_8));
  }

  private static DraftProperties properties(RecordMembers row) throws MalformedJson {
    Optional<String> visitor = row.text("user_id");
    Optional<String> session = row.text("session_id");
    Optional<JsonBytes> eventId = row.get("event_id");
    for (String taken :
        List.of("event_id", "user_id", "session_id", "time", "event_table_name", "identity")) {
      row.remove(taken);
    }
    DraftProperties properties = new DraftProperties();
    properties.putAll(JsonCursor.object(row.left()));
    visitor.ifPresent(text -> properties.offer("$device_id", text));
    session.ifPresent(text -> properties.offer("$session_id", text));
    eventId.ifPresent(value ->
        properties.put(
            KEPT_AS,
            new JsonOutput(64).ascii("{\"event_id\":").raw(value).ascii("}").toJsonBytes()));
    return properties;
  }
}
