package dev.headgate.calendar;

import java.util.List;

/// When the teams that look after a pipeline are there, and when nothing may run.
public record TeamCalendar(List<Team> teams, List<Blackout> blackouts) {
  public TeamCalendar {
    teams = List.copyOf(teams);
    blackouts = List.copyOf(blackouts);
  }

  /// The moments of a span at which at least one team works.
  TimeSpans workingTime(TimeSpan range, PublicHolidays publicHolidays) {
    return TimeSpans.union(
        teams.stream().flatMap(team -> team.workingTime(range, publicHolidays).stream()).toList());
  }

  /// Those that touch a span.
  List<Blackout> blackoutsWithin(TimeSpan range) {
    return blackouts.stream().filter(each -> !each.within(range).isEmpty()).toList();
  }
}
