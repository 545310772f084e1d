package dev.headgate.apps.cel;

import com.google.common.primitives.UnsignedLong;
import dev.cel.common.values.NullValue;
import dev.headgate.apps.AppFailure;
import dev.headgate.event.EventTime;
import dev.headgate.event.JsonBytes;
import dev.headgate.json.JsonCursor;
import dev.headgate.json.JsonKind;
import dev.headgate.json.JsonOutput;
import dev.headgate.json.MalformedJson;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Between JSON and the values of CEL. An integer that fits is an int, every other number a double.
final class CelValues {
  /// Most bytes of a computed value.
  static final int MAX_BYTES = 64 << 10;

  private static final int MAX_DEPTH = 50;

  private CelValues() {}

  static Object of(JsonBytes json) {
    try {
      JsonKind kind = JsonCursor.kindOf(json.utf8(), 0, json.length());
      return switch (kind) {
        case OBJECT -> map(JsonCursor.object(json));
        case ARRAY -> list(JsonCursor.array(json));
        case STRING, NUMBER, TRUE, FALSE, NULL -> {
          byte[] alone = new byte[json.length() + 2];
          alone[0] = '[';
          System.arraycopy(json.utf8(), 0, alone, 1, json.length());
          alone[alone.length - 1] = ']';
          yield list(JsonCursor.array(alone, 0, alone.length)).getFirst();
        }
      };
    } catch (MalformedJson e) {
      throw new IllegalStateException("a property was read already", e);
    }
  }

  private static Object value(JsonCursor at) throws MalformedJson {
    return switch (at.kind()) {
      case STRING -> at.text();
      case NUMBER -> number(at.text());
      case TRUE -> true;
      case FALSE -> false;
      case NULL -> NullValue.NULL_VALUE;
      case OBJECT -> map(at.enter());
      case ARRAY -> list(at.enter());
    };
  }

  private static Object number(String written) {
    try {
      return Long.valueOf(written);
    } catch (NumberFormatException e) {
      return Double.valueOf(written);
    }
  }

  private static Map<String, Object> map(JsonCursor members) throws MalformedJson {
    Map<String, Object> map = new LinkedHashMap<>();
    while (members.next()) {
      map.put(members.name(), value(members));
    }
    return map;
  }

  private static List<Object> list(JsonCursor elements) throws MalformedJson {
    List<Object> list = new ArrayList<>();
    while (elements.next()) {
      list.add(value(elements));
    }
    return list;
  }

  static JsonBytes toJson(Object value) throws AppFailure {
    JsonOutput out = new JsonOutput(64);
    write(value, out, 0);
    return out.toJsonBytes();
  }

  private static void write(@Nullable Object value, JsonOutput out, int depth) throws AppFailure {
    if (out.length() > MAX_BYTES || depth > MAX_DEPTH) {
      throw tooLarge();
    }
    switch (value) {
      case null -> out.ascii("null");
      case NullValue _ -> out.ascii("null");
      case String text when text.length() > MAX_BYTES -> throw tooLarge();
      case String text -> out.string(text);
      case Boolean truth -> out.ascii(truth.toString());
      case Long number -> out.number(number);
      case UnsignedLong number -> out.ascii(number.toString());
      case Double number -> out.ascii(written(number));
      case Instant time -> out.string(EventTime.format(EventTime.ofInstant(time)));
      case List<?> list -> {
        out.ascii("[");
        String separator = "";
        for (Object each : list) {
          out.ascii(separator);
          separator = ",";
          write(each, out, depth + 1);
        }
        out.ascii("]");
      }
      case Map<?, ?> map -> {
        out.ascii("{");
        String separator = "";
        for (Map.Entry<?, ?> each : map.entrySet()) {
          out.ascii(separator).string(String.valueOf(each.getKey())).ascii(":");
          separator = ",";
          write(each.getValue(), out, depth + 1);
        }
        out.ascii("}");
      }
      default -> throw new AppFailure("the expression's value has no form in JSON");
    }
    if (out.length() > MAX_BYTES) {
      throw tooLarge();
    }
  }

  private static String written(double number) throws AppFailure {
    if (!Double.isFinite(number)) {
      throw new AppFailure("the expression's value is no finite number");
    }
    return Double.toString(number);
  }

  private static AppFailure tooLarge() {
    return new AppFailure("the expression's value has more than " + MAX_BYTES + " bytes");
  }
}
