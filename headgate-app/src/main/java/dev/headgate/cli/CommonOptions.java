package dev.headgate.cli;

import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/// Options that mean the same everywhere.
final class CommonOptions {
  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "The data directory of the embedded pipeline (default: ${DEFAULT-VALUE}).",
      defaultValue = "headgate-data")
  Path data = Path.of("headgate-data");

  @Option(
      names = "--server",
      paramLabel = "URL",
      description = "A pipeline that runs elsewhere (or HEADGATE_URL).",
      defaultValue = "${env:HEADGATE_URL}")
  Optional<String> server = Optional.empty();

  @Option(
      names = "--key",
      paramLabel = "KEY",
      description = {
        "A customer's key, the pipeline team's or a member's (or HEADGATE_KEY; on --data, the team's)."
      },
      defaultValue = "${env:HEADGATE_KEY}")
  Optional<String> key = Optional.empty();

  @Option(
      names = "--ca",
      paramLabel = "FILE",
      description = "Whom to trust with an https URL, in PEM (or HEADGATE_CA; default: the JDK's).",
      defaultValue = "${env:HEADGATE_CA}")
  Optional<Path> ca = Optional.empty();

  @Option(
      names = "--project",
      paramLabel = "NAME",
      description = "The project (default: ${DEFAULT-VALUE}).",
      defaultValue = "default")
  String project = "default";

  @Option(names = "--json", description = "Answer with one JSON object on standard output.")
  boolean json;

  @Option(names = "--quiet", description = "No progress and no remarks.")
  boolean quiet;
}
