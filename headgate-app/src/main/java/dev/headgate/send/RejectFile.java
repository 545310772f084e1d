package dev.headgate.send;

import dev.headgate.event.EventId;
import dev.headgate.json.JsonOutput;
import dev.headgate.json.Utf8;
import dev.headgate.source.RawRecord;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Optional;

/// `rejects.jsonl`: every record that does not become an event, with its place, the reason and its
/// raw bytes.
///
/// ```
/// {"source":"a.jsonl","line":7,"offset":1024,"length":9,"reason":"not_json","detail":"..","raw":"{broken"}
/// ```
///
/// `raw_base64` stands instead of `raw` where the bytes are not UTF-8. At most {@link
/// #MOST_RAW_BYTES} bytes of a record are kept. Where not the record is refused, but an event it
/// made, `uuid` says which.
public final class RejectFile implements AutoCloseable {
  private static final int MOST_RAW_BYTES = 64 << 10;

  private final RandomAccessFile file;
  private final JsonOutput line = new JsonOutput(1024);
  private long length;

  /// Opens the file, cut back to this length.
  public RejectFile(Path path, long length) throws IOException {
    file = new RandomAccessFile(path.toFile(), "rw");
    if (file.length() < length) {
      file.close();
      throw new IOException(path + " is shorter than its checkpoint says");
    }
    file.setLength(length);
    file.seek(length);
    this.length = length;
  }

  /// Writes down a record.
  public void append(String source, RawRecord record, String reason, String detail)
      throws IOException {
    append(source, record, Optional.empty(), reason, detail);
  }

  /// Writes down an event of a record, or all of it.
  ///
  /// @param event of the record; empty for the record itself
  public void append(
      String source, RawRecord record, Optional<EventId> event, String reason, String detail)
      throws IOException {
    byte[] bytes = record.bytes();
    int kept = Math.min(bytes.length, MOST_RAW_BYTES);
    line.clear();
    line.ascii("{\"source\":")
        .string(source)
        .ascii(",\"line\":")
        .number(record.position().line())
        .ascii(",\"offset\":")
        .number(record.position().offset())
        .ascii(",\"length\":")
        .number(record.position().length())
        .ascii(",\"reason\":")
        .string(reason)
        .ascii(",\"detail\":")
        .string(detail);
    event.ifPresent(uuid -> line.ascii(",\"uuid\":\"").bytes(uuid.ascii()).ascii("\""));
    if (Utf8.firstInvalid(bytes, 0, kept) < 0) {
      line.ascii(",\"raw\":").string(new String(bytes, 0, kept, StandardCharsets.UTF_8));
    } else {
      byte[] cut = java.util.Arrays.copyOf(bytes, kept);
      line.ascii(",\"raw_base64\":\"").ascii(Base64.getEncoder().encodeToString(cut)).ascii("\"");
    }
    line.ascii("}\n");
    file.write(line.buffer(), 0, line.length());
    length += line.length();
  }

  public long length() {
    return length;
  }

  public void force() throws IOException {
    file.getFD().sync();
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
