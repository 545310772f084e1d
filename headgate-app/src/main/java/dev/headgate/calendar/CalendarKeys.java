package dev.headgate.calendar;

import dev.headgate.json.YamlKeys;
import dev.headgate.json.YamlTree;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/// The keys of one mapping in a calendar, each read as what it should be; a fault names key and
/// line.
final class CalendarKeys extends YamlKeys<BadCalendarFile> {
  private static final int LONGEST_TEXT = 200;

  /// Dates that a calendar may name; nobody plans beyond.
  private static final int FIRST_YEAR = 2000;

  private static final int LAST_YEAR = 2199;

  CalendarKeys(YamlTree.Mapped mapped) {
    super(mapped);
  }

  @Override
  protected BadCalendarFile fault(String what, int line) {
    return new BadCalendarFile(what, line);
  }

  Optional<CalendarKeys> mapping(String key) throws BadCalendarFile {
    return mapped(key).map(CalendarKeys::new);
  }

  /// Mappings in a list; none if the key is not there.
  List<CalendarKeys> mappings(String key, int most) throws BadCalendarFile {
    return mappedAll(key, most).stream().map(CalendarKeys::new).toList();
  }

  @Override
  protected String text(String key, YamlTree value) throws BadCalendarFile {
    String text = super.text(key, value);
    if (text.length() > LONGEST_TEXT) {
      throw wrong(key, "is a text of at most " + LONGEST_TEXT + " characters");
    }
    return text.strip();
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
      throw wrong(key, "is a date such as 2026-12-24, not " + text);
    }
  }

  void requireYear(String key, int year) throws BadCalendarFile {
    if (year < FIRST_YEAR || year > LAST_YEAR) {
      throw wrong(key, "is in the years " + FIRST_YEAR + " to " + LAST_YEAR);
    }
  }
}
