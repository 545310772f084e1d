package dev.headgate.source.format;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import dev.headgate.json.JsonCursor;
import dev.headgate.json.JsonKind;
import dev.headgate.json.MalformedJson;
import dev.headgate.source.RawRecord;
import dev.headgate.source.RecordBounds;
import dev.headgate.source.Sample;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// A sample as columns, whatever it is written in.
///
/// @param delimiter of CSV; empty for JSON
/// @param header whether the first record names the columns
/// @param records that have columns
/// @param columns by name, or dotted path, in order of appearance
record SampleTable(
    Optional<Character> delimiter, boolean header, int records, List<ColumnProfile> columns) {
  private static final char[] DELIMITERS = {',', '\t', ';', '|'};
  private static final char QUOTE = '"';
  private static final int MOST_COLUMNS = 1_000;

  /// How deep objects are looked into.
  private static final int MOST_LEVELS = 3;

  private static final Pattern NAME = Pattern.compile("[\\p{L}_$@#][^\\r\\n]{0,99}");

  /// The table, if the sample is one.
  static Optional<SampleTable> of(Sample sample) {
    return json(sample).or(() -> csv(sample));
  }

  private static Optional<SampleTable> json(Sample sample) {
    Map<String, ColumnProfile> columns = new LinkedHashMap<>();
    int objects = 0;
    List<RawRecord> records = SampleRecords.of(sample, new RecordBounds.Json());
    for (RawRecord record : records) {
      try {
        byte[] bytes = record.bytes();
        fill(columns, "", JsonCursor.object(bytes, 0, bytes.length), 1);
        objects++;
      } catch (MalformedJson e) {
        // One of those that will be refused.
      }
    }
    return objects * 2 > records.size()
        ? Optional.of(
            new SampleTable(Optional.empty(), false, objects, List.copyOf(columns.values())))
        : Optional.empty();
  }

  private static void fill(
      Map<String, ColumnProfile> columns, String prefix, JsonCursor cursor, int level)
      throws MalformedJson {
    while (cursor.next()) {
      String name = prefix + cursor.name();
      if (cursor.kind() == JsonKind.OBJECT && level < MOST_LEVELS) {
        fill(columns, name + ".", cursor.enter(), level + 1);
      } else if (isScalar(cursor.kind()) && columns.size() < MOST_COLUMNS && isText(name)) {
        columns.computeIfAbsent(name, ColumnProfile::new).add(cursor.text());
      }
    }
  }

  /// Whether a mapping file can name it: half a surrogate pair is no text.
  private static boolean isText(String name) {
    return StandardCharsets.UTF_8.newEncoder().canEncode(name);
  }

  private static boolean isScalar(JsonKind kind) {
    return switch (kind) {
      case STRING, NUMBER, TRUE, FALSE -> true;
      case NULL, OBJECT, ARRAY -> false;
    };
  }

  private static Optional<SampleTable> csv(Sample sample) {
    List<List<String>> best = List.of();
    char delimiter = ',';
    for (char candidate : DELIMITERS) {
      List<List<String>> rows = rows(sample, candidate);
      if (!rows.isEmpty() && (best.isEmpty() || width(rows) > width(best))) {
        best = rows;
        delimiter = candidate;
      }
    }
    if (best.isEmpty() || width(best) < 2) {
      return Optional.empty();
    }
    boolean header = isHeader(best.getFirst());
    List<ColumnProfile> columns = new ArrayList<>();
    for (int i = 0; i < Math.min(width(best), MOST_COLUMNS); i++) {
      String cell = best.getFirst().get(i);
      columns.add(new ColumnProfile(header && !cell.isBlank() ? cell : Integer.toString(i + 1)));
    }
    List<List<String>> data = header ? best.subList(1, best.size()) : best;
    for (List<String> row : data) {
      for (int i = 0; i < columns.size(); i++) {
        columns.get(i).add(row.get(i));
      }
    }
    return Optional.of(
        new SampleTable(Optional.of(delimiter), header, data.size(), List.copyOf(columns)));
  }

  private static int width(List<List<String>> rows) {
    return rows.getFirst().size();
  }

  /// The rows with as many cells as the first; none if those are fewer than nine in ten.
  private static List<List<String>> rows(Sample sample, char delimiter) {
    List<RawRecord> records =
        SampleRecords.of(sample, new RecordBounds.Csv(delimiter, QUOTE, false));
    List<List<String>> rows = new ArrayList<>();
    int filled = 0;
    for (RawRecord record : records) {
      if (RecordChecks.isBlank(record.bytes())) {
        continue;
      }
      filled++;
      List<String> cells = cells(new String(record.bytes(), StandardCharsets.UTF_8), delimiter);
      if (!cells.isEmpty() && (rows.isEmpty() || cells.size() == width(rows))) {
        rows.add(cells);
      }
    }
    return rows.size() * 10 >= filled * 9 ? rows : List.of();
  }

  private static List<String> cells(String record, char delimiter) {
    try {
      return CsvReader.builder()
          .fieldSeparator(delimiter)
          .quoteCharacter(QUOTE)
          .ofSingleCsvRecord(record)
          .getFields();
    } catch (CsvParseException e) {
      return List.of();
    }
  }

  private static boolean isHeader(List<String> first) {
    return new HashSet<>(first).size() == first.size()
        && first.stream().allMatch(cell -> cell.isBlank() || NAME.matcher(cell).matches());
  }
}
