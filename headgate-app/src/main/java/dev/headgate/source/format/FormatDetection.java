package dev.headgate.source.format;

import dev.headgate.json.Nearest;
import dev.headgate.source.Decoded;
import dev.headgate.source.RawRecord;
import dev.headgate.source.RecordBounds;
import dev.headgate.source.RecordFormat;
import dev.headgate.source.Sample;
import dev.headgate.source.SourceFault;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Tells the format of an export from the beginnings of its parts, and refuses what is none of the
/// formats known before anything is read in earnest.
///
/// Each format judges the first lines; the one whose marks most of them have is taken, if it is
/// beyond doubt: {@link Census#isOf} of all of them together and of each part alone.
public final class FormatDetection {
  /// So many records must look right in each part; fewer count only together.
  private static final int RECORDS_THAT_TELL = 5;

  /// The exports of other products. A line counts for the first whose marks it has.
  static final List<KnownFormat> FOREIGN =
      List.of(
          new KnownHeap(),
          new KnownMixpanel(),
          new KnownAmplitude(),
          new KnownRudderStack(),
          new KnownSegment(),
          new KnownPostHog(),
          new KnownSnowplow(),
          new KnownGa4());

  /// All formats that need no mapping: those with particular marks before those with general ones.
  private static final List<KnownFormat> FORMATS =
      Stream.concat(FOREIGN.stream(), Stream.of(new KnownEventJson())).toList();

  private static final String EMPTY = "empty: there are no records";
  private static final List<String> WITH_MAPPING = List.of("csv", "jsonl");

  private static final String ACCEPTED =
      """
      what is read: JSON Lines with "event", "distinct_id", "timestamp" and perhaps "properties" and \
      "uuid", one object a line; exports of Mixpanel, Amplitude, Segment, RudderStack, PostHog, Snowplow, \
      Google Analytics 4 and Heap; and CSV or JSON Lines of any shape with --mapping FILE, such as
        format: csv
        event: {field: type}
        distinct_id: {field: user_id}
        timestamp: {field: time, format: iso8601}
        properties: all
      (plain, or packed with gzip, zstd, bzip2 or zip)\
      """;

  private FormatDetection() {}

  /// What `--format` takes: the formats that need no mapping, in the order in which they are tried,
  /// then those that need one.
  public static List<String> names() {
    return Stream.concat(formats().stream().map(RecordFormat::name), WITH_MAPPING.stream())
        .toList();
  }

  /// Every format that needs no mapping.
  static List<RecordFormat> formats() {
    return FORMATS.stream().map(KnownFormat::format).toList();
  }

  /// A format, and why it is this one.
  public record Detected(RecordFormat format, String evidence) {}

  /// Detects the format of an export.
  ///
  /// @param samples of its first parts with content; empty for an export without any
  /// @param formatName what `--format` says
  /// @param mapping what `--mapping` says
  /// @throws SourceFault of kind `WRONG_INPUT`, naming what the export looks like and what is read
  public static Detected detect(
      List<Sample> samples, Optional<String> formatName, Optional<Mapping> mapping)
      throws SourceFault {
    requireKnown(formatName, mapping);
    List<Sample> telling =
        samples.stream().filter(sample -> !PostHogFormat.isManifest(sample.part())).toList();
    return ofTelling(telling.isEmpty() ? samples : telling, formatName, mapping);
  }

  private static Detected ofTelling(
      List<Sample> samples, Optional<String> formatName, Optional<Mapping> mapping)
      throws SourceFault {
    for (Sample sample : samples) {
      Optional<String> binary = LooksLike.binary(sample);
      if (binary.isPresent()) {
        throw wrong(sample, "this looks like " + binary.get());
      }
    }
    if (mapping.isPresent()) {
      return mapped(samples, mapping.get());
    }
    return formatName.isPresent() ? named(samples, formatName.get()) : told(samples);
  }

  private static void requireKnown(Optional<String> formatName, Optional<Mapping> mapping)
      throws SourceFault {
    if (formatName.isEmpty()) {
      return;
    }
    String name = formatName.get();
    List<String> names = names();
    if (!names.contains(name)) {
      throw usage(
          "the format \"%s\" is not known".formatted(name),
          Nearest.to(name, names).map(near -> "did you mean " + near + "? ").orElse("")
              + "known are "
              + String.join(", ", names));
    }
    if (mapping.isPresent() && !mapping.get().formatName().equals(name)) {
      throw usage(
          "the mapping %s is for %s".formatted(mapping.get().source(), mapping.get().formatName()),
          "leave --format out, or make both say the same");
    }
    if (mapping.isEmpty() && WITH_MAPPING.contains(name)) {
      throw usage(
          "the format %s needs a mapping".formatted(name),
          "say with --mapping FILE which fields make an event; " + ACCEPTED);
    }
  }

  private static Detected told(List<Sample> samples) throws SourceFault {
    List<SampleLine> lines = new ArrayList<>();
    samples.forEach(sample -> lines.addAll(SampleLine.of(sample)));
    Census all = new Census(FORMATS, lines);
    if (all.lines() == 0) {
      return new Detected(new EventJsonFormat(), EMPTY);
    }
    List<KnownFormat> fitting = FORMATS.stream().filter(all::isOf).toList();
    if (fitting.size() > 1) {
      throw severalFormats(samples.getFirst().part(), fitting.get(0), fitting.get(1));
    }
    KnownFormat leading = fitting.isEmpty() ? FORMATS.getLast() : fitting.getFirst();
    for (Sample sample : samples) {
      Census alone = new Census(FORMATS, SampleLine.of(sample));
      boolean tells = alone.lines() >= RECORDS_THAT_TELL;
      if (tells && !alone.isOf(leading)) {
        Optional<KnownFormat> other = alone.leading().filter(alone::isOf);
        throw other.isPresent() && !fitting.isEmpty()
            ? severalFormats(sample.part(), leading, other.get())
            : wrong(sample, looks(sample, alone));
      }
    }
    if (fitting.isEmpty()) {
      throw wrong(samples.getFirst(), looks(samples.getFirst(), all));
    }
    return new Detected(leading.format(), all.evidence(leading));
  }

  /// Takes somebody's word for the format, unless the first lines disprove it.
  private static Detected named(List<Sample> samples, String name) throws SourceFault {
    KnownFormat format =
        FORMATS.stream()
            .filter(known -> known.format().name().equals(name))
            .findFirst()
            .orElseThrow();
    List<SampleLine> lines = new ArrayList<>();
    samples.forEach(sample -> lines.addAll(SampleLine.of(sample)));
    if (lines.isEmpty()) {
      return new Detected(format.format(), EMPTY);
    }
    Census own = new Census(List.of(format), lines);
    Census all = new Census(FORMATS, lines);
    Optional<KnownFormat> leading = all.leading();
    boolean another = leading.isPresent() && all.of(leading.get()) > own.of(format);
    for (SampleLine line : lines) {
      boolean fits = format.marks(line).isPresent() || format.admits(line);
      boolean ofAnother = another && leading.orElseThrow().marks(line).isPresent();
      if (own.of(format) == 0 ? !fits || ofAnother : ofAnother && !fits) {
        throw new SourceFault(
            SourceFault.Kind.WRONG_INPUT,
            "this is not %s: this looks like %s"
                .formatted(format.title(), LooksLike.describe(line.alone())),
            line.part() + ":" + line.number(),
            "leave --format out, or name the format it is in; " + ACCEPTED);
      }
    }
    return new Detected(format.format(), own.evidence(format));
  }

  private static SourceFault severalFormats(String part, KnownFormat one, KnownFormat other) {
    return new SourceFault(
        SourceFault.Kind.WRONG_INPUT,
        "this looks like %s and like %s at once".formatted(one.title(), other.title()),
        part,
        "import the files of each format by themselves, or say with --format which it is");
  }

  private static String looks(Sample sample, Census census) {
    String looks = "this looks like " + LooksLike.describe(sample);
    Optional<KnownFormat> leading = census.leading();
    return leading.isEmpty()
        ? looks
        : looks
            + " (only %d of the first %d lines are records of %s)"
                .formatted(census.of(leading.get()), census.lines(), leading.get().title());
  }

  /// Decodes the samples with a format of their own, so that what they have met is not taken for
  /// what the export has.
  private static Detected mapped(List<Sample> samples, Mapping mapping) throws SourceFault {
    RecordFormat probe = format(mapping);
    boolean header = probe.bounds() instanceof RecordBounds.Csv csv && csv.header();
    int records = 0;
    int readable = 0;
    for (Sample sample : samples) {
      List<RawRecord> found = SampleRecords.of(sample, probe.bounds());
      if (found.isEmpty()) {
        continue;
      }
      RecordFormat.RecordDecoder decoder =
          probe.decoder(sample.part(), header ? Optional.of(found.getFirst()) : Optional.empty());
      for (RawRecord record : found.subList(header ? 1 : 0, found.size())) {
        Decoded decoded = decoder.decode(record);
        records += decoded instanceof Decoded.Blank ? 0 : 1;
        readable += isOfItsKind(decoded) ? 1 : 0;
      }
    }
    if (records > 0 && readable == 0) {
      throw wrong(
          samples.getFirst(),
          "the mapping %s is for %s, and this looks like %s"
              .formatted(
                  mapping.source(), mapping.formatName(), LooksLike.describe(samples.getFirst())));
    }
    switch (probe) {
      case MappedJsonFormat json -> json.checkRequiredWasMet();
      case MappedCsvFormat csv -> csv.checkRequiredWasMet();
      default -> throw new IllegalStateException("no mapping makes " + probe.name());
    }
    return new Detected(
        format(mapping),
        records == 0
            ? EMPTY
            : "the mapping %s, which %d of the first %d records fit"
                .formatted(mapping.source(), readable, records));
  }

  private static boolean isOfItsKind(Decoded decoded) {
    return switch (decoded) {
      case Decoded.Blank _ -> false;
      case Decoded.Events _, Decoded.NoEvent _ -> true;
      case Decoded.Rejected(var reason, String _) ->
          switch (reason) {
            case NOT_JSON, NOT_AN_OBJECT, INVALID_UTF8, NOT_CSV, FIELD_COUNT -> false;
            case TOO_LONG,
                MISSING_EVENT,
                MISSING_DISTINCT_ID,
                MISSING_TIMESTAMP,
                INVALID_TIMESTAMP,
                INVALID_UUID,
                INVALID_PROPERTIES,
                REFUSED_BY_PIPELINE ->
                true;
          };
    };
  }

  /// The format that a mapping describes.
  public static RecordFormat format(Mapping mapping) {
    return switch (mapping.shape()) {
      case Mapping.Shape.JsonLines() -> new MappedJsonFormat(mapping);
      case Mapping.Shape.Csv csv -> new MappedCsvFormat(mapping, csv);
    };
  }

  private static SourceFault wrong(Sample sample, String what) {
    return new SourceFault(SourceFault.Kind.WRONG_INPUT, what, sample.part(), ACCEPTED);
  }

  private static SourceFault usage(String what, String next) {
    return new SourceFault(SourceFault.Kind.WRONG_INPUT, what, "command line", next);
  }
}
