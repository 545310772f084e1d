package dev.headgate.verify.json;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.headgate.event.EventId;
import dev.headgate.event.EventTime;
import dev.headgate.verify.Observed;
import dev.headgate.verify.Verification;
import dev.headgate.verify.Verification.Discrepancy;
import dev.headgate.verify.Verification.Kind;
import dev.headgate.verify.Verification.MergeFacts;
import dev.headgate.verify.Verification.Place;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Writes and reads a {@link Verification} as one JSON object:
///
/// ```
/// {"import":1, "read":9, ..., "verified":false, "discrepancies":[
///   {"kind":"missing", "uuid":"...", "source":"a.jsonl", "line":7, "offset":811},
///   {"kind":"extra", "uuid":"...", "event":"x", "distinct_id":"u", "timestamp":"2024-..Z"}]}
/// ```
public final class VerificationJson {
  private static final ObjectMapper MAPPER =
      JsonMapper.builder()
          .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .build();

  private VerificationJson() {}

  public static String write(Verification verification) {
    try {
      return MAPPER.writeValueAsString(Document.of(verification));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a verification can always be written", e);
    }
  }

  /// Reads back what {@link #write} wrote.
  ///
  /// @throws JsonProcessingException if this is no verification that was written here
  public static Verification read(String json) throws JsonProcessingException {
    return MAPPER.readValue(json, Document.class).verification();
  }

  private record Document(
      @JsonProperty("import") int importNumber,
      long read,
      long stored,
      long deduplicated,
      long rejected,
      Map<String, Long> rejectedByReason,
      long dropped,
      Map<String, Long> droppedByApp,
      long missing,
      long extra,
      long conflicting,
      MergeFactsObject mergeFacts,
      boolean multisetHashEqual,
      boolean verified,
      List<DiscrepancyObject> discrepancies) {

    static Document of(Verification v) {
      return new Document(
          v.importNumber(),
          v.read(),
          v.stored(),
          v.deduplicated(),
          v.rejected(),
          v.rejectedByReason(),
          v.dropped(),
          v.droppedByApp(),
          v.missing(),
          v.extra(),
          v.conflicting(),
          new MergeFactsObject(
              v.mergeFacts().read(),
              v.mergeFacts().applied(),
              v.mergeFacts().refused(),
              v.mergeFacts().setAside()),
          v.multisetHashEqual(),
          v.verified(),
          v.discrepancies().stream().map(DiscrepancyObject::of).toList());
    }

    Verification verification() {
      return new Verification(
          importNumber,
          read,
          stored,
          deduplicated,
          rejected,
          rejectedByReason,
          dropped,
          droppedByApp,
          missing,
          extra,
          conflicting,
          new MergeFacts(
              mergeFacts.read, mergeFacts.applied, mergeFacts.refused, mergeFacts.setAside),
          multisetHashEqual,
          verified,
          discrepancies.stream().map(DiscrepancyObject::discrepancy).toList());
    }
  }

  private record MergeFactsObject(long read, long applied, long refused, long setAside) {}

  @JsonInclude(JsonInclude.Include.NON_NULL)
  private record DiscrepancyObject(
      String kind,
      String uuid,
      @Nullable String source,
      @Nullable Long line,
      @Nullable Long offset,
      @Nullable String event,
      @Nullable String distinctId,
      @Nullable String timestamp) {

    static DiscrepancyObject of(Discrepancy d) {
      Place place = d.place().orElse(null);
      Observed.Stored stored = d.stored().orElse(null);
      return new DiscrepancyObject(
          d.kind().name().toLowerCase(Locale.ROOT),
          d.uuid().toString(),
          place == null ? null : place.source(),
          place == null ? null : place.line(),
          place == null ? null : place.offset(),
          stored == null ? null : stored.event(),
          stored == null ? null : stored.distinctId(),
          stored == null ? null : EventTime.format(stored.timestampMicros()));
    }

    Discrepancy discrepancy() {
      EventId id = EventId.parse(uuid).orElseThrow();
      Optional<Place> place =
          source == null || line == null || offset == null
              ? Optional.empty()
              : Optional.of(new Place(source, line, offset));
      Optional<Observed.Stored> stored =
          event == null || distinctId == null || timestamp == null
              ? Optional.empty()
              : Optional.of(
                  new Observed.Stored(
                      id, event, distinctId, EventTime.parse(timestamp).orElseThrow()));
      return new Discrepancy(Kind.valueOf(kind.toUpperCase(Locale.ROOT)), id, place, stored);
    }
  }
}
