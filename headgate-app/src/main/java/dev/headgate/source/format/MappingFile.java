package dev.headgate.source.format;

import dev.headgate.json.JsonKind;
import dev.headgate.json.MalformedYaml;
import dev.headgate.json.Nearest;
import dev.headgate.json.YamlTree;
import dev.headgate.source.RecordBounds;
import dev.headgate.source.SourceFault;
import dev.headgate.source.format.Mapping.Header;
import dev.headgate.source.format.Mapping.Shape;
import dev.headgate.source.format.Mapping.Value;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Reads mapping files. Every fault names the file, the line and what is wrong with it; a key that
/// is not known is never passed over.
///
/// ```yaml
/// format: csv
/// event: {field: type}
/// distinct_id: {field: actor.login}
/// timestamp: {field: ts, format: "yyyy-MM-dd HH:mm:ss", zone: UTC}
/// properties: all
/// ```
public final class MappingFile {
  /// Longest mapping file that is read.
  static final int MAX_BYTES = 1 << 20;

  private static final List<String> FORMATS = List.of("csv", "jsonl", "parquet");
  private static final List<String> ANY_FORMAT =
      List.of("format", "event", "distinct_id", "timestamp", "uuid", "properties");
  private static final List<String> CSV_ONLY = List.of("delimiter", "quote", "header");

  private final String source;
  private final Map<String, YamlTree.Entry> entries;
  private final int line;

  private MappingFile(String source, YamlTree.Mapped root) {
    this.source = source;
    this.entries = root.entries();
    this.line = root.line();
  }

  public static Mapping read(Path file) throws SourceFault {
    try {
      if (Files.size(file) > MAX_BYTES) {
        throw fault("it is too long for a mapping", file.toString(), 1);
      }
      return parse(file.toString(), Files.readString(file));
    } catch (IOException e) {
      SourceFault fault =
          new SourceFault(
              SourceFault.Kind.WRONG_INPUT,
              "the mapping file cannot be read: " + e.getMessage(),
              file.toString(),
              "see that it is there, that you may read it, and that it is UTF-8");
      fault.initCause(e);
      throw fault;
    }
  }

  /// Reads a mapping from its text.
  ///
  /// @param source the file's name, for faults
  public static Mapping parse(String source, String yaml) throws SourceFault {
    try {
      if (YamlTree.read(yaml) instanceof YamlTree.Mapped root) {
        return new MappingFile(source, root).mapping();
      }
    } catch (MalformedYaml e) {
      throw fault(String.valueOf(e.getMessage()), source, e.line());
    }
    throw fault("it holds no keys, such as \"format: csv\"", source, 1);
  }

  private Mapping mapping() throws SourceFault {
    requireKnownKeys();
    YamlTree.Entry format = required("format");
    String formatName = text("format", format.value());
    if (!FORMATS.contains(formatName)) {
      throw fault(
          "format \"" + formatName + "\" is not known" + Nearest.hint(formatName, FORMATS),
          format.line());
    }
    // To a mapping, the rows of a Parquet file are JSON Lines: so they are unpacked.
    boolean csv = formatName.equals("csv");
    if (!csv) {
      refuseCsvKeys();
    }
    Shape shape = csv ? csv() : new Shape.JsonLines();
    YamlTree.Entry timestamp = required("timestamp");
    Value time = value("timestamp", timestamp, List.of("field", "constant", "format", "zone"));
    TimeFormat timeFormat = timeFormat(timestamp);
    if (time instanceof Value.Constant(String text) && timeFormat.reader().micros(text).isEmpty()) {
      throw fault(
          "the constant timestamp \"%s\" is not written as %s".formatted(text, timeFormat.name()),
          timestamp.line());
    }
    Mapping mapping =
        new Mapping(
            source,
            shape,
            value("event", required("event"), List.of("field", "constant")),
            value("distinct_id", required("distinct_id"), List.of("field", "constant")),
            time,
            timeFormat,
            uuid(),
            properties());
    requireKnownColumns(mapping);
    return mapping;
  }

  private void requireKnownKeys() throws SourceFault {
    List<String> known = new ArrayList<>(ANY_FORMAT);
    known.addAll(CSV_ONLY);
    for (Map.Entry<String, YamlTree.Entry> entry : entries.entrySet()) {
      requireKnown(entry.getKey(), known, entry.getValue().line());
    }
  }

  private void refuseCsvKeys() throws SourceFault {
    for (String key : CSV_ONLY) {
      YamlTree.Entry entry = entries.get(key);
      if (entry != null) {
        throw fault("\"" + key + "\" is for format csv only", entry.line());
      }
    }
  }

  private void requireKnown(String key, List<String> known, int keyLine) throws SourceFault {
    if (!known.contains(key)) {
      throw fault("the key \"" + key + "\" is not known" + Nearest.hint(key, known), keyLine);
    }
  }

  private Shape csv() throws SourceFault {
    char delimiter = character("delimiter", ',');
    char quote = character("quote", '"');
    Header header = header();
    try {
      RecordBounds.Csv checked =
          new RecordBounds.Csv(delimiter, quote, header instanceof Header.FirstRecord);
      return new Shape.Csv(checked.delimiter(), checked.quote(), header);
    } catch (IllegalArgumentException e) {
      YamlTree.Entry entry = entries.getOrDefault("delimiter", entries.get("quote"));
      throw fault(String.valueOf(e.getMessage()), entry == null ? line : entry.line());
    }
  }

  private char character(String key, char otherwise) throws SourceFault {
    YamlTree.Entry entry = entries.get(key);
    if (entry == null) {
      return otherwise;
    }
    String text = text(key, entry.value());
    if (text.equals("\\t") || text.equals("tab")) {
      return '\t';
    }
    if (text.length() != 1) {
      throw fault(
          "\"%s\" must be one character (for a tab: \"\\t\"), it is \"%s\"".formatted(key, text),
          entry.line());
    }
    return text.charAt(0);
  }

  private Header header() throws SourceFault {
    YamlTree.Entry entry = entries.get("header");
    return switch (entry == null ? null : entry.value()) {
      case null -> new Header.FirstRecord();
      case YamlTree.Scalar(String text, JsonKind _, int _) when text.equals("true") ->
          new Header.FirstRecord();
      case YamlTree.Scalar(String text, JsonKind _, int _) when text.equals("false") ->
          new Header.Numbers();
      case YamlTree.Sequence sequence -> new Header.Names(names("header", sequence));
      case YamlTree other ->
          throw fault("\"header\" is true, false, or a list of names", other.line());
    };
  }

  private TimeFormat timeFormat(YamlTree.Entry timestamp) throws SourceFault {
    Map<String, YamlTree.Entry> keys = ((YamlTree.Mapped) timestamp.value()).entries();
    YamlTree.Entry format = keys.get("format");
    YamlTree.Entry zone = keys.get("zone");
    String name = format == null ? "iso8601" : text("format", format.value());
    String zoneName = zone == null ? "UTC" : text("zone", zone.value());
    ZoneId zoneId;
    try {
      zoneId = ZoneId.of(zoneName).normalized();
    } catch (DateTimeException e) {
      throw fault(
          "the zone \""
              + zoneName
              + "\" is not known"
              + Nearest.hint(zoneName, ZoneId.getAvailableZoneIds()),
          zone == null ? line : zone.line());
    }
    TimeFormat timeFormat = new TimeFormat(name, zoneId);
    try {
      timeFormat.reader();
    } catch (IllegalArgumentException e) {
      throw fault(
          "the timestamp format \"%s\" is none of %s, and as a pattern: %s"
              .formatted(name, TimeFormat.NAMED, e.getMessage()),
          format == null ? line : format.line());
    }
    return timeFormat;
  }

  private Optional<Value.Field> uuid() throws SourceFault {
    YamlTree.Entry entry = entries.get("uuid");
    if (entry == null) {
      return Optional.empty();
    }
    return switch (value("uuid", entry, List.of("field", "constant"))) {
      case Value.Field field -> Optional.of(field);
      case Value.Constant _ ->
          throw fault("a constant uuid would make all records one event", entry.line());
    };
  }

  private Optional<List<String>> properties() throws SourceFault {
    YamlTree.Entry entry = entries.get("properties");
    return switch (entry == null ? null : entry.value()) {
      case null -> Optional.empty();
      case YamlTree.Scalar(String text, JsonKind _, int _) when text.equals("all") ->
          Optional.empty();
      case YamlTree.Sequence sequence -> Optional.of(names("properties", sequence));
      case YamlTree other ->
          throw fault("\"properties\" is all, or a list of fields", other.line());
    };
  }

  private Value value(String key, YamlTree.Entry entry, List<String> known) throws SourceFault {
    String shape = "\"%s\" is {field: NAME} or {constant: TEXT}".formatted(key);
    if (!(entry.value() instanceof YamlTree.Mapped mapped)) {
      throw fault(shape, entry.line());
    }
    for (Map.Entry<String, YamlTree.Entry> inner : mapped.entries().entrySet()) {
      requireKnown(inner.getKey(), known, inner.getValue().line());
    }
    YamlTree.Entry field = mapped.entries().get("field");
    YamlTree.Entry constant = mapped.entries().get("constant");
    if ((field == null) == (constant == null)) {
      throw fault(shape + (field == null ? "" : ", not both"), entry.line());
    }
    if (field != null) {
      return new Value.Field(nonBlank("field", field));
    }
    return new Value.Constant(nonBlank("constant", constant));
  }

  private String nonBlank(String key, YamlTree.Entry entry) throws SourceFault {
    String text = text(key, entry.value());
    if (text.isBlank()) {
      throw fault("\"" + key + "\" is blank", entry.line());
    }
    return text;
  }

  private List<String> names(String key, YamlTree.Sequence sequence) throws SourceFault {
    List<String> names = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    for (YamlTree item : sequence.items()) {
      String name = text(key, item);
      if (name.isBlank() || !seen.add(name)) {
        throw fault(
            name.isBlank()
                ? "a name in \"" + key + "\" is blank"
                : "\"" + name + "\" stands twice in \"" + key + "\"",
            item.line());
      }
      names.add(name);
    }
    return List.copyOf(names);
  }

  private String text(String key, YamlTree tree) throws SourceFault {
    if (tree instanceof YamlTree.Scalar(String text, JsonKind _, int _)) {
      return text;
    }
    throw fault("\"" + key + "\" must be a text", tree.line());
  }

  private YamlTree.Entry required(String key) throws SourceFault {
    YamlTree.Entry entry = entries.get(key);
    if (entry == null) {
      throw fault("the key \"" + key + "\" is missing", line);
    }
    return entry;
  }

  /// With column names in the mapping itself, a field that is none of them is known to be wrong.
  private void requireKnownColumns(Mapping mapping) throws SourceFault {
    if (!(mapping.shape() instanceof Shape.Csv(char _, char _, Header header))) {
      return;
    }
    for (String field : MappedFields.of(mapping).paths()) {
      switch (header) {
        case Header.FirstRecord() -> {
          // Known when the first record is read.
        }
        case Header.Numbers() -> {
          if (!field.matches("[1-9][0-9]{0,4}")) {
            throw fault(
                "without a header, columns are called 1, 2, 3 and so on, not \"" + field + "\"",
                line);
          }
        }
        case Header.Names(List<String> names) -> {
          if (!names.contains(field)) {
            throw fault(
                "\"" + field + "\" is none of the names in \"header\"" + Nearest.hint(field, names),
                line);
          }
        }
      }
    }
  }

  private SourceFault fault(String what, int atLine) {
    return fault(what, source, atLine);
  }

  private static SourceFault fault(String what, String source, int line) {
    return new SourceFault(
        SourceFault.Kind.WRONG_INPUT,
        what,
        source + ", line " + line,
        "correct the mapping file, then run the command again");
  }
}
