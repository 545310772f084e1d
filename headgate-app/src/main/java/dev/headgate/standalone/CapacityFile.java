package dev.headgate.standalone;

import dev.headgate.event.JsonBytes;
import dev.headgate.json.MalformedJson;
import dev.headgate.plan.Capacity;
import dev.headgate.plan.json.CapacityJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// `capacity.json`: what a pipeline can take, as `headgate calibrate` measured it. It is read
/// whenever somebody plans, so a pipeline that runs hears of a new measurement.
public final class CapacityFile {
  private static final Logger LOG = LoggerFactory.getLogger(CapacityFile.class);

  public static final String NAME = "capacity.json";

  private final Path file;
  private final CapacityJson json = new CapacityJson();

  public CapacityFile(Path file) {
    this.file = file;
  }

  /// What was measured; empty if nothing was, or it cannot be read.
  public Optional<Capacity> read() {
    try {
      return Optional.of(json.read(JsonBytes.owning(Files.readAllBytes(file))));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException | MalformedJson e) {
      LOG.warn(
          "{} cannot be read, so plans are made for a pipeline of the usual size (headgate calibrate"
              + " writes it anew): {}",
          file,
          e.getMessage());
      return Optional.empty();
    }
  }

  /// What plans are made for: what was measured, or the embedded pipeline's usual size.
  public Capacity current() {
    return read().orElse(Capacity.EMBEDDED);
  }

  /// Keeps a measurement.
  public void write(Capacity capacity) throws IOException {
    PrivateFile.write(file, json.write(capacity).utf8());
  }
}
