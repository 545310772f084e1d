package dev.headgate.source.format;

import dev.headgate.event.DistinctId;
import dev.headgate.event.EventId;
import dev.headgate.event.EventName;
import dev.headgate.event.JsonBytes;
import dev.headgate.json.JsonCursor;
import dev.headgate.json.JsonKind;
import dev.headgate.json.JsonMembers;
import dev.headgate.json.JsonText;
import dev.headgate.json.MalformedJson;
import dev.headgate.source.Decoded;
import dev.headgate.source.EventDraft;
import dev.headgate.source.RawRecord;
import dev.headgate.source.RecordBounds;
import dev.headgate.source.RecordFormat;
import dev.headgate.source.RejectReason;
import dev.headgate.source.SourceFault;
import java.util.List;
import java.util.Optional;

/// A PostHog batch export of the model "events", as JSON Lines.
///
/// ```
/// {"uuid":"018e...","event":"sign up","distinct_id":"u-1","timestamp":"2024-03-01T04:08:31.905Z",
///  "properties":{"plan":"free"},"elements_chain":"","person_id":"...","person_properties":{...},
///  "created_at":"...","_inserted_at":"..."}
/// ```
///
/// `elements_chain` becomes the property `$elements_chain`, as it came in by, and `ip` `$ip`. Every
/// other column, of those that are known and of those to come, is kept in the property `$posthog`.
/// `person_properties` too: they are what the person was like when the event was exported, and
/// follow again from the events themselves, which carry their `$set`.
///
/// A `manifest.json` has no events: {@link PostHogFileList}.
public final class PostHogFormat implements RecordFormat {
  public static final String NAME = "posthog";

  static final String KEPT_AS = "$posthog";

  private static final String MANIFEST = "manifest.json";

  private final PostHogFileList files = new PostHogFileList();

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
    if (isManifest(part)) {
      return files::read;
    }
    files.met(part);
    return PostHogFormat::decode;
  }

  @Override
  public void checkAllWasMet() throws SourceFault {
    files.check();
  }

  /// Whether a part is the sign that an export is complete, by its name.
  static boolean isManifest(String part) {
    return part.equals(MANIFEST)
        || part.endsWith("/" + MANIFEST)
        || part.endsWith("!" + MANIFEST)
        || part.endsWith("\\" + MANIFEST);
  }

  private static Decoded decode(RawRecord record) {
    Decoded verdict = RecordChecks.verdict(record);
    if (verdict != null) {
      return verdict;
    }
    byte[] bytes = record.bytes();
    try {
      RecordMembers row =
          new RecordMembers(JsonMembers.of(JsonCursor.object(bytes, 0, bytes.length)));
      return new Decoded.Events(List.of(draft(row)));
    } catch (MalformedJson e) {
      return EventJsonFormat.notAnObject(bytes, e);
    } catch (Refused e) {
      return e.rejected();
    }
  }

  private static EventDraft draft(RecordMembers row) throws Refused, MalformedJson {
    String name =
        EventName.of(row.text("event").orElse(""))
            .orElseThrow(() -> new Refused(RejectReason.MISSING_EVENT, "no event"));
    DistinctId id =
        row.id("distinct_id")
            .orElseThrow(() -> new Refused(RejectReason.MISSING_DISTINCT_ID, "no distinct_id"));
    long micros =
        row.time("timestamp")
            .orElseThrow(() -> new Refused(RejectReason.MISSING_TIMESTAMP, "no timestamp"));
    Optional<EventId> uuid = uuid(row);
    DraftProperties properties = new DraftProperties();
    properties.putAll(JsonCursor.object(propertiesOf(row)));
    row.text("elements_chain").ifPresent(chain -> properties.offer("$elements_chain", chain));
    row.text("ip").ifPresent(ip -> properties.offer("$ip", ip));
    for (String taken : List.of("event", "distinct_id", "timestamp", "uuid", "elements_chain")) {
      row.remove(taken);
    }
    JsonBytes left = row.left();
    if (!RecordMembers.isEmptyObject(left)) {
      properties.put(KEPT_AS, left);
    }
    return new EventDraft(uuid, name, id, micros, properties.toJson());
  }

  private static Optional<EventId> uuid(RecordMembers row) throws Refused, MalformedJson {
    Optional<String> text = row.text("uuid");
    if (text.isEmpty()) {
      return Optional.empty();
    }
    Optional<EventId> uuid = EventId.parse(text.get());
    if (uuid.isEmpty()) {
      throw new Refused(
          RejectReason.INVALID_UUID, "uuid " + RecordChecks.shown(text.get()) + " is no uuid");
    }
    return uuid;
  }

  /// An object, or a text that is one, as the columns of the Parquet form are.
  private static JsonBytes propertiesOf(RecordMembers row) throws Refused, MalformedJson {
    Optional<JsonBytes> value = row.get("properties");
    if (value.isEmpty() || value.get().utf8()[0] != '"') {
      return row.takeObject("properties");
    }
    row.remove("properties");
    JsonBytes text = JsonBytes.of(JsonText.of(value.get()).strip());
    try {
      if (JsonCursor.kindOf(text.utf8(), 0, text.length()) == JsonKind.OBJECT) {
        return text;
      }
      throw new Refused(RejectReason.INVALID_PROPERTIES, "properties is no object");
    } catch (MalformedJson e) {
      throw new Refused(RejectReason.INVALID_PROPERTIES, "properties: " + e.getMessage());
    }
  }
}
