package dev.headgate.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/// A file with a sealed grant, as `headgate request --import N --grant` prints it.
final class GrantOption {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int MOST_BYTES = 1 << 20;

  private GrantOption() {}

  /// The grant as a document; ends the command where the file holds none. Whether it is genuine the
  /// pipeline knows.
  static JsonNode read(Path file) throws IOException {
    try {
      if (Files.size(file) > MOST_BYTES) {
        throw wrong("this is no sealed grant: it is too long", file);
      }
      JsonNode grant = JSON.readTree(Files.readAllBytes(file));
      if (!grant.path("grant").isObject() || !grant.path("seal").isTextual()) {
        throw wrong("this is no sealed grant: it has no \"grant\" and \"seal\"", file);
      }
      return grant;
    } catch (JsonProcessingException e) {
      throw wrong("this is no sealed grant: " + e.getOriginalMessage(), file);
    } catch (NoSuchFileException e) {
      throw wrong("there is no such file", file);
    }
  }

  private static CommandStop wrong(String what, Path file) {
    return new CommandStop(
        ExitCode.USAGE,
        what,
        file.toString(),
        "headgate request --import N --grant > FILE writes one.");
  }
}
