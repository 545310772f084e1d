package dev.headgate.standalone;

import dev.headgate.event.JsonBytes;
import dev.headgate.json.JsonCursor;
import dev.headgate.json.JsonOutput;
import dev.headgate.json.MalformedJson;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;

/// What `server.json` says of a running pipeline.
public record ServerFile(URI url, long pid, Instant startedAt, String version) {
  private static final int USUAL_BYTES = 256;

  void write(Path file) throws IOException {
    JsonOutput out = new JsonOutput(USUAL_BYTES);
    out.ascii("{\"url\":").string(url.toString());
    out.ascii(",\"pid\":").number(pid);
    out.ascii(",\"started_at\":").string(startedAt.toString());
    out.ascii(",\"version\":").string(version).ascii("}\n");
    PrivateFile.write(file, out.toByteArray());
  }

  /// Empty if there is no such file, or none of ours.
  static Optional<ServerFile> read(Path file) throws IOException {
    try {
      return Optional.of(parse(JsonBytes.owning(Files.readAllBytes(file))));
    } catch (NoSuchFileException | MalformedJson | IllegalArgumentException | DateTimeException _) {
      return Optional.empty();
    }
  }

  private static ServerFile parse(JsonBytes json) throws MalformedJson {
    String url = "";
    long pid = 0;
    String startedAt = "";
    String version = "";
    JsonCursor members = JsonCursor.object(json);
    while (members.next()) {
      switch (members.name()) {
        case "url" -> url = members.text();
        case "pid" -> pid = Long.parseLong(members.text());
        case "started_at" -> startedAt = members.text();
        case "version" -> version = members.text();
        default -> {}
      }
    }
    return new ServerFile(URI.create(url), pid, Instant.parse(startedAt), version);
  }
}
