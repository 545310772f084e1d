package dev.headgate.source.format;

import dev.headgate.source.Sample;
import dev.headgate.source.SourceFault;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/// Drafts a mapping for an export in no known format: guesses from the names of its columns, what
/// their values look like and how many there are which one is the id, the event and the time.
///
/// @param yaml the mapping file; its comments say why
/// @param reasons by key of the mapping
public record MappingSuggestion(String yaml, Map<String, String> reasons) {
  private static final List<String> TIME_NAMES =
      List.of(
          "timestamp",
          "event_time",
          "event_timestamp",
          "time",
          "ts",
          "occurred_at",
          "created_at",
          "datetime",
          "date_time",
          "date",
          "created",
          "when",
          "at");
  private static final List<String> ID_NAMES =
      List.of(
          "distinct_id",
          "user_id",
          "userid",
          "uid",
          "user",
          "username",
          "login",
          "customer_id",
          "visitor_id",
          "account_id",
          "member_id",
          "client_id",
          "anonymous_id",
          "anonymousid",
          "device_id",
          "email",
          "customer",
          "visitor",
          "ip");
  private static final List<String> EVENT_NAMES =
      List.of(
          "event",
          "event_name",
          "eventname",
          "event_type",
          "eventtype",
          "type",
          "action",
          "activity",
          "verb",
          "operation",
          "name",
          "kind",
          "category");
  private static final List<String> UUID_NAMES =
      List.of(
          "uuid",
          "event_id",
          "eventid",
          "message_id",
          "messageid",
          "insert_id",
          "$insert_id",
          "request_id",
          "id",
          "_id");

  private static final int NO_NAME = Integer.MAX_VALUE;
  private static final int COLUMNS_SHOWN = 20;

  /// A column taken for something, and why.
  private record Guess(ColumnProfile column, String why) {}

  /// Drafts from the first sample that is a table.
  ///
  /// @throws SourceFault if there is none, or it has no time or nobody in it
  public static MappingSuggestion of(List<Sample> samples) throws SourceFault {
    for (Sample sample : samples) {
      Optional<SampleTable> table =
          LooksLike.binary(sample).isPresent() ? Optional.empty() : SampleTable.of(sample);
      if (table.isPresent()) {
        return drafted(sample, table.get());
      }
    }
    String where = samples.isEmpty() ? "the export" : samples.getFirst().part();
    throw new SourceFault(
        SourceFault.Kind.WRONG_INPUT,
        samples.isEmpty()
            ? "there is nothing in it"
            : "this looks like " + LooksLike.describe(samples.getFirst()),
        where,
        "a mapping is drafted for CSV and JSON only");
  }

  private static MappingSuggestion drafted(Sample sample, SampleTable table) throws SourceFault {
    List<ColumnProfile> columns = new ArrayList<>(table.columns());
    int records = table.records();
    Guess time =
        best(columns, TIME_NAMES, column -> column.time().isPresent(), false, records)
            .orElseThrow(() -> nothing(sample, table, "a time"));
    columns.remove(time.column);
    Optional<Guess> uuid =
        best(columns, UUID_NAMES, c -> c.allDiffer() && c.present() == records, true, records);
    uuid.ifPresent(guess -> columns.remove(guess.column));
    Guess id =
        best(columns, ID_NAMES, MappingSuggestion::mayBeId, true, records)
            .or(() -> best(columns, ID_NAMES, c -> mayBeId(c) && endsLikeId(c), false, records))
            .orElseThrow(() -> nothing(sample, table, "somebody's id"));
    columns.remove(id.column);
    Optional<Guess> event = best(columns, EVENT_NAMES, c -> mayBeEvent(c, records), true, records);
    return new Draft(table).write(time, id, event, uuid);
  }

  private static boolean mayBeId(ColumnProfile column) {
    return column.present() > 0
        && column.areShort()
        && !column.areBooleans()
        && (column.areNumbers() || column.time().isEmpty());
  }

  private static boolean endsLikeId(ColumnProfile column) {
    return last(column.name).endsWith("id");
  }

  /// Few different values, each of them a word.
  private static boolean mayBeEvent(ColumnProfile column, int records) {
    return column.present() * 10 >= records * 9
        && column.areShort()
        && !column.areNumbers()
        && !column.areBooleans()
        && !column.areUuids()
        && column.time().isEmpty()
        && (column.distinct() <= Math.max(2, records / 3) || records < 6);
  }

  /// The fitting column with the best name, then with the most values.
  ///
  /// @param named whether it must have one of the names
  private static Optional<Guess> best(
      List<ColumnProfile> columns,
      List<String> names,
      Predicate<ColumnProfile> fits,
      boolean named,
      int records) {
    ToIntFunction<ColumnProfile> rank = column -> rank(column.name, names);
    return columns.stream()
        .filter(fits)
        .filter(column -> !named || rank.applyAsInt(column) != NO_NAME)
        .min(
            Comparator.comparingInt(rank)
                .thenComparing(Comparator.comparingInt(ColumnProfile::present).reversed()))
        .map(column -> new Guess(column, why(column, rank.applyAsInt(column) != NO_NAME, records)));
  }

  private static int rank(String name, List<String> names) {
    String whole = name.toLowerCase(Locale.ROOT).replace(' ', '_').replace('-', '_');
    int levels = (int) whole.chars().filter(c -> c == '.').count();
    int exact = names.indexOf(whole);
    if (exact >= 0) {
      return exact;
    }
    String last = last(whole);
    String pair = whole.replace('.', '_');
    for (int i = 0; i < names.size(); i++) {
      if (names.get(i).equals(last) || names.get(i).equals(pair)) {
        return names.size() + i + 100 * levels;
      }
    }
    return NO_NAME;
  }

  private static String last(String name) {
    return name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
  }

  private static String why(ColumnProfile column, boolean named, int records) {
    String values =
        column.allDiffer()
            ? "all %d differ".formatted(column.present())
            : "%d different values".formatted(column.distinct());
    return (named ? "a usual name; " : "")
        + values
        + (column.present() < records ? ", empty in " + (records - column.present()) : "")
        + " of "
        + records
        + " records";
  }

  private static SourceFault nothing(Sample sample, SampleTable table, String what) {
    List<String> names = table.columns().stream().map(column -> column.name).toList();
    return new SourceFault(
        SourceFault.Kind.WRONG_INPUT,
        "no column looks like " + what,
        sample.part(),
        "write the mapping yourself (docs/formats.md); the columns are "
            + String.join(", ", names.subList(0, Math.min(names.size(), COLUMNS_SHOWN)))
            + (names.size() > COLUMNS_SHOWN ? ", ..." : ""));
  }

  /// The file while it is written.
  private static final class Draft {
    private final SampleTable table;
    private final StringBuilder yaml = new StringBuilder();
    private final Map<String, String> reasons = new LinkedHashMap<>();

    Draft(SampleTable table) {
      this.table = table;
    }

    MappingSuggestion write(Guess time, Guess id, Optional<Guess> event, Optional<Guess> uuid) {
      line("format", table.delimiter().isPresent() ? "csv" : "jsonl", null);
      if (table.delimiter().isPresent()) {
        String delimiter = table.delimiter().get() == '\t' ? "\\t" : "" + table.delimiter().get();
        line("delimiter", "\"" + delimiter + "\"", null);
        line("header", Boolean.toString(table.header()), null);
      }
      if (event.isPresent()) {
        line("event", "{field: " + quoted(event.get().column.name) + "}", event.get().why);
      } else {
        line("event", "{constant: record}", "no column names what happened: put a name here");
      }
      line("distinct_id", "{field: " + quoted(id.column.name) + "}", id.why);
      String format = time.column.time().orElseThrow().name();
      line(
          "timestamp",
          "{field: " + quoted(time.column.name) + ", format: " + quoted(format) + ", zone: UTC}",
          "its values are written so"
              + time.column
                  .otherTime()
                  .map(other -> ", and could be " + other.name() + " as well: see which is right")
                  .orElse("")
              + "; "
              + time.why);
      uuid.ifPresent(
          guess -> line("uuid", "{field: " + quoted(guess.column.name) + "}", guess.why));
      line("properties", "all", null);
      return new MappingSuggestion(yaml.toString(), Map.copyOf(reasons));
    }

    private void line(String key, String value, @Nullable String why) {
      if (why != null) {
        yaml.append("# ").append(key).append(": ").append(why).append('\n');
        reasons.put(key, why);
      }
      yaml.append(key).append(": ").append(value).append('\n');
    }

    private static String quoted(String text) {
      if (text.matches("[A-Za-z_][A-Za-z0-9_.]*")) {
        return text;
      }
      StringBuilder out = new StringBuilder("\"");
      text.codePoints()
          .forEach(c -> {
            if (c == '"' || c == '\\') {
              out.append('\\').appendCodePoint(c);
            } else if (Character.isLetterOrDigit(c) || (c >= ' ' && c < 0x7f)) {
              out.appendCodePoint(c);
            } else {
              out.append("\\U%08x".formatted(c));
            }
          });
      return out.append('"').toString();
    }
  }
}
