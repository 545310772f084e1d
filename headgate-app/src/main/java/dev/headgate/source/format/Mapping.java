package dev.headgate.source.format;

import dev.headgate.source.FieldRules;
import dev.headgate.source.RecordBounds;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/// What a mapping file says, checked: which fields of an export make an event. Read by {@link
/// MappingFile}.
///
/// @param source the file it was read from, for messages
/// @param uuid what identifies a record, if anything does
/// @param properties the fields that become properties; empty for every field not named otherwise
public record Mapping(
    String source,
    Shape shape,
    Value event,
    Value distinctId,
    Value timestamp,
    TimeFormat timeFormat,
    Optional<Value.Field> uuid,
    Optional<List<String>> properties) {

  /// Where a value comes from.
  public sealed interface Value {
    /// A field of the record: its name, or the path to it with dots between.
    record Field(String path) implements Value {}

    /// The same text for all.
    record Constant(String text) implements Value {}
  }

  /// What the records are.
  public sealed interface Shape {
    /// One JSON object a line.
    record JsonLines() implements Shape {}

    /// Fields between delimiters.
    record Csv(char delimiter, char quote, Header header) implements Shape {}
  }

  /// How the columns of a CSV are called.
  public sealed interface Header {
    /// As the first record says.
    record FirstRecord() implements Header {}

    /// `1`, `2`, `3` and so on; every record is data.
    record Numbers() implements Header {}

    /// As the mapping says; every record is data.
    record Names(List<String> names) implements Header {}
  }

  public RecordBounds bounds() {
    return switch (shape) {
      case Shape.JsonLines() -> new RecordBounds.Json();
      case Shape.Csv(char delimiter, char quote, Header header) ->
          new RecordBounds.Csv(delimiter, quote, header instanceof Header.FirstRecord);
    };
  }

  /// Where the fields of an event come from.
  FieldRules rules() {
    return new FieldRules(
        inWords(event),
        inWords(distinctId),
        inWords(timestamp) + ", written as " + timeFormat.name() + " in " + timeFormat.zone(),
        uuid.map(field -> inWords(field) + "; what is no uuid becomes one")
            .orElse(FieldRules.DERIVED_UUID),
        properties
            .map(list -> "fields " + String.join(", ", list))
            .orElse("every field not named otherwise"));
  }

  private static String inWords(Value value) {
    return switch (value) {
      case Value.Field(String path) -> "field \"" + path + "\"";
      case Value.Constant(String text) -> "the constant \"" + text + "\"";
    };
  }

  /// `csv` or `jsonl`.
  public String formatName() {
    return shape instanceof Shape.Csv ? "csv" : "jsonl";
  }

  /// A digest of what the mapping means: the same for files that differ in layout, comments or the
  /// order of their keys.
  public String digest() {
    String canonical =
        String.join(
            "\n",
            "headgate mapping 1",
            shape.toString(),
            event.toString(),
            distinctId.toString(),
            timestamp.toString(),
            timeFormat.name() + " " + timeFormat.zone(),
            uuid.map(Value.Field::toString).orElse("no uuid"),
            properties.map(list -> new TreeSet<>(list).toString()).orElse("all"));
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(canonical.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash, 0, 16);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
