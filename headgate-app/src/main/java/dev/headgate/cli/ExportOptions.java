package dev.headgate.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// What names an export and how it is read.
final class ExportOptions {
  @Parameters(
      paramLabel = "EXPORT",
      arity = "1..*",
      description = "A file, a folder (recursively, in name order), or - for standard input.")
  List<String> exports = List.of();

  @Option(
      names = "--format",
      paramLabel = "NAME",
      description = "The format, where it should not be recognised: events.")
  Optional<String> format = Optional.empty();

  @Option(
      names = "--mapping",
      paramLabel = "FILE",
      description = "Which fields make an event, for CSV and JSON Lines in no known format (YAML).")
  Optional<Path> mapping = Optional.empty();
}
