package dev.headgate.identity;

import dev.headgate.event.JsonBytes;
import dev.headgate.json.JsonCursor;
import dev.headgate.json.JsonKind;
import dev.headgate.json.MalformedJson;
import java.math.BigDecimal;

/// The other id of a merge as text, whatever JSON an event names it with: what JavaScript's
/// `String(value)` makes of it, because that is what PostHog compares. One difference: an integer
/// keeps its digits however many, as those of a numeric `distinct_id` are kept.
final class OtherId {
  private static final int MAX_CODE_POINTS = 200;

  private OtherId() {}

  /// May be blank.
  static String of(JsonBytes json) throws MalformedJson {
    JsonCursor only = JsonCursor.array(JsonBytes.of("[" + json + "]"));
    only.next();
    return text(only);
  }

  static String cut(String text) {
    int length = text.codePointCount(0, text.length());
    return length <= MAX_CODE_POINTS
        ? text
        : text.substring(0, text.offsetByCodePoints(0, MAX_CODE_POINTS));
  }

  private static String text(JsonCursor value) throws MalformedJson {
    return switch (value.kind()) {
      case STRING, TRUE, FALSE, NULL -> value.text();
      case NUMBER -> number(value.text());
      case OBJECT -> "[object Object]";
      case ARRAY -> elements(value.raw());
    };
  }

  private static String elements(JsonBytes array) throws MalformedJson {
    StringBuilder out = new StringBuilder();
    JsonCursor elements = JsonCursor.array(array);
    for (boolean first = true; elements.next(); first = false) {
      if (!first) {
        out.append(',');
      }
      if (elements.kind() != JsonKind.NULL) {
        out.append(text(elements));
      }
    }
    return out.toString();
  }

  /// ECMAScript's Number::toString, radix 10.
  private static String number(String json) {
    if (json.chars().allMatch(c -> c == '-' || (c >= '0' && c <= '9'))) {
      return json.equals("-0") ? "0" : json;
    }
    double value = Double.parseDouble(json);
    if (value == 0) {
      return "0";
    }
    if (Double.isInfinite(value)) {
      return value < 0 ? "-Infinity" : "Infinity";
    }
    BigDecimal decimal = new BigDecimal(Double.toString(value)).stripTrailingZeros();
    int exponent = decimal.precision() - decimal.scale() - 1;
    if (exponent >= -6 && exponent <= 20) {
      return decimal.toPlainString();
    }
    String digits = decimal.unscaledValue().abs().toString();
    return (value < 0 ? "-" : "")
        + digits.charAt(0)
        + (digits.length() > 1 ? "." + digits.substring(1) : "")
        + (exponent < 0 ? "e" : "e+")
        + exponent;
  }
}
