package dev.headgate.synth;

import dev.headgate.event.EventTime;
import dev.headgate.event.JsonBytes;
import dev.headgate.json.JsonCursor;
import dev.headgate.json.JsonMembers;
import dev.headgate.json.JsonOutput;
import dev.headgate.json.MalformedJson;
import java.util.Map;

/// Events as PostHog's batch export writes them.
final class PostHogEncoder implements LineEncoder {
  private static final long INGESTED_AFTER_MICROS = 1_500_000;

  @Override
  public void encode(GeneratedEvent event, boolean withUuid, JsonOutput out) throws MalformedJson {
    Map<String, JsonBytes> properties =
        JsonMembers.of(JsonCursor.object(event.properties.buffer(), 0, event.properties.length()));
    JsonBytes chain = properties.remove("$elements_chain");
    String ingested = EventTime.format(event.timestampMicros + INGESTED_AFTER_MICROS);
    out.ascii("{");
    if (withUuid) {
      out.ascii("\"uuid\":\"").bytes(event.uuid.ascii()).ascii("\",");
    }
    out.ascii("\"event\":").string(event.name);
    out.ascii(",\"distinct_id\":\"").bytes(event.distinctId).ascii("\",\"timestamp\":");
    LineEncoder.time(event, out);
    out.ascii(",\"properties\":").raw(JsonMembers.write(properties));
    out.ascii(",\"elements_chain\":").raw(chain == null ? JsonBytes.of("\"\"") : chain);
    out.ascii(",\"person_id\":\"").bytes(event.uuid.ascii());
    out.ascii("\",\"person_properties\":{\"kept\":true},\"created_at\":\"").ascii(ingested);
    out.ascii("\",\"_inserted_at\":\"").ascii(ingested).ascii("\"}");
  }
}
