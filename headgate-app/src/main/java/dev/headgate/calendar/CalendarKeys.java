package dev.headgate.calendar;

import dev.headgate.json.Nearest;
import dev.headgate.json.YamlTree;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The keys of one mapping in a calendar, each read as what it should be; a fault names key and
/// line.
final class CalendarKeys {
  private static final int LONGEST_TEXT = 200;

  /// Dates that a calendar may name; nobody plans beyond.
  private static final int FIRST_YEAR = 2000;

  private static final int LAST_YEAR = 2199;

  private final Map<String, YamlTree.Entry> entries;
  private final int line;

  CalendarKeys(YamlTree.Mapped mapped) {
    this.entries = mapped.entries();
    this.line = mapped.line();
  }

  /// Refuses every key that is none of these.
  CalendarKeys only(List<String> known) throws BadCalendarFile {
    for (String key : entries.keySet()) {
      if (!known.contains(key)) {
        throw new BadCalendarFile(
            "the key \"" + key + "\" is not known" + Nearest.hint(key, known), lineOf(key));
      }
    }
    return this;
  }

  boolean has(String key) {
    return entries.containsKey(key);
  }

  Map<String, YamlTree.Entry> entries() {
    return entries;
  }

  int lineOf(String key) {
    YamlTree.Entry entry = entries.get(key);
    return entry == null ? line : entry.line();
  }

  BadCalendarFile fault(String key, String what) {
    return new BadCalendarFile("\"" + key + "\" " + what, lineOf(key));
  }

  private YamlTree required(String key) throws BadCalendarFile {
    YamlTree.Entry entry = entries.get(key);
    if (entry == null) {
      throw new BadCalendarFile("the key \"" + key + "\" is missing", line);
    }
    return entry.value();
  }

  Optional<CalendarKeys> mapping(String key) throws BadCalendarFile {
    if (!has(key)) {
      return Optional.empty();
    }
    if (required(key) instanceof YamlTree.Mapped mapped) {
      return Optional.of(new CalendarKeys(mapped));
    }
    throw fault(key, "holds keys of its own");
  }

  /// Mappings in a list; none if the key is not there.
  List<CalendarKeys> mappings(String key, int most) throws BadCalendarFile {
    if (!has(key)) {
      return List.of();
    }
    if (!(required(key) instanceof YamlTree.Sequence sequence)) {
      throw fault(key, "is a list");
    }
    if (sequence.items().size() > most) {
      throw fault(key, "has at most " + most + " entries");
    }
    List<CalendarKeys> found = new ArrayList<>();
    for (YamlTree item : sequence.items()) {
      if (!(item instanceof YamlTree.Mapped mapped)) {
        throw new BadCalendarFile("each of \"" + key + "\" holds keys of its own", item.line());
      }
      found.add(new CalendarKeys(mapped));
    }
    return found;
  }

  String text(String key) throws BadCalendarFile {
    return text(key, required(key));
  }

  private String text(String key, YamlTree value) throws BadCalendarFile {
    if (value instanceof YamlTree.Scalar(String text, var _, int _)
        && !text.isBlank()
        && text.length() <= LONGEST_TEXT) {
      return text.strip();
    }
    throw fault(key, "is a text of at most " + LONGEST_TEXT + " characters");
  }

  /// A list of texts, or one alone; none if the key is not there.
  List<String> texts(String key, int most) throws BadCalendarFile {
    if (!has(key)) {
      return List.of();
    }
    List<YamlTree> items =
        required(key) instanceof YamlTree.Sequence list ? list.items() : List.of(required(key));
    if (items.isEmpty() || items.size() > most) {
      throw fault(key, "has 1 to " + most + " entries");
    }
    List<String> texts = new ArrayList<>();
    for (YamlTree item : items) {
      texts.add(text(key, item));
    }
    return texts;
  }

  boolean flag(String key) throws BadCalendarFile {
    if (!has(key)) {
      return false;
    }
    return switch (text(key)) {
      case "true" -> true;
      case "false" -> false;
      case String other -> throw fault(key, "is true or false, not " + other);
    };
  }

  int whole(String key, int least, int most) throws BadCalendarFile {
    String text = text(key);
    if (text.matches("\\d{1,4}")
        && Integer.parseInt(text) >= least
        && Integer.parseInt(text) <= most) {
      return Integer.parseInt(text);
    }
    throw fault(key, "is a number from " + least + " to " + most + ", not " + text);
  }

  LocalDate date(String key) throws BadCalendarFile {
    return date(key, text(key));
  }

  LocalDate date(String key, String text) throws BadCalendarFile {
    try {
      LocalDate date = LocalDate.parse(text);
      requireYear(key, date.getYear());
      return date;
    } catch (DateTimeException e) {
      throw fault(key, "is a date such as 2026-12-24, not " + text);
    }
  }

  void requireYear(String key, int year) throws BadCalendarFile {
    if (year < FIRST_YEAR || year > LAST_YEAR) {
      throw fault(key, "is in the years " + FIRST_YEAR + " to " + LAST_YEAR);
    }
  }

  /// A zone of the time zone database, by its name: an offset such as +01:00 knows no summer.
  ZoneId zone(String key) throws BadCalendarFile {
    String text = text(key);
    if (ZoneId.getAvailableZoneIds().contains(text)) {
      return ZoneId.of(text);
    }
    throw fault(
        key,
        "is a zone such as Europe/Berlin, not "
            + text
            + Nearest.hint(text, ZoneId.getAvailableZoneIds()));
  }
}
