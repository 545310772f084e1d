package dev.headgate.calendar;

import dev.headgate.pace.Envelope;
import dev.headgate.pace.Stage;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// Finds times for a plan: none that touches a blackout, none in which all envelopes together go
/// over the capacity, and of the others those first in which the most is working time.
///
/// It looks at the beginnings at every {@link #STEP} of an hour, counted in elapsed time, so that a
/// change of clocks neither hides one nor shows one twice; of equal ones the earliest is the best.
/// An answer's slots do not overlap: the best is taken, then the best of those beside it, and so
/// on. The same question gets the same answer.
public final class FreeSlots {
  /// Between beginnings that are looked at. Zones are whole quarters of an hour from UTC, so that
  /// these are quarters by every clock.
  public static final Duration STEP = Duration.ofMinutes(15);

  /// Longest range that is searched: at most 8,929 beginnings.
  public static final Duration LONGEST_SEARCH = Duration.ofDays(93);

  /// Longest plan.
  public static final Duration LONGEST_PLAN = Duration.ofDays(31);

  /// Most slots of an answer.
  public static final int MOST_SLOTS = 50;

  /// Most blackouts and bookings that an answer names as being in the way.
  private static final int MOST_NAMED = 10;

  private FreeSlots() {}

  /// What is looked for.
  ///
  /// @param length elapsed time
  /// @param within the plan begins and ends in it
  /// @param envelope from the beginning of the plan
  /// @param most slots
  public record Wish(Duration length, TimeSpan within, Envelope envelope, int most) {
    public Wish {
      if (length.isNegative() || length.isZero() || length.compareTo(LONGEST_PLAN) > 0) {
        throw new IllegalArgumentException(
            "a plan takes some time, at most " + LONGEST_PLAN.toDays() + " days");
      }
      if (within.length().compareTo(LONGEST_SEARCH) > 0) {
        throw new IllegalArgumentException(
            "at most " + LONGEST_SEARCH.toDays() + " days are searched at once");
      }
      if (most < 1 || most > MOST_SLOTS) {
        throw new IllegalArgumentException("1 to " + MOST_SLOTS + " slots are named, not " + most);
      }
    }

    /// Of a plan that sends at one rate from its beginning to its end.
    ///
    /// @throws IllegalArgumentException if it takes no time, or more than is looked for
    public static Wish steady(Duration length, TimeSpan within, double perSecond, int most) {
      if (length.isNegative() || length.isZero()) {
        throw new IllegalArgumentException("a plan takes some time");
      }
      Stage only = new Stage(length, perSecond);
      return new Wish(length, within, new Envelope(perSecond, List.of(only)), most);
    }
  }

  /// What was found, and what was in the way of the rest.
  ///
  /// @param slots the best first
  /// @param looked beginnings that were looked at
  /// @param blackedOut of them, in a blackout
  /// @param overCapacity of the others, over the capacity
  /// @param blackouts some of those
  /// @param bookings some of those that share the capacity there
  public record Answer(
      List<Slot> slots,
      int looked,
      int blackedOut,
      int overCapacity,
      Set<Blackout> blackouts,
      Set<Booking> bookings) {}

  private record Candidate(TimeSpan span, Duration working) {}

  public static Answer find(
      Wish wish,
      TeamCalendar calendar,
      PublicHolidays publicHolidays,
      List<Booking> bookings,
      double capacityPerSecond) {
    Outlook outlook = new Outlook(calendar, publicHolidays, bookings, wish.within());
    List<Candidate> free = new ArrayList<>();
    Set<Blackout> blackoutsInTheWay = new LinkedHashSet<>();
    Set<Booking> bookingsInTheWay = new LinkedHashSet<>();
    int looked = 0;
    int blackedOut = 0;
    int overCapacity = 0;
    for (TimeSpan span = TimeSpan.of(firstStep(wish.within().from()), wish.length());
        !span.to().isAfter(wish.within().to());
        span = TimeSpan.of(span.from().plus(STEP), wish.length())) {
      looked++;
      if (outlook.blackedOut(span)) {
        blackedOut++;
        addSome(outlook.blackouts(span), blackoutsInTheWay);
      } else if (!outlook.fits(span, wish.envelope(), capacityPerSecond)) {
        overCapacity++;
        addSome(outlook.beside(span), bookingsInTheWay);
      } else {
        free.add(new Candidate(span, outlook.working(span)));
      }
    }
    List<Slot> best =
        best(free, wish.most()).stream()
            .map(each -> outlook.at(each.span, wish.envelope()))
            .toList();
    return new Answer(best, looked, blackedOut, overCapacity, blackoutsInTheWay, bookingsInTheWay);
  }

  private static Instant firstStep(Instant earliest) {
    long step = STEP.toSeconds();
    long second = earliest.getEpochSecond() + (earliest.getNano() > 0 ? 1 : 0);
    return Instant.ofEpochSecond(Math.ceilDiv(second, step) * step);
  }

  private static <T> void addSome(List<T> more, Set<T> into) {
    for (T each : more) {
      if (into.size() < MOST_NAMED) {
        into.add(each);
      }
    }
  }

  private static List<Candidate> best(List<Candidate> free, int most) {
    List<Candidate> ranked = new ArrayList<>(free);
    // Stable: equal ones stay in the order of time.
    ranked.sort(Comparator.comparing(Candidate::working).reversed());
    List<Candidate> chosen = new ArrayList<>();
    for (Candidate each : ranked) {
      if (chosen.size() == most) {
        break;
      }
      if (chosen.stream().noneMatch(other -> other.span.touches(each.span))) {
        chosen.add(each);
      }
    }
    return chosen;
  }
}
