package dev.headgate.send;

import dev.headgate.event.Event;
import dev.headgate.event.EventTime;
import dev.headgate.event.JsonBytes;
import dev.headgate.json.JsonOutput;
import dev.headgate.verify.ReadTally;
import java.util.ArrayList;
import java.util.List;

/// A stretch of the export on its way: the events of one request, the records beside them that make
/// none, and the place reading goes on when all of it is accounted for.
///
/// @param number from 0, in reading order
/// @param events what is sent
/// @param records every record of the stretch, in order
/// @param after where the next stretch begins
/// @param read what the stretch adds to what was read
public record Batch(
    long number, List<Sent> events, List<ReadRecord> records, Place after, ReadTally read) {

  /// An event of a request, as it is written there.
  ///
  /// @param record the record it comes from
  public record Sent(Event event, JsonBytes json, ReadRecord.Makes record) {}

  /// The body of a request that carries these events.
  static JsonBytes body(JsonBytes head, List<Sent> events) {
    int bytes = head.length() + 2;
    for (Sent sent : events) {
      bytes += sent.json().length() + 1;
    }
    JsonOutput out = new JsonOutput(bytes).raw(head);
    for (int i = 0; i < events.size(); i++) {
      if (i > 0) {
        out.ascii(",");
      }
      out.raw(events.get(i).json());
    }
    return out.ascii("]}").toJsonBytes();
  }

  /// What every body begins with: up to the first event.
  static JsonBytes head(String projectToken) {
    return new JsonOutput(128)
        .ascii("{\"api_key\":")
        .string(projectToken)
        .ascii(",\"historical_migration\":true,\"batch\":[")
        .toJsonBytes();
  }

  /// An event as capture takes it.
  static JsonBytes json(Event event) {
    return new JsonOutput(event.properties().length() + 200)
        .ascii("{\"uuid\":\"")
        .bytes(event.uuid().ascii())
        .ascii("\",\"event\":")
        .string(event.name())
        .ascii(",\"distinct_id\":")
        .string(event.distinctId().value())
        .ascii(",\"timestamp\":\"")
        .ascii(EventTime.format(event.timestampMicros()))
        .ascii("\",\"properties\":")
        .raw(event.properties())
        .ascii("}")
        .toJsonBytes();
  }

  /// Collects a stretch until it is as large as a request may be.
  static final class Builder {
    private final int mostEvents;
    private final int mostBytes;
    private final List<Sent> events = new ArrayList<>();
    private final List<ReadRecord> records = new ArrayList<>();
    private ReadTally read = ReadTally.ZERO;
    private int bytes;

    /// Most records without events in one stretch, so that a broken file does not fill memory.
    private static final int MOST_RECORDS = 20_000;

    Builder(int mostEvents, int mostBytes) {
      this.mostEvents = mostEvents;
      this.mostBytes = mostBytes;
    }

    void add(ReadRecord record) {
      records.add(record);
      switch (record) {
        case ReadRecord.Makes makes -> {
          for (Event event : makes.events()) {
            Sent sent = new Sent(event, json(event), makes);
            bytes += sent.json().length() + 1;
            events.add(sent);
          }
          read = read.plusEvents(makes.events().size());
        }
        case ReadRecord.MakesNone none -> read = none.blank() ? read : read.plusNoEvent();
        case ReadRecord.Refused refused -> read = read.plusRejected(refused.reason());
      }
    }

    boolean full() {
      return events.size() >= mostEvents || bytes >= mostBytes || records.size() >= MOST_RECORDS;
    }

    boolean empty() {
      return records.isEmpty();
    }

    Batch build(long number, Place after) {
      return new Batch(number, List.copyOf(events), List.copyOf(records), after, read);
    }
  }
}
