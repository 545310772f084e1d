package dev.headgate.source.format;

import dev.headgate.json.JsonKind;
import dev.headgate.source.Decoded;
import dev.headgate.source.RawRecord;
import dev.headgate.source.RecordBounds;
import dev.headgate.source.RecordFormat;
import dev.headgate.source.Sample;
import dev.headgate.source.SourceFault;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Tells the format of an export from the beginnings of its parts, and refuses what is none of the
/// formats known before anything is read in earnest.
///
/// An export is taken for event JSON if at least half of the objects among its first records have
/// two of the three members that make an event, and at least one record in ten is such an object:
/// lines that are broken are counted later, one by one, within the reject budget.
public final class FormatDetection {
  /// So many records must look right in each part; fewer count only together.
  private static final int RECORDS_THAT_TELL = 5;

  private static final String EMPTY = "empty: there are no records";
  private static final List<String> NAMES = List.of(EventJsonFormat.NAME, "csv", "jsonl");

  private static final String ACCEPTED =
      """
      what is read: JSON Lines with "event", "distinct_id", "timestamp" and perhaps "properties" and \
      "uuid", one object a line; and CSV or JSON Lines of any shape with --mapping FILE, such as
        format: csv
        event: {field: type}
        distinct_id: {field: user_id}
        timestamp: {field: time, format: iso8601}
        properties: all
      (plain, or packed with gzip, zstd, bzip2 or zip)\
      """;

  private FormatDetection() {}

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
    for (Sample sample : samples) {
      Optional<String> binary = LooksLike.binary(sample);
      if (binary.isPresent()) {
        throw wrong(sample, "this looks like " + binary.get());
      }
    }
    if (mapping.isPresent()) {
      return mapped(samples, mapping.get());
    }
    return events(samples, formatName.isPresent());
  }

  private static void requireKnown(Optional<String> formatName, Optional<Mapping> mapping)
      throws SourceFault {
    if (formatName.isEmpty()) {
      return;
    }
    String name = formatName.get();
    if (!NAMES.contains(name)) {
      throw usage(
          "the format \"%s\" is not known".formatted(name),
          Nearest.to(name, NAMES).map(near -> "did you mean " + near + "? ").orElse("")
              + "known are "
              + String.join(", ", NAMES));
    }
    if (mapping.isPresent() && !mapping.get().formatName().equals(name)) {
      throw usage(
          "the mapping %s is for %s".formatted(mapping.get().source(), mapping.get().formatName()),
          "leave --format out, or make both say the same");
    }
    if (mapping.isEmpty() && !name.equals(EventJsonFormat.NAME)) {
      throw usage(
          "the format %s needs a mapping".formatted(name),
          "say with --mapping FILE which fields make an event; " + ACCEPTED);
    }
  }

  private static Detected events(List<Sample> samples, boolean forced) throws SourceFault {
    Census all = new Census(0, 0, 0);
    for (Sample sample : samples) {
      Census census = Census.of(sample);
      if (!forced && census.records >= RECORDS_THAT_TELL && !census.areEvents()) {
        throw wrong(sample, looks(sample, census));
      }
      all = all.plus(census);
    }
    if (all.records == 0) {
      return new Detected(new EventJsonFormat(), EMPTY);
    }
    if (all.eventLike == 0 || !(forced || all.areEvents())) {
      throw wrong(samples.getFirst(), looks(samples.getFirst(), all));
    }
    return new Detected(
        new EventJsonFormat(),
        "%d of the first %d records look like events: event, distinct_id, timestamp"
            .formatted(all.eventLike, all.records));
  }

  private static String looks(Sample sample, Census census) {
    return "this looks like "
        + LooksLike.describe(sample)
        + (census.eventLike == 0
            ? ""
            : " (only %d of the first %d records are events)"
                .formatted(census.eventLike, census.records));
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

  /// What the first records are.
  ///
  /// @param records that are not blank
  /// @param objects those of them that are JSON objects
  /// @param eventLike those of them that have two of event, distinct_id and timestamp
  private record Census(int records, int objects, int eventLike) {

    Census plus(Census other) {
      return new Census(
          records + other.records, objects + other.objects, eventLike + other.eventLike);
    }

    boolean areEvents() {
      return eventLike > 0 && eventLike * 2 >= objects && eventLike * 10 >= records;
    }

    static Census of(Sample sample) {
      int records = 0;
      int objects = 0;
      int eventLike = 0;
      for (RawRecord record : SampleRecords.of(sample, new RecordBounds.Lines())) {
        if (RecordChecks.isBlank(record.bytes())) {
          continue;
        }
        Map<String, JsonKind> members = LooksLike.members(record);
        records++;
        objects += members.isEmpty() ? 0 : 1;
        eventLike += isEventLike(members) ? 1 : 0;
      }
      return new Census(records, objects, eventLike);
    }

    private static boolean isEventLike(Map<String, JsonKind> members) {
      int event = members.get("event") == JsonKind.STRING ? 1 : 0;
      int id = members.containsKey("distinct_id") || members.containsKey("$distinct_id") ? 1 : 0;
      int time = members.containsKey("timestamp") ? 1 : 0;
      int all = event + id + time;
      return all == 3 || (all == 2 && LooksLike.foreign(members).isEmpty());
    }
  }
}
