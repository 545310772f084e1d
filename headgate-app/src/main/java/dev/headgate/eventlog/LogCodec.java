package dev.headgate.eventlog;

import dev.headgate.event.DistinctId;
import dev.headgate.event.Event;
import dev.headgate.event.EventId;
import dev.headgate.event.EventTime;
import dev.headgate.event.JsonBytes;
import dev.headgate.event.ProjectId;
import dev.headgate.event.ProjectToken;
import dev.headgate.json.ByteSearch;
import dev.headgate.json.JsonCursor;
import dev.headgate.json.JsonNames;
import dev.headgate.json.JsonOutput;
import dev.headgate.json.MalformedJson;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Events as they stand in a record of the log, which may be packed, and in a frame of the spool:
/// one line of JSON for each event, with a line feed between, the members always in this order.
///
/// ```
/// {"project":1,"import":3,"uuid":"01a2...","event":"signed up","distinct_id":"u1",
///  "timestamp":"2024-03-01T04:08:31.905Z","properties":{...}}
/// ```
///
/// `import` is {@link CapturedEvent#LIVE} for live traffic. The properties are the event's own
/// bytes; capture has seen to it that they hold no line break.
public final class LogCodec {
  /// Everything but the event's name, distinct_id and properties, at its longest, and the quotes.
  private static final int FRAME_BYTES = 192;

  private static final int LONGEST_ESCAPE = 6;

  private static final byte[] PROJECT = ascii("{\"project\":");
  private static final byte[] IMPORT = ascii(",\"import\":");
  private static final byte[] UUID = ascii(",\"uuid\":\"");
  private static final byte[] EVENT = ascii("\",\"event\":\"");
  private static final byte[] DISTINCT_ID = ascii("\",\"distinct_id\":\"");
  private static final byte[] TIMESTAMP = ascii("\",\"timestamp\":\"");
  private static final byte[] PROPERTIES = ascii(",\"properties\":");

  private LogCodec() {}

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  /// What decides the partition: `token:distinct_id`.
  public static byte[] key(ProjectToken token, DistinctId distinctId) {
    return (token.value() + ':' + distinctId.value()).getBytes(StandardCharsets.UTF_8);
  }

  /// A bound on the event's encoded length that costs no encoding: exact in the properties,
  /// generous in the rest.
  public static int lengthAtMost(Event event) {
    return FRAME_BYTES
        + LONGEST_ESCAPE * (event.name().length() + event.distinctId().value().length())
        + event.properties().length();
  }

  /// Appends the event's line to a record, after the lines it has.
  public static void encode(CapturedEvent captured, JsonOutput out) {
    if (out.length() > 0) {
      out.ascii("\n");
    }
    Event event = captured.event();
    out.bytes(PROJECT).number(captured.project().number());
    out.bytes(IMPORT).number(captured.importNumber());
    out.bytes(UUID).bytes(event.uuid().ascii());
    // A string brings its quotes along.
    out.bytes(EVENT, 0, EVENT.length - 1).string(event.name());
    out.bytes(DISTINCT_ID, 1, DISTINCT_ID.length - 1).string(event.distinctId().value());
    out.bytes(TIMESTAMP, 1, TIMESTAMP.length).bytes(EventTime.ascii(event.timestampMicros()));
    out.ascii("\"").bytes(PROPERTIES).raw(event.properties()).ascii("}");
  }

  /// Reads what {@link #encode} has written. The properties, most of the bytes, are cut out and not
  /// parsed again: capture has, and the log guards its bytes with checksums.
  ///
  /// @param bytes hold the record in `[from, to)`, and are changed while it is read
  /// @throws MalformedJson if the bytes are anything else
  public static void decode(byte[] bytes, int from, int to, Consumer<CapturedEvent> each)
      throws MalformedJson {
    int start = from;
    do {
      int lineFeed = ByteSearch.indexOf((byte) '\n', bytes, start, to);
      int end = lineFeed < 0 ? to : lineFeed;
      each.accept(line(bytes, start, end));
      start = end + 1;
    } while (start <= to);
  }

  private static CapturedEvent line(byte[] record, int from, int to) throws MalformedJson {
    CapturedEvent usual = new UsualLine(record, from, to).event();
    if (usual != null) {
      return usual;
    }
    int end = endOfHead(record, from, to);
    JsonBytes properties = JsonBytes.copyOf(record, end + PROPERTIES.length, to - 1);
    record[end] = '}';
    return decode(JsonCursor.object(record, from, end + 1), properties);
  }

  /// Where {@link #PROPERTIES} begins. Inside a string its quotes would be escaped, so the first
  /// place with these bytes is the right one.
  private static int endOfHead(byte[] record, int from, int to) throws MalformedJson {
    for (int i = from; i + PROPERTIES.length + 3 <= to; i++) {
      int value = i + PROPERTIES.length;
      if (record[i] == ',' && Arrays.equals(record, i, value, PROPERTIES, 0, PROPERTIES.length)) {
        if (endsAsObject(record, value, to)) {
          return i;
        }
        break;
      }
    }
    throw broken("properties");
  }

  /// Whether an object begins here and ends where the line's own does.
  private static boolean endsAsObject(byte[] record, int value, int to) {
    return value + 3 <= to
        && record[value] == '{'
        && record[to - 2] == '}'
        && record[to - 1] == '}';
  }

  private static CapturedEvent decode(JsonCursor members, JsonBytes properties)
      throws MalformedJson {
    int project = 0;
    int importNumber = CapturedEvent.LIVE;
    EventId uuid = null;
    String name = null;
    DistinctId distinctId = null;
    Long micros = null;
    try {
      while (members.next()) {
        switch (members.name()) {
          case "project" -> project = Integer.parseInt(members.text());
          case "import" -> importNumber = Integer.parseInt(members.text());
          case "uuid" -> uuid = EventId.parse(members.text()).orElseThrow(() -> broken("uuid"));
          case "event" -> name = members.text();
          case "distinct_id" -> distinctId = new DistinctId(members.text());
          case "timestamp" ->
              micros = EventTime.parse(members.text()).orElseThrow(() -> broken("timestamp"));
          default -> throw broken(members.name());
        }
      }
      if (uuid == null || name == null || distinctId == null || micros == null) {
        throw broken("a missing member");
      }
      Event event = new Event(uuid, name, distinctId, micros, properties);
      return new CapturedEvent(project(project), importNumber, event);
    } catch (IllegalArgumentException e) {
      throw broken("" + e.getMessage());
    }
  }

  /// A line as {@link #encode} writes it where no text before the properties needs an escape, read
  /// from left to right without asking which member comes next. Whatever else it is, it is left to
  /// the cursor.
  private static final class UsualLine {
    private static final int UUID_CHARACTERS = 36;

    private final byte[] record;
    private final int to;
    private int at;
    private boolean usual = true;

    UsualLine(byte[] record, int from, int to) {
      this.record = record;
      this.at = from;
      this.to = to;
    }

    @Nullable CapturedEvent event() {
      pass(PROJECT);
      int project = number();
      pass(IMPORT);
      int importNumber = number();
      pass(UUID);
      int uuid = at;
      at += UUID_CHARACTERS;
      pass(EVENT);
      int name = text();
      int nameEnd = at;
      pass(DISTINCT_ID);
      int distinctId = text();
      int distinctIdEnd = at;
      pass(TIMESTAMP);
      int timestamp = text();
      int timestampEnd = at++;
      pass(PROPERTIES);
      if (!usual || project < 1 || !endsAsObject(record, at, to)) {
        return null;
      }
      Optional<EventId> id = EventId.parse(record, uuid, uuid + UUID_CHARACTERS);
      OptionalLong micros = EventTime.parse(record, timestamp, timestampEnd);
      Optional<DistinctId> who =
          DistinctId.of(
              new String(record, distinctId, distinctIdEnd - distinctId, StandardCharsets.UTF_8));
      if (id.isEmpty() || micros.isEmpty() || who.isEmpty()) {
        return null;
      }
      Event event =
          new Event(
              id.get(),
              JsonNames.of(record, name, nameEnd),
              who.get(),
              micros.getAsLong(),
              JsonBytes.copyOf(record, at, to - 1));
      return new CapturedEvent(project(project), importNumber, event);
    }

    private void pass(byte[] expected) {
      int end = at + expected.length;
      usual &=
          end <= to && Arrays.equals(record, at, Math.min(end, to), expected, 0, expected.length);
      at = end;
    }

    /// A number of up to nine digits.
    private int number() {
      int from = at;
      int value = 0;
      while (usual && at < to && at < from + 9 && record[at] >= '0' && record[at] <= '9') {
        value = 10 * value + (record[at++] - '0');
      }
      usual &= at > from;
      return value;
    }

    /// Passes over text without an escape, up to its closing quote; answers where it begins.
    private int text() {
      int from = at;
      if (usual) {
        at = ByteSearch.endOfPlainText(record, at, to);
        usual = at < to && record[at] == '"';
      }
      return from;
    }
  }

  private static MalformedJson broken(String what) {
    return new MalformedJson("not an event of this log: " + what);
  }

  /// Most events are of the first project, and many are held at a time.
  private static ProjectId project(int number) {
    return number == ProjectId.DEFAULT.number() ? ProjectId.DEFAULT : new ProjectId(number);
  }
}
