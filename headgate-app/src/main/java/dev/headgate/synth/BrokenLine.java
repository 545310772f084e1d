package dev.headgate.synth;

import dev.headgate.json.JsonOutput;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;

/// The ways in which a line makes no event. Their names are the reasons an import gives.
enum BrokenLine {
  NOT_JSON,
  NOT_AN_OBJECT,
  INVALID_UTF8,
  TOO_LONG,
  MISSING_EVENT,
  MISSING_DISTINCT_ID,
  INVALID_TIMESTAMP;

  private static final BrokenLine[] SHORT =
      Arrays.stream(values()).filter(kind -> kind != TOO_LONG).toArray(BrokenLine[]::new);
  private static final String[] NO_JSON = {
    "{\"event\":\"$pageview\",\"distinct_id\":\"d-%d\",\"timestamp\":\"2024-02-0",
    "event=$pageview&distinct_id=d-%d",
    "{'event': '$pageview', 'distinct_id': 'd-%d'}",
    "{\"event\":\"$pageview\",\"distinct_id\":\"d-%d\",}"
  };
  private static final String[] NO_OBJECTS = {
    "[{\"event\":\"$pageview\",\"n\":%d}]", "\"$pageview %d\"", "%d"
  };
  private static final String[] EVENTS = {
    "", "\"event\":\"\",", "\"event\":null,", "\"name\":\"$pageview\","
  };
  private static final String[] IDS = {
    "", "\"distinct_id\":\"\",", "\"distinct_id\":null,", "\"distinct_id\":\"  \","
  };
  private static final String[] TIMES = {"yesterday", "2024-13-45T10:00:00Z", "12:30", "soon%d"};

  /// As in `rejected_by_reason`: `not_json`.
  String reason() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// One that is not too long.
  static BrokenLine anyShort(long bits) {
    return SHORT[Dice.below(bits, SHORT.length)];
  }

  void write(long number, long bits, JsonOutput out) {
    int choice = Dice.field(bits, 0, 12);
    switch (this) {
      case NOT_JSON -> utf8(filled(NO_JSON, choice, number), out);
      case NOT_AN_OBJECT -> utf8(filled(NO_OBJECTS, choice, number), out);
      case INVALID_UTF8 -> {
        utf8("{\"event\":\"caf", out);
        out.bytes(new byte[] {(byte) 0xE9});
        utf8(
            "\",\"distinct_id\":\"d-" + number + "\",\"timestamp\":\"2024-02-02T02:02:02Z\"}", out);
      }
      case TOO_LONG -> {
        utf8(
            "{\"event\":\"too_long\",\"distinct_id\":\"d-"
                + number
                + "\",\"properties\":{\"blob\":\"",
            out);
        byte[] blob = new byte[Faults.TOO_LONG_BYTES];
        Arrays.fill(blob, (byte) 'x');
        out.bytes(blob).ascii("\"}}");
      }
      case MISSING_EVENT -> event(filled(EVENTS, choice, number), id(number), TIME, out);
      case MISSING_DISTINCT_ID -> event(NAME, filled(IDS, choice, number), TIME, out);
      case INVALID_TIMESTAMP -> event(NAME, id(number), filled(TIMES, choice, number), out);
    }
  }

  private static final String NAME = "\"event\":\"$pageview\",";
  private static final String TIME = "2024-02-02T02:02:02Z";

  private static String id(long number) {
    return "\"distinct_id\":\"d-" + number + "\",";
  }

  private static String filled(String[] from, int choice, long number) {
    return from[choice % from.length].replace("%d", Long.toString(number));
  }

  private static void event(String name, String id, String time, JsonOutput out) {
    utf8(
        "{" + name + id + "\"timestamp\":\"" + time + "\",\"properties\":{\"$lib\":\"web\"}}", out);
  }

  private static void utf8(String text, JsonOutput out) {
    out.bytes(text.getBytes(StandardCharsets.UTF_8));
  }
}
