package dev.headgate.console;

import dev.headgate.admit.Finding;
import dev.headgate.assess.Assessment;
import dev.headgate.calendar.Booking;
import dev.headgate.calendar.CalendarDay;
import dev.headgate.calendar.Slot;
import dev.headgate.calendar.StackedPiece;
import dev.headgate.pace.Moment;
import dev.headgate.plan.ImportPlan;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;

/// What of the reports the console shows: whole pages, which need nothing else, and charts to be
/// put into its own.
public interface Reports {

  /// How fast an import was, and how fast it might have been.
  ///
  /// @param came events a second
  /// @param allowed events a second, by its envelope and all that slows it
  record RateAt(Instant at, double came, double allowed) {}

  /// The page of an export.
  String ofImport(
      String title, Assessment assessment, Optional<ImportPlan> plan, List<Finding> findings);

  /// The page of live traffic beside imports.
  String ofPace(List<Moment> trace);

  /// Draws the rate that a plan has in mind.
  void ramp(Html into, Assessment assessment, ImportPlan plan);

  /// Draws what the simulation says of a plan; nothing where it was not simulated.
  void simulation(Html into, ImportPlan plan);

  /// Draws what came beside what was allowed.
  ///
  /// @param rates oldest first, at least two
  void rates(Html into, List<RateAt> rates);

  /// Days of the calendar.
  ///
  /// @param zone whose midnights part them
  /// @param days one after another, at least one
  /// @param slots the free times that were looked for
  record Days(
      ZoneId zone, List<CalendarDay> days, List<Booking> booked, List<Slot> slots, Instant now) {}

  /// Where a day is within a page that draws it.
  static String idOfDay(LocalDate date) {
    return "day-" + date;
  }

  /// Draws days, one below the other.
  void days(Html into, Days days);

  /// Draws what bookings may send together, against what the pipeline takes.
  ///
  /// @param pieces one after another, at least one
  void stack(Html into, ZoneId zone, List<StackedPiece> pieces, double capacityPerSecond);

  /// The style sheet that charts are drawn for.
  String style();
}
