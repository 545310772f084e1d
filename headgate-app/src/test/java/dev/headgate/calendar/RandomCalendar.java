package dev.headgate.calendar;

import dev.headgate.event.ProjectId;
import dev.headgate.pace.Envelope;
import dev.headgate.pace.Stage;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;

/// Calendars, bookings and wishes around a day on which clocks change, by a seed; all of it on
/// whole minutes.
final class RandomCalendar {
  private static final List<ZoneId> ZONES =
      List.of(
          ZoneId.of("Europe/Berlin"),
          ZoneId.of("America/New_York"),
          ZoneId.of("Australia/Lord_Howe"));

  static final PublicHolidays EVERY_FIFTH_DAY =
      new PublicHolidays() {
        @Override
        public boolean knows(String region) {
          return near(region).contains(region);
        }

        @Override
        public Set<String> near(String region) {
          return Set.of("xx");
        }

        @Override
        public Optional<String> on(String region, LocalDate day) {
          return day.toEpochDay() % 5 == 0 ? Optional.of("fifth day") : Optional.empty();
        }
      };

  private final ZoneId zone;
  private final LocalDate change;
  private final SplittableRandom random;
  private final TimeSpan range;

  RandomCalendar(ZoneId zone, LocalDate change, long seed) {
    this.zone = zone;
    this.change = change;
    this.random = new SplittableRandom(seed);
    Instant from = change.minusDays(random.nextInt(1, 4)).atStartOfDay(zone).toInstant();
    range =
        TimeSpan.of(
            from.plus(Duration.ofMinutes(random.nextInt(600))),
            Duration.ofMinutes(random.nextInt(1500, 9000)));
  }

  TimeSpan range() {
    return range;
  }

  /// Within the range; every other one short, in the night in which clocks change.
  TimeSpan span() {
    if (random.nextBoolean()) {
      Instant midnight = change.atStartOfDay(zone).toInstant();
      TimeSpan night =
          TimeSpan.of(
              midnight.plus(Duration.ofMinutes(random.nextInt(300))),
              Duration.ofMinutes(random.nextInt(1, 40)));
      if (!night.from().isBefore(range.from()) && !night.to().isAfter(range.to())) {
        return night;
      }
    }
    int length = random.nextInt(1, 1400);
    int begin = random.nextInt((int) range.length().toMinutes() - length);
    return TimeSpan.of(range.from().plus(Duration.ofMinutes(begin)), Duration.ofMinutes(length));
  }

  FreeSlots.Wish wish() {
    return new FreeSlots.Wish(
        Duration.ofMinutes(random.nextInt(1, 1400)), range, envelope(), random.nextInt(1, 9));
  }

  TeamCalendar calendar() {
    List<Team> teams = new ArrayList<>();
    teams.add(team("there", zone));
    if (random.nextBoolean()) {
      teams.add(team("elsewhere", ZONES.get(random.nextInt(ZONES.size()))));
    }
    List<Blackout> blackouts = new ArrayList<>();
    for (int i = random.nextInt(4); i > 0; i--) {
      blackouts.add(blackout("b" + i));
    }
    return new TeamCalendar(teams, blackouts);
  }

  private Team team(String name, ZoneId where) {
    Map<DayOfWeek, List<Hours>> hours = new EnumMap<>(DayOfWeek.class);
    for (DayOfWeek day : DayOfWeek.values()) {
      List<Hours> ofDay = new ArrayList<>();
      for (int i = random.nextInt(3); i > 0; i--) {
        ofDay.add(new Hours(time(), time()));
      }
      hours.put(day, ofDay);
    }
    Map<LocalDate, String> daysOff = new HashMap<>();
    if (random.nextInt(3) == 0) {
      daysOff.put(change.plusDays(random.nextInt(-2, 3)), "off");
    }
    List<String> holidays = random.nextInt(3) == 0 ? List.of("xx") : List.of();
    return new Team(name, where, hours, holidays, daysOff, Rota.NOBODY);
  }

  /// Often in the hours in which clocks change.
  private LocalTime time() {
    return random.nextBoolean()
        ? LocalTime.MIDNIGHT.plusMinutes(5L * random.nextInt(49))
        : LocalTime.MIDNIGHT.plusMinutes(random.nextInt(1440));
  }

  private Blackout blackout(String name) {
    LocalDateTime from =
        random.nextBoolean()
            ? change.atTime(1, 0).plusMinutes(5L * random.nextInt(31))
            : change.plusDays(random.nextInt(-1, 2)).atTime(time());
    LocalDateTime to = from.plusMinutes(random.nextInt(1, 150));
    return switch (random.nextInt(3)) {
      case 0 -> {
        Instant begin = from.atZone(zone).toInstant();
        yield new Blackout.Moments(
            name, TimeSpan.of(begin, Duration.ofMinutes(random.nextInt(1, 300))));
      }
      case 1 -> new Blackout.LocalTimes(name, zone, from, to);
      default -> {
        int weeks = random.nextInt(20);
        LocalDate until = change.plusDays(random.nextInt(-10, 10));
        yield new Blackout.Weekly(
            name,
            zone,
            from.minusWeeks(weeks),
            to.minusWeeks(weeks),
            random.nextBoolean() ? Optional.of(until) : Optional.empty());
      }
    };
  }

  List<Booking> bookings() {
    List<Booking> bookings = new ArrayList<>();
    for (int i = random.nextInt(4); i > 0; i--) {
      Instant from = range.from().plus(Duration.ofMinutes(random.nextInt(-300, 3000)));
      bookings.add(
          new Booking(
              "import " + i,
              ProjectId.DEFAULT,
              "running",
              TimeSpan.of(from, Duration.ofMinutes(random.nextInt(1, 2000))),
              envelope(),
              random.nextInt(3) == 0
                  ? Optional.empty()
                  : Optional.of(from.minus(Duration.ofMinutes(random.nextInt(100))))));
    }
    return bookings;
  }

  Envelope envelope() {
    List<Stage> stages = new ArrayList<>();
    for (int i = random.nextInt(1, 4); i > 0; i--) {
      stages.add(new Stage(Duration.ofMinutes(random.nextInt(1, 600)), random.nextInt(1, 600)));
    }
    return new Envelope(random.nextInt(1, 600), stages);
  }
}
