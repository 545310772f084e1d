package dev.headgate.calendar;

import dev.headgate.json.MalformedYaml;
import dev.headgate.json.Nearest;
import dev.headgate.json.YamlTree;
import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Reads the file that defines a calendar, in YAML or JSON. Every fault names its line; a key that
/// is not known is never passed over.
///
/// ```yaml
/// teams:
///   - name: platform
///     zone: Europe/Berlin
///     hours: {monday-thursday: 09:00-17:00, friday: [09:00-12:00, 13:00-15:30]}
///     holidays: [de-be]                      # public holidays of a country, or a part of it
///     days_off: {2026-12-24: between the years}
///     on_duty:
///       people: [Anna, Ben]                  # take turns
///       from: 2026-11-30
///       days: 7
///       instead: [{who: Clara, from: 2026-12-21, to: 2026-12-27}]
/// blackouts:
///   - {reason: sale, from: 2026-11-27T00:00, to: 2026-11-30T00:00, zone: Europe/Berlin}
///   - {reason: move, from: 2026-12-05T08:00:00Z, to: 2026-12-05T12:00:00Z}
///   - reason: backup
///     from: 2026-11-29T02:00
///     to: 2026-11-29T03:30
///     zone: Europe/Berlin
///     weekly: true
///     until: 2027-06-30                      # the last day on which one begins
/// ```
public final class CalendarFile {
  /// Longest file that is read, in characters.
  public static final int MAX_CHARACTERS = 1 << 20;

  /// The calendar of a pipeline whose team has set none.
  public static final String STANDARD =
      """
      teams:
        - name: pipeline team
          zone: Europe/Berlin
          hours:
            monday-friday: 09:00-17:00
      """;

  private static final int MOST_TEAMS = 50;
  private static final int MOST_BLACKOUTS = 1000;
  private static final int MOST_DAYS_OFF = 1000;
  private static final int MOST_OF_A_TEAM = 100;
  private static final int MOST_HOURS_OF_A_DAY = 10;
  private static final int LONGEST_TURN_DAYS = 366;

  private final PublicHolidays publicHolidays;

  private CalendarFile(PublicHolidays publicHolidays) {
    this.publicHolidays = publicHolidays;
  }

  /// The calendar that a file defines.
  ///
  /// @param publicHolidays knows the regions that it may name
  public static TeamCalendar read(String text, PublicHolidays publicHolidays)
      throws BadCalendarFile {
    if (text.length() > MAX_CHARACTERS) {
      throw new BadCalendarFile("it is too long for a calendar", 1);
    }
    try {
      if (YamlTree.read(text) instanceof YamlTree.Mapped root) {
        return new CalendarFile(publicHolidays).calendar(new CalendarKeys(root));
      }
    } catch (MalformedYaml e) {
      throw new BadCalendarFile(String.valueOf(e.getMessage()), e.line());
    }
    throw new BadCalendarFile("it holds no keys, such as \"teams\"", 1);
  }

  private TeamCalendar calendar(CalendarKeys keys) throws BadCalendarFile {
    keys.requireKnown(List.of("teams", "blackouts"));
    List<Team> teams = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (CalendarKeys each : keys.mappings("teams", MOST_TEAMS)) {
      Team team = team(each);
      if (!names.add(team.name())) {
        throw each.wrong("name", "is that of a team before it");
      }
      teams.add(team);
    }
    if (teams.isEmpty()) {
      throw new BadCalendarFile(
          "it has at least one team: somebody looks after a pipeline", keys.lineOf("teams"));
    }
    List<Blackout> blackouts = new ArrayList<>();
    for (CalendarKeys each : keys.mappings("blackouts", MOST_BLACKOUTS)) {
      blackouts.add(blackout(each));
    }
    return new TeamCalendar(teams, blackouts);
  }

  private Team team(CalendarKeys keys) throws BadCalendarFile {
    keys.requireKnown(List.of("name", "zone", "hours", "holidays", "days_off", "on_duty"));
    String name = keys.text("name");
    ZoneId zone = keys.zone("zone");
    Optional<CalendarKeys> hours = keys.mapping("hours");
    if (hours.isEmpty()) {
      throw keys.wrong("hours", "is missing, such as {monday-friday: 09:00-17:00}");
    }
    return new Team(name, zone, hours(hours.get()), holidays(keys), daysOff(keys), rota(keys));
  }

  private static Map<DayOfWeek, List<Hours>> hours(CalendarKeys keys) throws BadCalendarFile {
    Map<DayOfWeek, List<Hours>> found = new EnumMap<>(DayOfWeek.class);
    for (String key : keys.entries().keySet()) {
      List<Hours> hours = new ArrayList<>();
      for (String text : keys.texts(key, MOST_HOURS_OF_A_DAY)) {
        hours.add(hours(keys, key, text));
      }
      for (DayOfWeek day : days(keys, key)) {
        if (found.put(day, List.copyOf(hours)) != null) {
          throw keys.wrong(
              key, "has " + day.name().toLowerCase(Locale.ROOT) + ", which stands there already");
        }
      }
    }
    return found;
  }

  /// `monday`, or `monday-friday`.
  private static List<DayOfWeek> days(CalendarKeys keys, String key) throws BadCalendarFile {
    String[] ends = key.split("-", 2);
    DayOfWeek first = day(keys, key, ends[0]);
    DayOfWeek last = day(keys, key, ends[ends.length - 1]);
    List<DayOfWeek> days = new ArrayList<>();
    for (DayOfWeek day = first; ; day = day.plus(1)) {
      days.add(day);
      if (day == last) {
        return days;
      }
    }
  }

  private static DayOfWeek day(CalendarKeys keys, String key, String text) throws BadCalendarFile {
    List<String> known = new ArrayList<>();
    for (DayOfWeek day : DayOfWeek.values()) {
      String name = day.name().toLowerCase(Locale.ROOT);
      if (name.equals(text)) {
        return day;
      }
      known.add(name);
    }
    throw keys.wrong(
        key, "is a day such as monday, or days such as monday-friday" + Nearest.hint(text, known));
  }

  /// `09:00-17:00`; `24:00` is the end of the day.
  private static Hours hours(CalendarKeys keys, String key, String text) throws BadCalendarFile {
    String[] ends = text.split("-", -1);
    try {
      if (ends.length == 2) {
        return new Hours(
            LocalTime.parse(ends[0].strip()),
            ends[1].strip().equals("24:00")
                ? LocalTime.MIDNIGHT
                : LocalTime.parse(ends[1].strip()));
      }
    } catch (DateTimeException e) {
      // Said below.
    }
    throw keys.wrong(key, "has hours such as 09:00-17:00, not " + text);
  }

  private List<String> holidays(CalendarKeys keys) throws BadCalendarFile {
    List<String> regions = keys.texts("holidays", MOST_OF_A_TEAM);
    for (String region : regions) {
      if (!publicHolidays.knows(region)) {
        throw keys.wrong(
            "holidays",
            "names no country such as de and no part of one such as de-by: "
                + region
                + Nearest.hint(region, publicHolidays.near(region)));
      }
    }
    return regions;
  }

  private static Map<LocalDate, String> daysOff(CalendarKeys keys) throws BadCalendarFile {
    Map<LocalDate, String> found = new HashMap<>();
    Optional<CalendarKeys> days = keys.mapping("days_off");
    if (days.isPresent()) {
      if (days.get().entries().size() > MOST_DAYS_OFF) {
        throw keys.wrong("days_off", "has at most " + MOST_DAYS_OFF + " entries");
      }
      for (String key : days.get().entries().keySet()) {
        found.put(days.get().date(key, key), days.get().text(key));
      }
    }
    return found;
  }

  private static Rota rota(CalendarKeys team) throws BadCalendarFile {
    Optional<CalendarKeys> found = team.mapping("on_duty");
    if (found.isEmpty()) {
      return Rota.NOBODY;
    }
    CalendarKeys keys = found.get();
    keys.requireKnown(List.of("people", "from", "days", "instead"));
    List<Rota.Shift> instead = new ArrayList<>();
    for (CalendarKeys each : keys.mappings("instead", MOST_DAYS_OFF)) {
      each.requireKnown(List.of("who", "from", "to"));
      try {
        instead.add(new Rota.Shift(each.text("who"), each.date("from"), each.date("to")));
      } catch (IllegalArgumentException e) {
        throw each.wrong("to", "is before \"from\"");
      }
    }
    if (!keys.has("people")) {
      return new Rota(List.of(), LocalDate.EPOCH, 1, instead);
    }
    return new Rota(
        keys.texts("people", MOST_OF_A_TEAM),
        keys.date("from"),
        keys.whole("days", 1, LONGEST_TURN_DAYS),
        instead);
  }

  private static Blackout blackout(CalendarKeys keys) throws BadCalendarFile {
    keys.requireKnown(List.of("reason", "from", "to", "zone", "weekly", "until"));
    String reason = keys.text("reason");
    try {
      if (!keys.has("zone")) {
        return moments(keys, reason);
      }
      ZoneId zone = keys.zone("zone");
      LocalDateTime from = localTime(keys, "from");
      LocalDateTime to = localTime(keys, "to");
      if (!keys.flag("weekly")) {
        requireWeekly(keys, "until");
        return new Blackout.LocalTimes(reason, zone, from, to);
      }
      return new Blackout.Weekly(
          reason,
          zone,
          from,
          to,
          keys.has("until") ? Optional.of(keys.date("until")) : Optional.empty());
    } catch (IllegalArgumentException e) {
      throw keys.wrong("to", String.valueOf(e.getMessage()));
    }
  }

  private static Blackout moments(CalendarKeys keys, String reason) throws BadCalendarFile {
    if (keys.has("weekly")) {
      throw keys.wrong("weekly", "wants local times and a \"zone\": clocks change meanwhile");
    }
    requireWeekly(keys, "until");
    OffsetDateTime from = moment(keys, "from");
    OffsetDateTime to = moment(keys, "to");
    return new Blackout.Moments(reason, new TimeSpan(from.toInstant(), to.toInstant()));
  }

  private static void requireWeekly(CalendarKeys keys, String key) throws BadCalendarFile {
    if (keys.has(key)) {
      throw keys.wrong(key, "belongs to what is weekly");
    }
  }

  private static OffsetDateTime moment(CalendarKeys keys, String key) throws BadCalendarFile {
    String text = keys.text(key);
    try {
      OffsetDateTime moment = OffsetDateTime.parse(text);
      keys.requireYear(key, moment.getYear());
      return moment;
    } catch (DateTimeException e) {
      throw keys.wrong(
          key,
          "is a moment such as 2026-12-05T08:00:00Z, or a local time such as 2026-12-05T09:00"
              + " beside a \"zone\", not "
              + text);
    }
  }

  private static LocalDateTime localTime(CalendarKeys keys, String key) throws BadCalendarFile {
    String text = keys.text(key);
    try {
      LocalDateTime time = LocalDateTime.parse(text);
      keys.requireYear(key, time.getYear());
      return time;
    } catch (DateTimeException e) {
      throw keys.wrong(
          key, "is a local time such as 2026-12-05T09:00, for there is a \"zone\", not " + text);
    }
  }
}
