package dev.headgate.capture;

import dev.headgate.event.DistinctId;
import dev.headgate.event.Event;
import dev.headgate.event.EventName;
import dev.headgate.event.JsonBytes;
import dev.headgate.eventlog.LogCodec;
import dev.headgate.json.MalformedJson;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/// Makes the event that is stored of what a payload says, or says what is wrong with it.
final class EventMaker {
  private final RandomGenerator random;
  private final int maxEventBytes;

  /// @param random for the uuids of events that bring none; used by many threads at once
  /// @param maxEventBytes what the log takes
  EventMaker(RandomGenerator random, int maxEventBytes) {
    this.random = random;
    this.maxEventBytes = maxEventBytes;
  }

  /// The event.
  ///
  /// @param micros when it happened, microseconds since 1970 UTC
  /// @param more properties that the payload names beside the event's own, and which win
  /// @param place where the event stands in the payload, asked for only by messages
  Event event(RawEvent raw, long micros, Map<String, JsonBytes> more, Supplier<String> place)
      throws Unacceptable {
    String name =
        Optional.ofNullable(raw.name)
            .flatMap(EventName::of)
            .orElseThrow(() ->
                new Unacceptable(
                    400,
                    "missing_event_name",
                    "event submitted with an empty event name" + place.get()));
    DistinctId distinctId =
        Optional.ofNullable(raw.distinctId())
            .flatMap(DistinctId::of)
            .orElseThrow(() ->
                new Unacceptable(
                    400,
                    "missing_distinct_id",
                    "event submitted without a distinct_id" + place.get()));
    JsonBytes properties;
    try {
      properties = PropertyRules.of(raw, more);
    } catch (MalformedJson e) {
      throw new Unacceptable(
          400,
          "malformed_event_properties",
          "failed to parse request: " + e.getMessage() + place.get());
    }
    return sized(
        new Event(
            raw.uuid != null ? raw.uuid : Uuid7.at(micros, random),
            name,
            distinctId,
            micros,
            properties),
        place);
  }

  /// The event of another product's record.
  Event event(ForeignRecords.Draft draft, Supplier<String> place) throws Unacceptable {
    JsonBytes properties;
    try {
      properties = PropertyRules.stored(draft.properties());
    } catch (MalformedJson e) {
      throw new Unacceptable(400, "failed to parse request: " + e.getMessage() + place.get());
    }
    return sized(
        new Event(
            draft.uuid().orElseGet(() -> Uuid7.at(draft.micros(), random)),
            draft.name(),
            draft.distinctId(),
            draft.micros(),
            properties),
        place);
  }

  private Event sized(Event event, Supplier<String> place) throws Unacceptable {
    int length = LogCodec.lengthAtMost(event);
    if (length > maxEventBytes) {
      throw new Unacceptable(
          413,
          "event_too_large",
          "maximum event size exceeded: %d bytes of at most %d%s"
              .formatted(length, maxEventBytes, place.get()));
    }
    return event;
  }
}
