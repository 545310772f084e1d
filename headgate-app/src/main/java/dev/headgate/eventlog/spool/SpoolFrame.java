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
    if (events.isEmpty()) {
      throw new IllegalArgumentException("a frame without an event");
    }
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

  /// How long the body is, by a head.
  ///
  /// @return a negative number if this is the head of no frame
  static int bodyLength(ByteBuffer head) {
    int length = head.getInt(0);
    return length < FIXED_BYTES || length > MOST_BYTES ? -1 : length;
  }

  /// The frame of a head and a body; empty if they do not belong together.
  static Optional<SpoolFrame> decode(ByteBuffer head, byte[] body) {
    if (checksum(body, 0, body.length) != head.getInt(4)) {
      return Optional.empty();
    }
    ByteBuffer fields = ByteBuffer.wrap(body);
    long takenMillis = fields.getLong();
    int from = FIXED_BYTES + Short.toUnsignedInt(fields.getShort());
    if (from >= body.length) {
      return Optional.empty();
    }
    String token = new String(body, FIXED_BYTES, from - FIXED_BYTES, UTF_8);
    List<CapturedEvent> events = new ArrayList<>();
    try {
      LogCodec.decode(body, from, body.length, events::add);
    } catch (MalformedJson e) {
      return Optional.empty();
    }
    return Optional.of(new SpoolFrame(takenMillis, new ProjectToken(token), events));
  }

  private static int checksum(byte[] bytes, int from, int to) {
    CRC32C checksum = new CRC32C();
    checksum.update(bytes, from, to - from);
    return (int) checksum.getValue();
  }
}
