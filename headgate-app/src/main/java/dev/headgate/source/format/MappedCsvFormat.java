package dev.headgate.source.format;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import dev.headgate.json.JsonOutput;
import dev.headgate.source.Decoded;
import dev.headgate.source.FieldRules;
import dev.headgate.source.RawRecord;
import dev.headgate.source.RecordBounds;
import dev.headgate.source.RecordFormat;
import dev.headgate.source.RejectReason;
import dev.headgate.source.SourceFault;
import dev.headgate.source.format.Mapping.Header;
import dev.headgate.source.format.Mapping.Shape;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// CSV through a mapping. Values are texts; an empty cell is no value. A blank name in a header is
/// taken for the column's number.
final class MappedCsvFormat implements RecordFormat {
  private final Mapping mapping;
  private final Shape.Csv shape;
  private final MappedFields fields;
  private final Met met;

  MappedCsvFormat(Mapping mapping, Shape.Csv shape) {
    this.mapping = mapping;
    this.shape = shape;
    this.fields = MappedFields.of(mapping);
    this.met = new Met(mapping, fields);
  }

  @Override
  public String name() {
    return "csv";
  }

  @Override
  public String identity() {
    return "mapping " + mapping.digest();
  }

  @Override
  public RecordBounds bounds() {
    return mapping.bounds();
  }

  @Override
  public FieldRules rules() {
    return mapping.rules();
  }

  @Override
  public RecordDecoder decoder(String part, Optional<RawRecord> header) throws SourceFault {
    return switch (shape.header()) {
      case Header.FirstRecord() ->
          new Decoder(header.isPresent() ? columnsIn(part, header.get()) : List.of(), true);
      case Header.Numbers() -> new Decoder(numbers(largestNumber()), false);
      case Header.Names(List<String> names) -> new Decoder(names, true);
    };
  }

  @Override
  public void checkAllWasMet() throws SourceFault {
    met.check(true);
  }

  void checkRequiredWasMet() throws SourceFault {
    met.check(false);
  }

  private int largestNumber() {
    return fields.paths().stream().mapToInt(Integer::parseInt).max().orElse(0);
  }

  private static List<String> numbers(int count) {
    List<String> names = new ArrayList<>();
    for (int i = 1; i <= count; i++) {
      names.add(Integer.toString(i));
    }
    return names;
  }

  private List<String> columnsIn(String part, RawRecord header) throws SourceFault {
    Decoded verdict = RecordChecks.verdict(header);
    if (verdict != null) {
      String what =
          verdict instanceof Decoded.Rejected(RejectReason _, String detail)
              ? detail
              : "it is blank";
      throw badHeader(part, "the first line, which should name the columns, cannot be: " + what);
    }
    List<String> columns = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    try {
      for (String cell : parser().ofSingleCsvRecord(text(header)).getFields()) {
        String name = cell.isBlank() ? Integer.toString(columns.size() + 1) : cell;
        if (!seen.add(name)) {
          throw badHeader(part, "two columns are called \"" + name + "\"");
        }
        columns.add(name);
      }
    } catch (CsvParseException e) {
      throw badHeader(part, "the first line, which should name the columns, is no CSV");
    }
    for (int number = 0; number < fields.paths().size(); number++) {
      String path = fields.paths().get(number);
      if (fields.required(number) && !columns.contains(path)) {
        throw Met.noSuchField(
            mapping,
            path,
            "the first line of " + part + " has no such column",
            new TreeSet<>(columns));
      }
    }
    return columns;
  }

  private static SourceFault badHeader(String part, String what) {
    return new SourceFault(
        SourceFault.Kind.WRONG_INPUT,
        what,
        part + ", line 1",
        "correct the line, or name the columns in the mapping: header: [name, name, ...]");
  }

  private CsvReader.CsvReaderBuilder parser() {
    return CsvReader.builder()
        .fieldSeparator(shape.delimiter())
        .quoteCharacter(shape.quote())
        .allowUnclosedQuote(false)
        .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
        .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
        .skipEmptyLines(false);
  }

  private static String text(RawRecord record) {
    return new String(record.bytes(), StandardCharsets.UTF_8);
  }

  private final class Decoder implements RecordDecoder {
    private final MappedDrafts drafts = new MappedDrafts(mapping, fields, met);
    private final CsvReader.CsvReaderBuilder parser = parser();
    private final JsonOutput out = new JsonOutput(1024);
    private final @Nullable String[] texts = new @Nullable String[fields.paths().size()];
    private final List<String> columns;
    private final boolean fixedCount;

    /// By column: the number of the field it is, or -1.
    private final int[] fieldOf;

    /// By column: whether it is a property.
    private final boolean[] property;

    /// @param fixedCount whether a record of another number of fields is refused
    Decoder(List<String> columns, boolean fixedCount) {
      this.columns = columns;
      this.fixedCount = fixedCount;
      this.fieldOf = new int[columns.size()];
      this.property = new boolean[columns.size()];
      for (int i = 0; i < columns.size(); i++) {
        fieldOf[i] = fields.paths().indexOf(columns.get(i));
        property[i] = fields.all() ? fieldOf[i] < 0 : fields.listed().contains(fieldOf[i]);
        if (fixedCount && fieldOf[i] >= 0) {
          met.field(fieldOf[i]);
        }
        if (fixedCount) {
          met.name(columns.get(i));
        }
      }
    }

    @Override
    public Decoded decode(RawRecord record) {
      Decoded verdict = RecordChecks.verdict(record);
      if (verdict != null) {
        return verdict;
      }
      List<String> cells;
      try {
        cells = cells(text(record));
      } catch (CsvParseException e) {
        return new Decoded.Rejected(RejectReason.NOT_CSV, detail(e));
      }
      if (fixedCount && cells.size() != columns.size()) {
        return new Decoded.Rejected(
            RejectReason.FIELD_COUNT,
            "%d fields instead of %d".formatted(cells.size(), columns.size()));
      }
      met.record();
      pick(cells);
      return drafts.draft(texts, out.ascii("}").toJsonBytes());
    }

    private List<String> cells(String text) {
      if (text.indexOf('\r') < 0) {
        return parser.ofSingleCsvRecord(text).getFields();
      }
      // To the parser a CR alone ends a record as well, and it would say nothing of a second one.
      List<CsvRecord> records = parser.ofCsvRecord(text).stream().limit(2).toList();
      if (records.size() != 1) {
        throw new CsvParseException("a carriage return outside of quotes");
      }
      return records.getFirst().getFields();
    }

    private void pick(List<String> cells) {
      Arrays.fill(texts, null);
      out.clear();
      out.ascii("{");
      for (int i = 0; i < cells.size(); i++) {
        String cell = cells.get(i);
        boolean named = i < columns.size();
        if (named && fieldOf[i] >= 0) {
          texts[fieldOf[i]] = cell.isEmpty() ? null : cell;
          met.field(fieldOf[i]);
        }
        if (!cell.isEmpty() && (named ? property[i] : fields.all())) {
          String name = named ? columns.get(i) : Integer.toString(i + 1);
          out.ascii(out.length() > 1 ? "," : "").string(name).ascii(":").string(cell);
        }
      }
    }

    private static String detail(CsvParseException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      return String.valueOf(cause.getMessage());
    }
  }
}
