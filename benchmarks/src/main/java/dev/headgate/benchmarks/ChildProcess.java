package dev.headgate.benchmarks;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// A command run as a process of its own and measured from outside.
///
/// @param cpu user and system time of the process, as last seen before its end
record ChildProcess(String output, Duration wall, Duration cpu) {
  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(50);

  /// Imports a history as fast as it goes, in JSON; anything but a proof is an error.
  static ChildProcess importOf(String headgate, Path history, Path data, Path folder)
      throws IOException, InterruptedException {
    ChildProcess run =
        run(
            List.of(
                headgate,
                "import",
                history.toString(),
                "--data",
                data.toString(),
                "--peak",
                "1000000",
                "--yes",
                "--json",
                "--quiet"),
            folder);
    if (!run.output().contains("\"verified\":true")) {
      throw new IOException("the import of " + history + " was not verified");
    }
    return run;
  }

  /// Imports a history into a pipeline elsewhere.
  ///
  /// @param data of the importer
  /// @param peak in events a second; 0 for what the plan says
  static ChildProcess importTo(
      String server, String key, String headgate, Path history, Path data, int peak, Path folder)
      throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(
            List.of(
                headgate,
                "import",
                history.toString(),
                "--server",
                server,
                "--key",
                key,
                "--data",
                data.toString(),
                "--yes",
                "--json",
                "--quiet"));
    if (peak > 0) {
      command.addAll(List.of("--peak", Integer.toString(peak)));
    }
    return run(command, folder);
  }

  /// Writes a history.
  ///
  /// @param options of `headgate synth`, beside where it goes
  static ChildProcess synth(String headgate, Path history, Path folder, String... options)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(headgate, "synth"));
    command.addAll(List.of(options));
    command.addAll(List.of("--out", history.toString()));
    return run(command, folder);
  }

  /// Runs a class of the benchmarks in a JVM of its own.
  static ChildProcess java(Class<?> main, Path folder, String... arguments)
      throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                main.getName()));
    command.addAll(List.of(arguments));
    return run(command, folder);
  }

  /// Runs a command to its end; anything but exit code 0 is an error with what it printed.
  static ChildProcess run(List<String> command, Path folder)
      throws IOException, InterruptedException {
    Path output = Files.createTempFile(folder, "output", ".txt");
    Path errors = Files.createTempFile(folder, "errors", ".txt");
    long started = System.nanoTime();
    Process process =
        new ProcessBuilder(command)
            .redirectOutput(output.toFile())
            .redirectError(errors.toFile())
            .start();
    Duration cpu = Duration.ZERO;
    while (!process.waitFor(BETWEEN_LOOKS)) {
      cpu = process.info().totalCpuDuration().orElse(cpu);
    }
    Duration wall = Duration.ofNanos(System.nanoTime() - started);
    if (process.exitValue() != 0) {
      throw new IOException(
          String.join(" ", command)
              + " ended with "
              + process.exitValue()
              + ": "
              + Files.readString(errors));
    }
    return new ChildProcess(Files.readString(output, StandardCharsets.UTF_8), wall, cpu);
  }
}
