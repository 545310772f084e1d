package dev.headgate.calendar.jollyday;

import de.focus_shift.jollyday.core.CalendarHierarchy;
import de.focus_shift.jollyday.core.Holiday;
import de.focus_shift.jollyday.core.HolidayManager;
import de.focus_shift.jollyday.core.HolidayType;
import de.focus_shift.jollyday.core.ManagerParameters;
import dev.headgate.calendar.PublicHolidays;
import java.time.LocalDate;
import java.time.Year;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;

/// The public holidays that Jollyday knows, with their names in English. Its own data, a file a
/// country in its archive; nothing is asked on the network. The library is loaded when a region is
/// asked about first.
public final class JollydayHolidays implements PublicHolidays {
  private final Map<Asked, Map<LocalDate, String>> known = new ConcurrentHashMap<>();

  /// A region in a year.
  private record Asked(String region, int year) {}

  /// A country by its code, or what the library divides it into, at any depth, in letters of either
  /// case: `de`, `de-by`, `de-by-ag`.
  @Override
  public boolean knows(String region) {
    return path(region).isPresent();
  }

  /// The library's own names of a country and of its parts, from the outside in.
  private static Optional<List<String>> path(String region) {
    String[] names = region.split("-", -1);
    Optional<String> country = spelled(names[0], HolidayManager.getSupportedCalendarCodes());
    if (country.isEmpty()) {
      return Optional.empty();
    }
    List<String> path = new ArrayList<>(List.of(country.get()));
    CalendarHierarchy part = manager(country.get()).getCalendarHierarchy();
    for (String name : List.of(names).subList(1, names.length)) {
      Optional<String> child = spelled(name, part.getChildren().keySet());
      if (child.isEmpty()) {
        return Optional.empty();
      }
      path.add(child.get());
      part = Objects.requireNonNull(part.getChildren().get(child.get()));
    }
    return Optional.of(path);
  }

  private static Optional<String> spelled(String name, Set<String> known) {
    return known.stream().filter(name::equalsIgnoreCase).findFirst();
  }

  /// In small letters.
  @Override
  public Set<String> near(String region) {
    Set<String> countries = HolidayManager.getSupportedCalendarCodes();
    Set<String> found = new TreeSet<>();
    Optional<String> country = spelled(region.split("-", -1)[0], countries);
    if (country.isPresent()) {
      add(manager(country.get()).getCalendarHierarchy(), country.get(), found);
    } else {
      countries.forEach(code -> found.add(code.toLowerCase(Locale.ROOT)));
    }
    return found;
  }

  private static void add(CalendarHierarchy part, String name, Set<String> into) {
    into.add(name.toLowerCase(Locale.ROOT));
    part.getChildren().forEach((id, child) -> add(child, name + "-" + id, into));
  }

  private static HolidayManager manager(String country) {
    return HolidayManager.getInstance(ManagerParameters.create(country));
  }

  @Override
  public Optional<String> on(String region, LocalDate day) {
    return Optional.ofNullable(
        known.computeIfAbsent(new Asked(region, day.getYear()), JollydayHolidays::find).get(day));
  }

  private static Map<LocalDate, String> find(Asked asked) {
    List<String> path = path(asked.region).orElse(List.of());
    Map<LocalDate, String> found = new HashMap<>();
    if (path.isEmpty()) {
      return found;
    }
    String[] parts = path.subList(1, path.size()).toArray(String[]::new);
    for (Holiday holiday :
        manager(path.getFirst())
            .getHolidays(Year.of(asked.year), HolidayType.PUBLIC_HOLIDAY, parts)) {
      found.putIfAbsent(holiday.getDate(), holiday.getDescription(Locale.ENGLISH));
    }
    return Map.copyOf(found);
  }
}
