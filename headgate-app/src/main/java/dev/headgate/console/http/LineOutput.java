package dev.headgate.console.http;

import dev.headgate.json.JsonOutput;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.Optional;

/// An answer of JSON Lines. An empty line at the end says that this was all: an answer without it
/// broke off.
final class LineOutput {
  private static final int BUFFER_BYTES = 64 << 10;

  private final ServerResponse response;
  private final JsonOutput buffer = new JsonOutput(BUFFER_BYTES + 4096);
  private Optional<OutputStream> out = Optional.empty();

  LineOutput(ServerResponse response) {
    this.response = response;
  }

  /// Where the next line is written; {@link #endLine} ends it.
  JsonOutput line() {
    return buffer;
  }

  void endLine() {
    buffer.ascii("\n");
    if (buffer.length() >= BUFFER_BYTES) {
      flush();
    }
  }

  boolean begun() {
    return out.isPresent();
  }

  void end() {
    buffer.ascii("\n");
    flush();
    out.ifPresent(stream -> {
      try {
        stream.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    });
  }

  /// Ends the answer without the end mark.
  void abandon() {
    out.ifPresent(stream -> {
      try {
        stream.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    });
  }

  private void flush() {
    try {
      if (out.isEmpty()) {
        response.header(HeaderNames.CONTENT_TYPE, "application/x-ndjson");
        out = Optional.of(response.outputStream());
      }
      out.get().write(buffer.buffer(), 0, buffer.length());
      buffer.clear();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
