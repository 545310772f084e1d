package dev.headgate.cli;

import dev.headgate.synth.Faults;
import dev.headgate.synth.SynthFormat;
import dev.headgate.synth.SynthSettings;
import dev.headgate.synth.file.SynthWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `headgate synth`: generated history with known truth.
@Command(
    name = "synth",
    description = {
      "Writes a generated history, and beside it the truth: OUT.truth.json (counts) and"
          + " OUT.persons.jsonl, which is what `export persons` must answer."
    })
final class SynthCommand extends CommandRun {
  /// For the help.
  static final class SynthFormatNames implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return Arrays.stream(SynthFormat.values()).map(SynthFormat::formatName).iterator();
    }
  }

  @Option(
      names = "--events",
      paramLabel = "N",
      defaultValue = "200000",
      description = "Events (default: ${DEFAULT-VALUE}).")
  long events;

  @Option(
      names = "--ids",
      paramLabel = "N",
      description = "Users (default: a twentieth of the events).")
  Optional<Integer> ids = Optional.empty();

  @Option(
      names = "--skew",
      paramLabel = "S",
      description = "Exponent of the Zipf law by which users act (default: 1).")
  Optional<Double> skew = Optional.empty();

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "The same seed, the same bytes (default: ${DEFAULT-VALUE}).")
  long seed;

  @Option(names = "--start", paramLabel = "DAY", description = "First day (default: 2024-01-01).")
  Optional<LocalDate> start = Optional.empty();

  @Option(names = "--days", paramLabel = "N", description = "Days it spans (default: 91).")
  Optional<Integer> days = Optional.empty();

  @Option(
      names = "--hot-share",
      paramLabel = "SHARE",
      description = "Share of one hot id (default: 0.03).")
  Optional<Double> hotShare = Optional.empty();

  @Option(
      names = "--merge-share",
      paramLabel = "SHARE",
      description = "Share of users who become known (default: 0.7).")
  Optional<Double> mergeShare = Optional.empty();

  @Option(names = "--no-uuid", description = "Events carry no uuid.")
  boolean noUuid;

  @Option(
      names = "--format",
      paramLabel = "NAME",
      defaultValue = "events",
      completionCandidates = SynthFormatNames.class,
      description = "${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
  String format = "events";

  @Option(
      names = "--out",
      paramLabel = "FILE",
      defaultValue = "-",
      description = "A file, packed if it ends in .gz or .zst, or - for standard output (default).")
  String out = "-";

  @Option(
      names = "--truth",
      paramLabel = "FILE",
      description = "Where the counts go (default: beside --out).")
  Optional<Path> truth = Optional.empty();

  @Option(
      names = "--duplicates",
      paramLabel = "SHARE",
      defaultValue = "0",
      description = "Lines that stand twice, with their uuid.")
  double duplicates;

  @Option(
      names = "--repeats",
      paramLabel = "SHARE",
      defaultValue = "0",
      description = "Lines without a uuid that stand twice.")
  double repeats;

  @Option(
      names = "--broken",
      paramLabel = "SHARE",
      defaultValue = "0",
      description = "Broken lines of every kind.")
  double broken;

  @Option(
      names = "--too-long",
      paramLabel = "N",
      defaultValue = "0",
      description = "Lines longer than 4 MiB.")
  int tooLong;

  @Option(
      names = "--future",
      paramLabel = "SHARE",
      defaultValue = "0",
      description = "Events of the year 2100.")
  double future;

  @Option(names = "--shuffle", description = "Lines in random order.")
  boolean shuffle;

  @Override
  ExitCode run(Screen screen) throws IOException {
    SynthWriter writer = new SynthWriter(settings());
    SynthWriter.Written written;
    if (out.equals("-")) {
      Path scratch = Files.createTempDirectory("headgate-synth-");
      try {
        written = writer.toStream(out(), truth.map(SynthWriter.TruthFiles::of), scratch);
      } finally {
        WorkFolders.delete(scratch);
      }
    } else {
      Path file = Path.of(out);
      written =
          writer.toFile(
              file,
              truth.map(SynthWriter.TruthFiles::of).orElse(SynthWriter.TruthFiles.beside(file)));
      screen.report(
          List.of(
              "wrote %s lines, %s, to %s"
                  .formatted(
                      Words.count(written.lines()), Words.bytes(written.contentBytes()), file)));
    }
    written
        .truth()
        .ifPresent(files -> screen.say("truth: " + files.counts() + ", " + files.persons()));
    return ExitCode.DONE;
  }

  private SynthSettings settings() {
    try {
      SynthSettings settings =
          SynthSettings.of(events)
              .withSeed(seed)
              .withUuids(!noUuid)
              .withFormat(SynthFormat.named(format));
      settings = ids.isPresent() ? settings.withIds(ids.get()) : settings;
      settings = skew.isPresent() ? settings.withSkew(skew.get()) : settings;
      settings = hotShare.isPresent() ? settings.withHotShare(hotShare.get()) : settings;
      settings = mergeShare.isPresent() ? settings.withMergeShare(mergeShare.get()) : settings;
      settings = settings.withDays(start.orElse(settings.start()), days.orElse(settings.days()));
      return settings.withFaults(new Faults(duplicates, repeats, broken, tooLong, future, shuffle));
    } catch (IllegalArgumentException e) {
      throw new CommandStop(
          ExitCode.USAGE, String.valueOf(e.getMessage()), "headgate synth", "See --help.");
    }
  }
}
