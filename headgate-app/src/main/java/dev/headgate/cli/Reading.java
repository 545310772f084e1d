package dev.headgate.cli;

import dev.headgate.source.Export;
import dev.headgate.source.PartOpener;
import dev.headgate.source.RecordFormat;
import dev.headgate.source.SourceFault;
import dev.headgate.source.file.ExportFinder;
import dev.headgate.source.file.PartReaders;
import dev.headgate.source.file.Samples;
import dev.headgate.source.format.FormatDetection;
import dev.headgate.source.format.Mapping;
import dev.headgate.source.format.MappingFile;
import java.nio.file.Path;
import java.util.Optional;

/// An export as a command names it: found, and its format told.
///
/// @param evidence why it is taken to be in this format, in a sentence
record Reading(Export export, RecordFormat format, String evidence, PartOpener readers) {

  /// @param spoolFile where standard input is written down
  static Reading open(ExportOptions options, Path spoolFile) throws SourceFault {
    Export export = new ExportFinder(System.in, spoolFile).find(options.exports);
    Optional<Mapping> mapping =
        options.mapping.isPresent()
            ? Optional.of(MappingFile.read(options.mapping.get()))
            : Optional.empty();
    FormatDetection.Detected detected =
        FormatDetection.detect(Samples.of(export), options.format, mapping);
    return new Reading(export, detected.format(), detected.evidence(), new PartReaders());
  }
}
