package dev.headgate.source.format;

import dev.headgate.event.DistinctId;
import dev.headgate.event.EventId;
import dev.headgate.event.EventName;
import dev.headgate.event.JsonBytes;
import dev.headgate.event.NamedIds;
import dev.headgate.json.StorableJson;
import dev.headgate.source.Decoded;
import dev.headgate.source.EventDraft;
import dev.headgate.source.RejectReason;
import dev.headgate.source.UuidRule;
import dev.headgate.source.format.Mapping.Value;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/// Makes an event of the texts that a mapping picked from a record, the same for every shape of
/// record. Not thread-safe.
final class MappedDrafts {
  private final Mapping mapping;
  private final MappedFields fields;
  private final Met met;
  private final TimeFormat.Reader times;
  private final NamedIds foreignIds = new NamedIds(UuidRule.FOREIGN_IDS);

  MappedDrafts(Mapping mapping, MappedFields fields, Met met) {
    this.mapping = mapping;
    this.fields = fields;
    this.met = met;
    this.times = mapping.timeFormat().reader();
  }

  /// @param texts by the numbers of {@link MappedFields}; null where the record has no value
  Decoded draft(@Nullable String[] texts, JsonBytes properties) {
    String eventText = text(mapping.event(), fields.event(), texts);
    Optional<String> event = eventText == null ? Optional.empty() : EventName.of(eventText);
    String idText = text(mapping.distinctId(), fields.distinctId(), texts);
    Optional<DistinctId> id = idText == null ? Optional.empty() : DistinctId.of(idText);
    String time = text(mapping.timestamp(), fields.timestamp(), texts);
    OptionalLong micros = time == null ? OptionalLong.empty() : times.micros(time);
    if (time != null) {
      met.timestamp(time, micros.isPresent());
    }
    if (event.isEmpty()) {
      return missing(RejectReason.MISSING_EVENT, mapping.event(), eventText);
    }
    if (id.isEmpty()) {
      return missing(RejectReason.MISSING_DISTINCT_ID, mapping.distinctId(), idText);
    }
    if (time == null || time.isBlank()) {
      return missing(RejectReason.MISSING_TIMESTAMP, mapping.timestamp(), time);
    }
    if (micros.isEmpty()) {
      return new Decoded.Rejected(
          RejectReason.INVALID_TIMESTAMP,
          "timestamp %s is not written as %s"
              .formatted(RecordChecks.shown(time), mapping.timeFormat().name()));
    }
    String uuid = fields.uuid() < 0 ? null : texts[fields.uuid()];
    return new Decoded.Events(
        List.of(
            new EventDraft(
                uuid == null ? Optional.empty() : uuid(uuid),
                event.get(),
                id.get(),
                micros.getAsLong(),
                StorableJson.of(properties))));
  }

  private static @Nullable String text(Value value, int number, @Nullable String[] texts) {
    return value instanceof Value.Constant(String constant) ? constant : texts[number];
  }

  private Optional<EventId> uuid(String text) {
    if (text.isBlank()) {
      return Optional.empty();
    }
    Optional<EventId> own = EventId.parse(text);
    return own.isPresent()
        ? own
        : Optional.of(foreignIds.of(text.getBytes(StandardCharsets.UTF_8)));
  }

  private static Decoded missing(RejectReason reason, Value value, @Nullable String text) {
    String where = value instanceof Value.Field(String path) ? path : "the constant";
    return new Decoded.Rejected(
        reason, text == null ? "no field \"" + where + "\"" : "\"" + where + "\" is blank");
  }
}
