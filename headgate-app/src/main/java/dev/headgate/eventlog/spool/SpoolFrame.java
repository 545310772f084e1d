package dev.headgate.eventlog.spool;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.headgate.event.ProjectToken;
import dev.headgate.eventlog.CapturedEvent;
import dev.headgate.eventlog.LogCodec;
import dev.headgate.json.JsonOutput;
import dev.headgate.json.MalformedJson;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32C;

/// One request's events as they stand in a file of the spool.
///
/// ```
/// +-----------+-----------+----------------------+-----------------+-------+---------------------+
/// | length, 4 | CRC-32C, 4| taken, 8             | token length, 2 | token | events by LogCodec  |
/// +-----------+-----------+----------------------+-----------------+-------+---------------------+
///   of what     of what     milliseconds since
///   follows     follows     1970 UTC
///   the CRC
/// ```
///
/// All numbers are big-endian. A frame that was not written to its end does not match its checksum.
///
/// @param takenMillis when capture took them
record SpoolFrame(long takenMillis, ProjectToken token, List<CapturedEvent> events) {
  static final int HEAD_BYTES = 8;
  private static final int FIXED_BYTES = 10;

  /// Longest frame that is believed to be one: more than all that one request can bring.
  private static final int MOST_BYTES = 1 << 30;

  SpoolFrame {
    events = List.copyOf(events);
  }

  ByteBuffer encoded() {
    JsonOutput lines = new JsonOutput(256 * events.size());
    for (CapturedEvent event : events) {
      LogCodec.encode(event, lines);
    }
    byte[] name = token.value().getBytes(UTF_8);
    ByteBuffer frame = ByteBuffer.allocate(HEAD_BYTES + FIXED_BYTES + name.length + lines.length());
    frame.position(HEAD_BYTES);
    frame.putLong(takenMillis).putShort((short) name.length).put(name);
    frame.put(lines.buffer(), 0, lines.length());
    frame.putInt(0, frame.position() - HEAD_BYTES);
    frame.putInt(4, checksum(frame.array(), HEAD_BYTES, frame.position()));
    return frame.flip();
  }

  /// The frame that begins at the buffer's position, which is moved behind it; empty, and the
  /// position left, if there is no whole one.
  static Optional<SpoolFrame> decode(ByteBuffer buffer) {
    if (buffer.remaining() < HEAD_BYTES) {
      return Optional.empty();
    }
    int start = buffer.position();
    int length = buffer.getInt(start);
    if (length < FIXED_BYTES || length > MOST_BYTES || length > buffer.remaining() - HEAD_BYTES) {
      return Optional.empty();
    }
    byte[] body = new byte[length];
    buffer.get(start + HEAD_BYTES, body);
    if (checksum(body, 0, length) != buffer.getInt(start + 4)) {
      return Optional.empty();
    }
    ByteBuffer fields = ByteBuffer.wrap(body);
    long takenMillis = fields.getLong();
    int nameLength = Short.toUnsignedInt(fields.getShort());
    String name = new String(body, FIXED_BYTES, nameLength, UTF_8);
    List<CapturedEvent> events = new ArrayList<>();
    try {
      LogCodec.decode(body, FIXED_BYTES + nameLength, length, events::add);
    } catch (MalformedJson e) {
      throw new IllegalStateException("a frame with the right checksum holds no events", e);
    }
    buffer.position(start + HEAD_BYTES + length);
    return Optional.of(new SpoolFrame(takenMillis, new ProjectToken(name), events));
  }

  private static int checksum(byte[] bytes, int from, int to) {
    CRC32C checksum = new CRC32C();
    checksum.update(bytes, from, to - from);
    return (int) checksum.getValue();
  }
}
