package dev.headgate.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/// Folders for what nobody needs after a command. What a killed command left is cleared when a
/// pipeline takes the data directory.
final class WorkFolders {
  private WorkFolders() {}

  static Path make(Path dataFolder) throws IOException {
    Path work = Files.createDirectories(dataFolder.resolve("work"));
    return Files.createTempDirectory(work, "command-");
  }

  static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }
}
