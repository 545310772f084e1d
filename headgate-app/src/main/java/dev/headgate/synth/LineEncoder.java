package dev.headgate.synth;

import dev.headgate.event.EventTime;
import dev.headgate.json.JsonOutput;
import dev.headgate.json.MalformedJson;

/// Writes one event as one record of a format, without its line end. Not thread-safe.
interface LineEncoder {
  void encode(GeneratedEvent event, boolean withUuid, JsonOutput out) throws MalformedJson;

  static LineEncoder of(SynthFormat format) {
    return switch (format) {
      case EVENTS -> LineEncoder::events;
      case SEGMENT -> new SegmentEncoder(false);
      case RUDDERSTACK -> new SegmentEncoder(true);
      case POSTHOG -> new PostHogEncoder();
      case SNOWPLOW -> new SnowplowEncoder();
      case GA4 -> new Ga4Encoder();
      case MIXPANEL -> new MixpanelEncoder();
      case AMPLITUDE -> new AmplitudeEncoder();
      case HEAP -> new HeapEncoder();
    };
  }

  private static void events(GeneratedEvent event, boolean withUuid, JsonOutput out) {
    out.ascii("{\"event\":").string(event.name);
    out.ascii(",\"distinct_id\":");
    id(event, out);
    out.ascii(",\"timestamp\":");
    time(event, out);
    if (withUuid) {
      out.ascii(",\"uuid\":\"").bytes(event.uuid.ascii()).ascii("\"");
    }
    out.ascii(",\"properties\":")
        .bytes(event.properties.buffer(), 0, event.properties.length())
        .ascii("}");
  }

  /// Who it was, as JSON: a number where the client sends one.
  static void id(GeneratedEvent event, JsonOutput out) {
    String quote = event.numericId ? "" : "\"";
    out.ascii(quote).bytes(event.distinctId).ascii(quote);
  }

  /// When it was, as JSON, with `Z` or `+00:00` as the client writes it.
  static void time(GeneratedEvent event, JsonOutput out) {
    String time = EventTime.format(event.timestampMicros);
    out.ascii("\"")
        .ascii(event.offsetTime ? time.substring(0, time.length() - 1) + "+00:00" : time)
        .ascii("\"");
  }
}
