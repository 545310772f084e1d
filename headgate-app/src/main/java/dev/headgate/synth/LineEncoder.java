package dev.headgate.synth;

import dev.headgate.event.EventTime;
import dev.headgate.json.JsonOutput;

/// Writes one event as one record of a format, without its line end.
final class LineEncoder {
  private final SynthFormat format;

  LineEncoder(SynthFormat format) {
    this.format = format;
  }

  void encode(GeneratedEvent event, boolean withUuid, JsonOutput out) {
    switch (format) {
      case EVENTS -> events(event, withUuid, out);
    }
  }

  private static void events(GeneratedEvent event, boolean withUuid, JsonOutput out) {
    String quote = event.numericId ? "" : "\"";
    out.ascii("{\"event\":").string(event.name);
    out.ascii(",\"distinct_id\":").ascii(quote).bytes(event.distinctId).ascii(quote);
    out.ascii(",\"timestamp\":\"");
    String time = EventTime.format(event.timestampMicros);
    if (event.offsetTime) {
      out.ascii(time.substring(0, time.length() - 1)).ascii("+00:00\"");
    } else {
      out.ascii(time).ascii("\"");
    }
    if (withUuid) {
      out.ascii(",\"uuid\":\"").bytes(event.uuid.ascii()).ascii("\"");
    }
    out.ascii(",\"properties\":")
        .bytes(event.properties.buffer(), 0, event.properties.length())
        .ascii("}");
  }
}
