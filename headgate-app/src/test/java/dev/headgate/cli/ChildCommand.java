package dev.headgate.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// A command in a process of its own, as the launcher starts it.
final class ChildCommand {
  private static final Duration LONGEST_RUN = Duration.ofMinutes(5);

  private final Process process;
  private final Path out;
  private final Path err;

  /// @param folder where what it prints is kept
  /// @param heap such as `64m`
  ChildCommand(Path folder, String heap, Map<String, String> environment, Object... words)
      throws IOException {
    out = Files.createTempFile(folder, "command", ".out");
    err = Files.createTempFile(folder, "command", ".err");
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-Xmx" + heap);
    command.add("-XX:+UseParallelGC");
    command.add("--enable-native-access=ALL-UNNAMED");
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add("dev.headgate.Main");
    for (Object word : words) {
      command.add(word.toString());
    }
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectOutput(out.toFile()).redirectError(err.toFile());
    builder.environment().putAll(environment);
    process = builder.start();
  }

  Ran toTheEnd() throws IOException, InterruptedException {
    if (!process.waitFor(LONGEST_RUN)) {
      process.destroyForcibly();
      throw new AssertionError(
          "it did not end within " + LONGEST_RUN + ": " + Files.readString(err));
    }
    return new Ran(process.exitValue(), Files.readString(out), Files.readString(err));
  }

  /// `kill -9` once a file is there.
  void killOnceThereIs(Path sign) throws IOException, InterruptedException {
    long deadline = System.nanoTime() + LONGEST_RUN.toNanos();
    while (!Files.exists(sign)) {
      if (!process.isAlive() || System.nanoTime() > deadline) {
        process.destroyForcibly();
        throw new AssertionError("no " + sign + ": " + Files.readString(err));
      }
      Thread.onSpinWait();
    }
    process.destroyForcibly();
    process.waitFor();
  }

  /// `kill -9` now.
  void kill() throws InterruptedException {
    process.destroyForcibly();
    process.waitFor();
  }
}
