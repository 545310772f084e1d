package dev.headgate.console.pages;

import dev.headgate.calendar.LengthText;
import dev.headgate.json.Nearest;
import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.TemporalAdjusters;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/// What a visit asks of the calendar. What cannot be taken is as if it were not asked, and named.
///
/// @param first day that is shown
/// @param plan to find times for
/// @param importNumber whose plan to find times for
/// @param typed as it was asked, by the names below
/// @param wrong what is wrong with it, by the same names
record CalendarAsked(
    ZoneId zone,
    LocalDate first,
    Optional<Steady> plan,
    OptionalInt importNumber,
    Form typed,
    Map<String, String> wrong) {
  static final String ZONE = "zone";
  static final String FIRST = "from";
  static final String LENGTH = "duration";
  static final String PEAK = Decisions.PEAK;
  static final String IMPORT = "import";

  /// How many days are shown.
  static final int DAYS = 14;

  /// Nobody looks further, in days.
  private static final int FARTHEST = 3_650;

  /// A plan at one rate.
  record Steady(Duration length, double perSecond) {}

  CalendarAsked {
    wrong = Map.copyOf(wrong);
  }

  /// @param usual the zone where none is asked for
  static CalendarAsked read(Form typed, ZoneId usual, Instant now) {
    Map<String, String> wrong = new LinkedHashMap<>();
    ZoneId zone = zone(typed, usual, wrong);
    return new CalendarAsked(
        zone,
        first(typed, LocalDate.ofInstant(now, zone), wrong),
        steady(typed, wrong),
        importNumber(typed),
        typed,
        wrong);
  }

  private static ZoneId zone(Form typed, ZoneId usual, Map<String, String> wrong) {
    String text = typed.text(ZONE);
    if (text.isEmpty()) {
      return usual;
    }
    if (ZoneId.getAvailableZoneIds().contains(text)) {
      return ZoneId.of(text);
    }
    wrong.put(
        ZONE,
        "It is a zone such as Europe/Berlin"
            + Nearest.hint(text, ZoneId.getAvailableZoneIds())
            + ".");
    return usual;
  }

  /// The Monday of this week where none is asked for.
  private static LocalDate first(Form typed, LocalDate today, Map<String, String> wrong) {
    LocalDate monday = monday(today);
    String text = typed.text(FIRST);
    if (text.isEmpty()) {
      return monday;
    }
    try {
      LocalDate day = LocalDate.parse(text);
      if (Math.abs(day.toEpochDay() - today.toEpochDay()) <= FARTHEST) {
        return day;
      }
    } catch (DateTimeException e) {
      // Named below, as one that is too far away is.
    }
    wrong.put(FIRST, "It is a day such as 2026-12-01, at most ten years from now.");
    return monday;
  }

  private static LocalDate monday(LocalDate day) {
    return day.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY));
  }

  private static Optional<Steady> steady(Form typed, Map<String, String> wrong) {
    if (typed.text(LENGTH).isEmpty() && typed.text(PEAK).isEmpty()) {
      return Optional.empty();
    }
    Optional<Duration> length = LengthText.read(typed.text(LENGTH)).filter(Duration::isPositive);
    if (length.isEmpty()) {
      wrong.put(LENGTH, "It is how long the plan takes, such as 3h, 90m or 1d12h.");
    }
    OptionalDouble peak = Decisions.peak(typed, wrong);
    if (typed.text(PEAK).isEmpty()) {
      wrong.put(PEAK, "Say how many events a second may come at most.");
    }
    return length.isPresent() && peak.isPresent()
        ? Optional.of(new Steady(length.get(), peak.getAsDouble()))
        : Optional.empty();
  }

  private static OptionalInt importNumber(Form typed) {
    String text = typed.text(IMPORT);
    return text.matches("\\d{1,9}") ? OptionalInt.of(Integer.parseInt(text)) : OptionalInt.empty();
  }

  /// The same with one thing more that is wrong.
  CalendarAsked but(String name, String fault) {
    Map<String, String> more = new LinkedHashMap<>(wrong);
    more.put(name, fault);
    return new CalendarAsked(zone, first, plan, importNumber, typed, more);
  }

  /// The same from another day on.
  String pathFrom(String day) {
    StringBuilder path = new StringBuilder(ConsoleRoute.CALENDAR.path());
    char before = '?';
    for (String name : new String[] {FIRST, ZONE, LENGTH, PEAK, IMPORT}) {
      String value = name.equals(FIRST) ? day : typed.text(name);
      if (!value.isEmpty()) {
        path.append(before).append(Form.field(name, value));
        before = '&';
      }
    }
    return path.toString();
  }
}
