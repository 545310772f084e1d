package dev.headgate.send;

import static java.nio.charset.StandardCharsets.US_ASCII;

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
/// @param body the request that carries all of its events
/// @param events what is sent, in the order of the body
/// @param records every record of the stretch, in order
/// @param after where the next stretch begins
/// @param read what the stretch adds to what was read
public record Batch(
    long number,
    JsonBytes body,
    List<Sent> events,
    List<ReadRecord> records,
    Place after,
    ReadTally read) {

  private static final String TAIL = "]}";
  private static final byte[] UUID = "{\"uuid\":\"".getBytes(US_ASCII);
  private static final byte[] EVENT = "\",\"event\":".getBytes(US_ASCII);
  private static final byte[] DISTINCT_ID = ",\"distinct_id\":".getBytes(US_ASCII);
  private static final byte[] TIMESTAMP = ",\"timestamp\":\"".getBytes(US_ASCII);
  private static final byte[] PROPERTIES = "\",\"properties\":".getBytes(US_ASCII);

  /// An event of a request.
  ///
  /// @param from its first byte in the body of the whole batch
  /// @param to behind its last byte there
  /// @param record the record it comes from
  public record Sent(Event event, int from, int to, ReadRecord.Makes record) {}

  /// The request that carries only these of the events, which stand side by side.
  JsonBytes body(List<Sent> some) {
    if (some.size() == events.size()) {
      return body;
    }
    int from = some.getFirst().from();
    int to = some.getLast().to();
    return new JsonOutput(events.getFirst().from() + to - from + TAIL.length())
        .bytes(body.utf8(), 0, events.getFirst().from())
        .bytes(body.utf8(), from, to)
        .ascii(TAIL)
        .toJsonBytes();
  }

  /// What every body begins with: up to the first event.
  static JsonBytes head(String projectToken) {
    return new JsonOutput(128)
        .ascii("{\"api_key\":")
        .string(projectToken)
        .ascii(",\"historical_migration\":true,\"batch\":[")
        .toJsonBytes();
  }

  /// Writes an event as capture takes it.
  private static void write(Event event, JsonOutput out) {
    out.bytes(UUID)
        .bytes(event.uuid().ascii())
        .bytes(EVENT)
        .string(event.name())
        .bytes(DISTINCT_ID)
        .string(event.distinctId().value())
        .bytes(TIMESTAMP)
        .bytes(EventTime.ascii(event.timestampMicros()))
        .bytes(PROPERTIES)
        .raw(event.properties())
        .ascii("}");
  }

  /// Collects a stretch until it is as large as a request may be.
  static final class Builder {
    private final JsonOutput body;
    private final int headBytes;
    private final int mostEvents;
    private final int mostBytes;
    private final List<Sent> events = new ArrayList<>();
    private final List<ReadRecord> records = new ArrayList<>();
    private ReadTally read = ReadTally.ZERO;

    /// Most records without events in one stretch, so that a broken file does not fill memory.
    private static final int MOST_RECORDS = 20_000;

    /// @param scratch where the body is put together; of no use to anybody else until {@link
    ///   #build}
    /// @param head see {@link Batch#head}
    Builder(JsonOutput scratch, JsonBytes head, int mostEvents, int mostBytes) {
      scratch.clear();
      this.body = scratch.raw(head);
      this.headBytes = head.length();
      this.mostEvents = mostEvents;
      this.mostBytes = mostBytes;
    }

    void add(ReadRecord record) {
      records.add(record);
      switch (record) {
        case ReadRecord.Makes makes -> {
          for (Event event : makes.events()) {
            if (!events.isEmpty()) {
              body.ascii(",");
            }
            int from = body.length();
            write(event, body);
            events.add(new Sent(event, from, body.length(), makes));
          }
          read = read.plusEvents(makes.events().size());
        }
        case ReadRecord.MakesNone none -> read = none.blank() ? read : read.plusNoEvent();
        case ReadRecord.Refused refused -> read = read.plusRejected(refused.reason());
      }
    }

    boolean full() {
      return events.size() >= mostEvents
          || body.length() - headBytes >= mostBytes
          || records.size() >= MOST_RECORDS;
    }

    boolean empty() {
      return records.isEmpty();
    }

    Batch build(long number, Place after) {
      JsonBytes whole = body.ascii(TAIL).toJsonBytes();
      return new Batch(number, whole, List.copyOf(events), List.copyOf(records), after, read);
    }
  }
}
