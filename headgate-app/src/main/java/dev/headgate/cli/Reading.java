package dev.headgate.cli;

import dev.headgate.source.Export;
import dev.headgate.source.PartOpener;
import dev.headgate.source.Patience;
import dev.headgate.source.Place;
import dev.headgate.source.RecordFormat;
import dev.headgate.source.Sample;
import dev.headgate.source.SourceFault;
import dev.headgate.source.TextEncoding;
import dev.headgate.source.file.ExpansionLimit;
import dev.headgate.source.file.ExportFinder;
import dev.headgate.source.file.PartReaders;
import dev.headgate.source.file.Samples;
import dev.headgate.source.format.EncodingDetection;
import dev.headgate.source.format.FormatDetection;
import dev.headgate.source.format.Mapping;
import dev.headgate.source.format.MappingFile;
import dev.headgate.source.http.AddressPolicy;
import dev.headgate.source.http.HttpPlace;
import dev.headgate.source.s3.S3Place;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// An export as a command names it: found, and its format told.
///
/// @param evidence why it is taken to be in this format, in a sentence
record Reading(
    Export export,
    RecordFormat format,
    String evidence,
    TextEncoding encoding,
    PartOpener readers) {

  /// How long a server may say nothing before it is asked again.
  private static final Duration LONGEST_SILENCE = Duration.ofSeconds(30);

  /// An export that was found, and its beginnings, before its format is told.
  record Found(Export export, TextEncoding encoding, List<Sample> samples) {}

  /// @param work a folder for standard input, and for what has to be fetched before it is read
  static Found find(ExportOptions options, Path work) throws SourceFault {
    TextEncoding encoding =
        options.encoding.isPresent()
            ? EncodingDetection.named(options.encoding.get())
            : TextEncoding.UTF_8;
    ExportFinder finder =
        new ExportFinder(
            System.in, work.resolve("standard-input.zst"), limit(options), places(options, work));
    Export export = finder.find(options.exports);
    List<Sample> samples = Samples.of(export, encoding);
    if (options.encoding.isEmpty()) {
      EncodingDetection.requireUtf8(samples);
    }
    return new Found(export, encoding, samples);
  }

  /// @param work a folder for standard input, and for what has to be fetched before it is read
  static Reading open(ExportOptions options, Path work) throws SourceFault {
    Found found = find(options, work);
    Optional<Mapping> mapping =
        options.mapping.isPresent()
            ? Optional.of(MappingFile.read(options.mapping.get()))
            : Optional.empty();
    FormatDetection.Detected detected =
        FormatDetection.detect(found.samples, options.format, mapping);
    return new Reading(
        found.export,
        detected.format(),
        detected.evidence(),
        found.encoding,
        new PartReaders(found.encoding));
  }

  private static ExpansionLimit limit(ExportOptions options) throws SourceFault {
    if (options.maxExpansion < 1) {
      throw new SourceFault(
          SourceFault.Kind.WRONG_INPUT,
          "--max-expansion is a number of times, at least 1",
          "command line",
          "leave it out, or give a number such as " + ExpansionLimit.STANDARD_TIMES);
    }
    return ExpansionLimit.ofTimes(options.maxExpansion);
  }

  /// Where a command may read, which is wherever this machine reaches.
  private static List<Place> places(ExportOptions options, Path work) {
    Patience patience = Patience.standard(Thread::sleep);
    return List.of(
        new S3Place(options.s3Endpoint(), LONGEST_SILENCE, patience),
        new HttpPlace(work, AddressPolicy.any(), LONGEST_SILENCE, patience));
  }

  /// What decides which events the bytes of the export become: equal text, equal events.
  String identity() {
    String byFormat = format.identity();
    return encoding == TextEncoding.UTF_8 ? byFormat : byFormat + ", " + encoding.label();
  }
}
