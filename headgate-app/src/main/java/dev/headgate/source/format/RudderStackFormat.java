package dev.headgate.source.format;

import dev.headgate.event.DistinctId;
import dev.headgate.event.JsonBytes;
import dev.headgate.json.JsonCursor;
import dev.headgate.json.JsonKind;
import dev.headgate.json.JsonMembers;
import dev.headgate.json.JsonText;
import dev.headgate.json.MalformedJson;
import dev.headgate.source.Decoded;
import dev.headgate.source.IdentityPair;
import dev.headgate.source.RawRecord;
import dev.headgate.source.RecordBounds;
import dev.headgate.source.RecordFormat;
import dev.headgate.source.RejectReason;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What RudderStack leaves in object stores: dumps of events, and archives of what its gateway took
/// in. A dump has a call a line ({@link SegmentCalls}); an archive a row, which holds one call or a
/// batch of them:
///
/// ```
/// dump     {"type":"track","event":"e","rudderId":"...","request_ip":"...",...}
/// archive  {"userId":"<<>>anon-9<<>>u-7","payload":{...},"createdAt":"...","messageId":"..."}
/// older    {"JobID":1,"UserID":"...","EventPayload":{"batch":[{...},{...}],"receivedAt":"..."},...}
/// ```
///
/// An archive row's `userId` is a key made of three ids and names nobody. `receivedAt`, `sentAt`
/// and the address of a payload hold for its calls where they have none of their own. If one call
/// of a batch cannot be read, the row is refused. What is left of a call is its property
/// `$rudderstack`, with what is left of its row as `archive`.
public final class RudderStackFormat implements RecordFormat {
  public static final String NAME = "rudderstack";

  private static final List<String> PAYLOADS = List.of("payload", "EventPayload");
  private static final List<String> SHARED =
      List.of("receivedAt", "sentAt", "request_ip", "requestIP");
  private static final List<String> TAKEN_AT = List.of("createdAt", "CreatedAt");

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
    SegmentCalls calls = new SegmentCalls("$rudderstack", true);
    return record -> decode(record, calls);
  }

  private static Decoded decode(RawRecord record, SegmentCalls calls) {
    Decoded verdict = RecordChecks.verdict(record);
    if (verdict != null) {
      return verdict;
    }
    byte[] bytes = record.bytes();
    try {
      RecordMembers row =
          new RecordMembers(JsonMembers.of(JsonCursor.object(bytes, 0, bytes.length)));
      for (String name : PAYLOADS) {
        Optional<JsonBytes> payload = row.get(name);
        if (payload.isPresent() && !row.has("type")) {
          row.remove(name);
          return archived(row, unwrapped(payload.get(), name), calls);
        }
      }
      return events(List.of(calls.make(row)));
    } catch (MalformedJson e) {
      return EventJsonFormat.notAnObject(bytes, e);
    } catch (Refused e) {
      return e.rejected();
    }
  }

  /// A payload may be written as JSON, or as a text that is JSON.
  private static JsonBytes unwrapped(JsonBytes payload, String name) throws Refused, MalformedJson {
    if (RecordMembers.isObject(payload) || RecordMembers.isArray(payload)) {
      return payload;
    }
    JsonBytes inner = JsonBytes.of(JsonText.of(payload).strip());
    try {
      JsonKind kind = JsonCursor.kindOf(inner.utf8(), 0, inner.length());
      if (kind != JsonKind.OBJECT && kind != JsonKind.ARRAY) {
        throw new Refused(RejectReason.INVALID_PROPERTIES, name + " holds no call");
      }
    } catch (MalformedJson e) {
      throw new Refused(RejectReason.INVALID_PROPERTIES, name + " is no JSON: " + e.getMessage());
    }
    return inner;
  }

  private static Decoded archived(RecordMembers row, JsonBytes payload, SegmentCalls calls)
      throws Refused, MalformedJson {
    if (RecordMembers.isArray(payload)) {
      return batch(row, payload, calls);
    }
    RecordMembers envelope = new RecordMembers(JsonMembers.of(payload));
    Optional<JsonBytes> batch = envelope.get("batch");
    if (batch.isEmpty()) {
      return events(List.of(call(row, envelope, calls)));
    }
    envelope.remove("batch");
    for (String name : SHARED) {
      envelope.get(name).ifPresent(value -> row.put(name, value));
      envelope.remove(name);
    }
    JsonBytes rest = envelope.left();
    if (!RecordMembers.isEmptyObject(rest)) {
      row.put("payload", rest);
    }
    return batch(row, batch.get(), calls);
  }

  private static Decoded batch(RecordMembers row, JsonBytes batch, SegmentCalls calls)
      throws Refused, MalformedJson {
    if (!RecordMembers.isArray(batch)) {
      throw new Refused(RejectReason.INVALID_PROPERTIES, "batch is no array");
    }
    List<SegmentCalls.Made> made = new ArrayList<>();
    JsonCursor elements = JsonCursor.array(batch);
    while (elements.next()) {
      JsonBytes element = elements.raw();
      String place = "call " + (made.size() + 1) + " of the batch";
      if (!RecordMembers.isObject(element)) {
        throw new Refused(RejectReason.NOT_AN_OBJECT, place + " is no object");
      }
      try {
        made.add(call(row, new RecordMembers(JsonMembers.of(element)), calls));
      } catch (Refused e) {
        throw e.at(place);
      }
    }
    return made.isEmpty() ? new Decoded.NoEvent() : events(made);
  }

  private static SegmentCalls.Made call(RecordMembers row, RecordMembers call, SegmentCalls calls)
      throws Refused, MalformedJson {
    for (String name : SHARED) {
      shared(row, name, call, name);
    }
    for (String name : TAKEN_AT) {
      shared(row, name, call, "receivedAt");
    }
    JsonBytes rest = row.left();
    if (!RecordMembers.isEmptyObject(rest)) {
      call.put("archive", rest);
    }
    return calls.make(call);
  }

  private static void shared(RecordMembers row, String name, RecordMembers call, String as) {
    Optional<JsonBytes> value = row.get(name);
    if (value.isPresent() && call.get(as).isEmpty()) {
      call.put(as, value.get());
    }
  }

  private static Decoded events(List<SegmentCalls.Made> made) {
    Map<List<DistinctId>, IdentityPair> pairs = new LinkedHashMap<>();
    for (SegmentCalls.Made each : made) {
      if (each.pair().isPresent()) {
        IdentityPair pair = each.pair().get();
        pairs.merge(List.of(pair.user(), pair.device()), pair, RudderStackFormat::earlier);
      }
    }
    return new Decoded.Events(
        made.stream().map(SegmentCalls.Made::draft).toList(), List.copyOf(pairs.values()));
  }

  private static IdentityPair earlier(IdentityPair one, IdentityPair other) {
    return other.timestampMicros() < one.timestampMicros() ? other : one;
  }
}
