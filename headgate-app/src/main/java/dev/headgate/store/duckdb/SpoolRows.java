package dev.headgate.store.duckdb;

import dev.headgate.event.DistinctId;
import dev.headgate.event.Event;
import dev.headgate.event.EventId;
import dev.headgate.event.JsonBytes;
import dev.headgate.event.ProjectId;
import dev.headgate.eventlog.CapturedEvent;
import dev.headgate.json.ByteSearch;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Rows that DuckDB reads with `read_csv`, one an event: fields apart by 0x1F, text between two
/// 0x02, a 0x02 inside text doubled:
///
/// ```
/// project ␟ uuid ␟ ␂event␂ ␟ ␂distinct_id␂ ␟ micros ␟ ␂properties␂ ␟ import \n
/// ```
///
/// Properties pass byte for byte, because JSON never holds those two bytes. (`read_json` would be
/// the obvious reader, but it writes values anew: `1.10` becomes `1.1`, escapes are resolved.)
final class SpoolRows {
  private static final byte FIELD_END = 0x1F;
  private static final byte QUOTE = 0x02;
  private static final int LONGEST_NUMBER = 20;

  private byte[] buffer;
  private int length;
  private boolean lineEndsInside;

  SpoolRows(int capacity) {
    buffer = new byte[capacity];
  }

  /// The rows added since {@link #clear}: the first {@link #length} bytes of it.
  byte[] buffer() {
    return buffer;
  }

  int length() {
    return length;
  }

  void clear() {
    length = 0;
  }

  /// Whether any text ever held a line end, so that only one thread may read the rows.
  boolean lineEndsInside() {
    return lineEndsInside;
  }

  void add(CapturedEvent captured) {
    Event event = captured.event();
    number(captured.project().number());
    end(FIELD_END);
    raw(event.uuid().ascii());
    end(FIELD_END);
    text(event.name().getBytes(StandardCharsets.UTF_8));
    end(FIELD_END);
    text(event.distinctId().value().getBytes(StandardCharsets.UTF_8));
    end(FIELD_END);
    number(event.timestampMicros());
    end(FIELD_END);
    text(event.properties().utf8());
    end(FIELD_END);
    number(captured.importNumber());
    end((byte) '\n');
  }

  private void text(byte[] utf8) {
    ensure(2 * utf8.length + 2);
    buffer[length++] = QUOTE;
    if (isPlain(utf8)) {
      System.arraycopy(utf8, 0, buffer, length, utf8.length);
      length += utf8.length;
    } else {
      for (byte b : utf8) {
        lineEndsInside |= b == '\n' || b == '\r';
        if (b == QUOTE) {
          buffer[length++] = QUOTE;
        }
        buffer[length++] = b;
      }
    }
    buffer[length++] = QUOTE;
  }

  private static boolean isPlain(byte[] utf8) {
    return !ByteSearch.holdsControl(utf8, 0, utf8.length);
  }

  private void number(long value) {
    ensure(LONGEST_NUMBER);
    if (0 <= value && value < 10) {
      buffer[length++] = (byte) ('0' + value);
      return;
    }
    raw(Long.toString(value).getBytes(StandardCharsets.ISO_8859_1));
  }

  private void raw(byte[] ascii) {
    ensure(ascii.length);
    System.arraycopy(ascii, 0, buffer, length, ascii.length);
    length += ascii.length;
  }

  private void end(byte b) {
    ensure(1);
    buffer[length++] = b;
  }

  private void ensure(int more) {
    if (length + more > buffer.length) {
      buffer = Arrays.copyOf(buffer, Math.max(buffer.length * 2, length + more));
    }
  }

  /// Reads back one row that {@link #add} wrote.
  static CapturedEvent read(byte[] row) {
    return new Reader(row).event();
  }

  private static final class Reader {
    private final byte[] row;
    private int at;

    Reader(byte[] row) {
      this.row = row;
    }

    CapturedEvent event() {
      int project = Integer.parseInt(ascii());
      EventId uuid = EventId.parse(ascii()).orElseThrow();
      String name = new String(unquoted(), StandardCharsets.UTF_8);
      String distinctId = new String(unquoted(), StandardCharsets.UTF_8);
      long micros = Long.parseLong(ascii());
      JsonBytes properties = JsonBytes.owning(unquoted());
      int importNumber = Integer.parseInt(ascii());
      Event event = new Event(uuid, name, new DistinctId(distinctId), micros, properties);
      return new CapturedEvent(new ProjectId(project), importNumber, event);
    }

    private String ascii() {
      int from = at;
      while (row[at] != FIELD_END && row[at] != '\n') {
        at++;
      }
      return new String(row, from, at++ - from, StandardCharsets.US_ASCII);
    }

    private byte[] unquoted() {
      byte[] text = new byte[row.length - at];
      int length = 0;
      at++;
      while (row[at] != QUOTE || row[at + 1] == QUOTE) {
        if (row[at] == QUOTE) {
          at++;
        }
        text[length++] = row[at++];
      }
      at += 2;
      return Arrays.copyOf(text, length);
    }
  }
}
