package dev.headgate.store.duckdb;

import dev.headgate.event.Event;
import dev.headgate.eventlog.CapturedEvent;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;

/// Events spooled to a file that DuckDB reads with `read_csv`. One row an event, fields apart by
/// 0x1F, text between two 0x02, a 0x02 inside text doubled:
///
/// ```
/// project ␟ uuid ␟ ␂event␂ ␟ ␂distinct_id␂ ␟ micros ␟ ␂properties␂ ␟ import \n
/// ```
///
/// Properties pass byte for byte, because JSON never holds those two bytes. (`read_json` would be
/// the obvious reader, but it writes values anew: `1.10` becomes `1.1`, escapes are resolved.)
///
/// @param path where it lies
/// @param longestRowBytes bytes of the longest row
/// @param lineEndsInside whether a text holds a line end, so that only one thread may read it
record SegmentFile(Path path, int longestRowBytes, boolean lineEndsInside) {
  private static final byte FIELD_END = 0x1F;
  private static final byte QUOTE = 0x02;
  private static final int BUFFER_BYTES = 1 << 20;
  private static final int LONGEST_NUMBER = 20;

  /// What DuckDB sets aside for a row by default.
  private static final int USUAL_ROW_BYTES = 2 << 20;

  private static final int READ_BUFFER_BYTES = 32 << 20;

  static SegmentFile write(Path path, List<CapturedEvent> events) throws IOException {
    try (FileChannel channel =
        FileChannel.open(
            path,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE)) {
      Rows rows = new Rows(channel);
      for (CapturedEvent event : events) {
        rows.add(event);
      }
      rows.flush();
      return new SegmentFile(path, rows.longest, rows.lineEndsInside);
    }
  }

  /// The table function that yields this file's rows.
  String readCsv() {
    int longest = Math.max(USUAL_ROW_BYTES, longestRowBytes + 1);
    return "read_csv("
        + Sql.pathLiteral(path)
        + ", auto_detect = false, header = false, delim = '\u001F', quote = '\u0002'"
        + ", escape = '\u0002', new_line = '\\n', allow_quoted_nulls = false"
        + ", max_line_size = "
        + longest
        + ", buffer_size = "
        + Math.max(READ_BUFFER_BYTES, 2L * longest)
        + ", parallel = "
        + !lineEndsInside
        + ", columns = {project: 'INTEGER', uuid: 'UUID', event: 'VARCHAR',"
        + " distinct_id: 'VARCHAR', micros: 'BIGINT', properties: 'VARCHAR', import: 'INTEGER'})";
  }

  private static final class Rows {
    private final FileChannel channel;
    private byte[] buffer = new byte[BUFFER_BYTES + (64 << 10)];
    private int length;
    private int longest;
    private boolean lineEndsInside;

    Rows(FileChannel channel) {
      this.channel = channel;
    }

    void add(CapturedEvent captured) throws IOException {
      int from = length;
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
      longest = Math.max(longest, length - from);
      if (length >= BUFFER_BYTES) {
        flush();
      }
    }

    void flush() throws IOException {
      ByteBuffer bytes = ByteBuffer.wrap(buffer, 0, length);
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      length = 0;
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
      for (byte b : utf8) {
        if (b >= 0 && b < 0x20) {
          return false;
        }
      }
      return true;
    }

    private void number(long value) {
      ensure(LONGEST_NUMBER);
      long rest = value;
      if (rest < 0) {
        buffer[length++] = '-';
      } else {
        rest = -rest;
      }
      int digits = 1;
      for (long shorter = rest / 10; shorter != 0; shorter /= 10) {
        digits++;
      }
      for (int i = digits - 1; i >= 0; i--) {
        buffer[length + i] = (byte) ('0' - rest % 10);
        rest /= 10;
      }
      length += digits;
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
  }
}
