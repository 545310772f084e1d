package dev.headgate.admit.sqlite;

import dev.headgate.event.EventTime;
import dev.headgate.event.JsonBytes;
import dev.headgate.json.JsonCursor;
import dev.headgate.json.JsonOutput;
import dev.headgate.json.MalformedJson;
import dev.headgate.pace.Envelope;
import dev.headgate.pace.Stage;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;

/// How values stand in columns.
final class Columns {
  private static final int USUAL_BYTES = 256;

  private Columns() {}

  static long micros(Instant time) {
    return EventTime.ofInstant(time);
  }

  static Instant instant(long micros) {
    return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
  }

  static Optional<Instant> optionalInstant(ResultSet row, String column) throws SQLException {
    long micros = row.getLong(column);
    return row.wasNull() ? Optional.empty() : Optional.of(instant(micros));
  }

  static Optional<String> optionalText(ResultSet row, String column) throws SQLException {
    return Optional.ofNullable(row.getString(column));
  }

  static OptionalDouble optionalDouble(ResultSet row, String column) throws SQLException {
    double number = row.getDouble(column);
    return row.wasNull() ? OptionalDouble.empty() : OptionalDouble.of(number);
  }

  static JsonBytes json(ResultSet row, String column) throws SQLException {
    return JsonBytes.of(row.getString(column));
  }

  /// `["a","b"]`
  static String texts(Collection<String> texts) {
    JsonOutput out = new JsonOutput(USUAL_BYTES).ascii("[");
    String separator = "";
    for (String text : texts) {
      out.ascii(separator).string(text);
      separator = ",";
    }
    return out.ascii("]").toJsonBytes().toString();
  }

  static List<String> texts(String json) throws MalformedJson {
    List<String> texts = new ArrayList<>();
    JsonCursor elements = JsonCursor.array(JsonBytes.of(json));
    while (elements.next()) {
      texts.add(elements.text());
    }
    return texts;
  }

  /// `{"a":"b"}`
  static String textMap(Map<String, String> texts) {
    JsonOutput out = new JsonOutput(USUAL_BYTES).ascii("{");
    String separator = "";
    for (Map.Entry<String, String> text : new TreeMap<>(texts).entrySet()) {
      out.ascii(separator).string(text.getKey()).ascii(":").string(text.getValue());
      separator = ",";
    }
    return out.ascii("}").toJsonBytes().toString();
  }

  static Map<String, String> textMap(String json) throws MalformedJson {
    Map<String, String> texts = new TreeMap<>();
    JsonCursor members = JsonCursor.object(JsonBytes.of(json));
    while (members.next()) {
      texts.put(members.name(), members.text());
    }
    return texts;
  }

  /// `{"start_per_second":100.0,"stages":[{"nanos":1000000000,"target_per_second":1000.0}]}`
  static String envelope(Envelope envelope) {
    JsonOutput out = new JsonOutput(USUAL_BYTES).ascii("{\"start_per_second\":");
    out.ascii(Double.toString(envelope.startPerSecond())).ascii(",\"stages\":[");
    String separator = "";
    for (Stage stage : envelope.stages()) {
      out.ascii(separator).ascii("{\"nanos\":").number(stage.duration().toNanos());
      out.ascii(",\"target_per_second\":").ascii(Double.toString(stage.targetPerSecond()));
      out.ascii("}");
      separator = ",";
    }
    return out.ascii("]}").toJsonBytes().toString();
  }

  static Envelope envelope(String json) throws MalformedJson {
    double start = 0;
    List<Stage> stages = new ArrayList<>();
    JsonCursor members = JsonCursor.object(JsonBytes.of(json));
    while (members.next()) {
      if (members.name().equals("start_per_second")) {
        start = Double.parseDouble(members.text());
      } else if (members.name().equals("stages")) {
        JsonCursor elements = JsonCursor.array(members.raw());
        while (elements.next()) {
          stages.add(stage(JsonCursor.object(elements.raw())));
        }
      }
    }
    return new Envelope(start, stages);
  }

  private static Stage stage(JsonCursor members) throws MalformedJson {
    long nanos = 0;
    double target = 0;
    while (members.next()) {
      if (members.name().equals("nanos")) {
        nanos = Long.parseLong(members.text());
      } else if (members.name().equals("target_per_second")) {
        target = Double.parseDouble(members.text());
      }
    }
    return new Stage(Duration.ofNanos(nanos), target);
  }
}
