package dev.headgate.cli;

import dev.headgate.source.file.ExpansionLimit;
import dev.headgate.source.format.FormatDetection;
import java.net.URI;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// What names an export and how it is read.
final class ExportOptions {
  /// For the help: every format there is, without a list to be kept by hand.
  static final class FormatNames implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return FormatDetection.names().iterator();
    }
  }

  @Parameters(
      paramLabel = "EXPORT",
      arity = "1..*",
      description =
          "A file, a folder (recursively, in name order), - for standard input, s3://BUCKET/PREFIX,"
              + " or an http(s) address.")
  List<String> exports = List.of();

  @Option(
      names = "--format",
      paramLabel = "NAME",
      completionCandidates = FormatNames.class,
      description = "The format, where it is not recognised: ${COMPLETION-CANDIDATES}.")
  Optional<String> format = Optional.empty();

  @Option(
      names = "--mapping",
      paramLabel = "FILE",
      description = "Which fields make an event, for CSV and JSON Lines in no known format (YAML).")
  Optional<Path> mapping = Optional.empty();

  @Option(
      names = "--encoding",
      paramLabel = "NAME",
      description =
          "How the text is encoded, where it is not UTF-8: utf-16, utf-16le, utf-16be, latin-1,"
              + " windows-1252.")
  Optional<String> encoding = Optional.empty();

  @Option(
      names = "--s3-endpoint",
      paramLabel = "URL",
      description =
          "Where S3 is spoken, if not at Amazon (or AWS_ENDPOINT_URL_S3). Keys and region as AWS's own"
              + " tools take them.")
  Optional<URI> s3Endpoint = Optional.empty();

  @Option(
      names = "--max-expansion",
      paramLabel = "TIMES",
      description =
          "How often its own size a packed file may hold, past 256 MiB (default:"
              + " ${DEFAULT-VALUE}).",
      defaultValue = "200")
  long maxExpansion = ExpansionLimit.STANDARD_TIMES;

  /// The endpoint of S3 as the option or the environment names it.
  Optional<URI> s3Endpoint() {
    return s3Endpoint.or(() ->
        Stream.of("AWS_ENDPOINT_URL_S3", "AWS_ENDPOINT_URL")
            .map(System::getenv)
            .filter(url -> url != null && !url.isBlank())
            .findFirst()
            .map(URI::create));
  }
}
