package dev.headgate.calendar;

import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/// Who of a team is on duty, day by day: people take turns, and shifts stand in for them. Days
/// change at midnight in the team's zone.
///
/// @param people in the order of their turns
/// @param from the first day of the first turn; before it nobody is on duty
/// @param days of a turn
/// @param instead shifts that go before the turns; of several on a day the first counts
public record Rota(List<String> people, LocalDate from, int days, List<Shift> instead) {
  /// Nobody, ever.
  public static final Rota NOBODY = new Rota(List.of(), LocalDate.EPOCH, 1, List.of());

  /// Days on which somebody is on duty whoever's turn it is.
  ///
  /// @param to inclusive
  public record Shift(String who, LocalDate from, LocalDate to) {
    public Shift {
      if (to.isBefore(from)) {
        throw new IllegalArgumentException("a shift ends after it begins: " + from + ", " + to);
      }
    }

    boolean covers(LocalDate day) {
      return !day.isBefore(from) && !day.isAfter(to);
    }
  }

  public Rota {
    people = List.copyOf(people);
    instead = List.copyOf(instead);
    if (days < 1) {
      throw new IllegalArgumentException("a turn lasts a day or more, not " + days);
    }
  }

  Optional<String> on(LocalDate day) {
    Optional<String> standIn =
        instead.stream().filter(shift -> shift.covers(day)).map(Shift::who).findFirst();
    if (standIn.isPresent() || people.isEmpty() || day.isBefore(from)) {
      return standIn;
    }
    long turn = ChronoUnit.DAYS.between(from, day) / days;
    return Optional.of(people.get((int) (turn % people.size())));
  }
}
