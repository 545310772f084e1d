package dev.headgate.console.pages;

import dev.headgate.admit.ControlFault;
import dev.headgate.admit.Eyes;
import dev.headgate.admit.ImportRecord;
import dev.headgate.admit.Imports;
import dev.headgate.calendar.CalendarDay;
import dev.headgate.calendar.FreeSlots;
import dev.headgate.calendar.TeamCalendar;
import dev.headgate.calendar.TimeSpan;
import dev.headgate.console.CalendarDesk;
import dev.headgate.console.CalendarDesk.Booked;
import dev.headgate.console.Reports;
import dev.headgate.json.MalformedJson;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// What the console answers about the calendar. The pipeline team sees all of it; a customer sees
/// free times, and bookings of its own project.
final class CalendarVisits {
  /// What of the calendar a customer sees: nothing.
  private static final TeamCalendar NOTHING = new TeamCalendar(List.of(), List.of());

  private static final int MOST_SLOTS = 5;

  private final CalendarDesk desk;
  private final Imports imports;
  private final Reports reports;
  private final Eyes eyes;

  CalendarVisits(CalendarDesk desk, Imports imports, Reports reports, Eyes eyes) {
    this.desk = desk;
    this.imports = imports;
    this.reports = reports;
    this.eyes = eyes;
  }

  Answer answer(Visit visit, Session session) throws ControlFault, MalformedJson {
    CalendarDesk.InForce inForce = desk.inForce();
    Instant now = desk.now();
    CalendarAsked asked =
        CalendarAsked.read(
            new Form(visit.query()), inForce.calendar().teams().getFirst().zone(), now);
    Optional<ImportRecord> of = Optional.empty();
    if (asked.importNumber().isPresent()) {
      of = imports.find(asked.importNumber().getAsInt()).filter(session::sees);
      if (of.isEmpty()) {
        return Console.noSuchImport(session);
      }
    }
    List<CalendarDay> days =
        desk.days(
            session.isTeam() ? inForce.calendar() : NOTHING,
            asked.zone(),
            asked.first(),
            CalendarAsked.DAYS);
    TimeSpan range = new TimeSpan(days.getFirst().span().from(), days.getLast().span().to());
    List<Booked> booked =
        desk.booked().stream()
            .filter(each -> session.sees(each.booking().project()))
            .filter(each -> each.booking().span().touches(range))
            .toList();
    Search search = search(asked, of, range, now);
    CalendarPage.Shown shown =
        new CalendarPage.Shown(
            search.asked(),
            days,
            booked,
            desk.stack(inForce.calendar(), booked, range),
            desk.capacityPerSecond(),
            of,
            eyes,
            search.found(),
            inForce.version(),
            now);
    return Answer.page(
        shown.asked().wrong().isEmpty() ? 200 : 422, CalendarPage.of(session, reports, shown));
  }

  /// @param asked with what is wrong about the plan
  private record Search(CalendarAsked asked, Optional<CalendarPage.Found> found) {}

  /// Looks for free times within what is shown, of which nothing is past.
  private Search search(CalendarAsked asked, Optional<ImportRecord> of, TimeSpan range, Instant now)
      throws ControlFault, MalformedJson {
    if (!range.to().isAfter(now)) {
      return new Search(asked, Optional.empty());
    }
    TimeSpan within = new TimeSpan(range.from().isAfter(now) ? range.from() : now, range.to());
    try {
      Optional<FreeSlots.Wish> wish =
          of.isPresent()
              ? desk.wish(of.get(), within, MOST_SLOTS)
              : asked
                  .plan()
                  .map(plan ->
                      FreeSlots.Wish.steady(plan.length(), within, plan.perSecond(), MOST_SLOTS));
      return new Search(
          asked,
          wish.isPresent()
              ? Optional.of(new CalendarPage.Found(wish.get(), desk.slots(wish.get(), of)))
              : Optional.empty());
    } catch (IllegalArgumentException e) {
      return new Search(
          asked.but(CalendarAsked.LENGTH, "There are no times for it: " + e.getMessage() + "."),
          Optional.empty());
    }
  }
}
