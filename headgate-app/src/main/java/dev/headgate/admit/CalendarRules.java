package dev.headgate.admit;

import dev.headgate.calendar.Blackout;
import dev.headgate.calendar.Outlook;
import dev.headgate.calendar.Slot;
import dev.headgate.plan.Capacity;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/// What the calendar has to say about a plan at a time. Pure. These are no {@link Rule}s: a request
/// knows no time, only its green light does.
public final class CalendarRules {
  private static final String RESOLVE =
      "choose another time: headgate calendar slots names those that are free";

  private CalendarRules() {}

  /// The findings about a slot, in the order of what weighs most.
  public static List<Finding> check(Slot slot, Capacity capacity) {
    List<Finding> findings = new ArrayList<>();
    blackout(slot).ifPresent(findings::add);
    aboveCapacity(slot, capacity).ifPresent(findings::add);
    outsideWorkingHours(slot).ifPresent(findings::add);
    return findings;
  }

  private static Optional<Finding> blackout(Slot slot) {
    if (slot.blackouts().isEmpty()) {
      return Optional.empty();
    }
    String named =
        slot.blackouts().stream()
            .limit(DefaultRules.MAX_LISTED)
            .map(blackout -> touched(blackout, slot))
            .collect(Collectors.joining("; "));
    return Optional.of(
        new Finding(
            "in_a_blackout", Finding.Level.BLOCK, when(slot) + " touches " + named, RESOLVE));
  }

  private static String touched(Blackout blackout, Slot slot) {
    return blackout.within(slot.span()).stream()
        .findFirst()
        .map(span ->
            "the blackout '%s' (%s to %s)".formatted(blackout.reason(), span.from(), span.to()))
        .orElse("the blackout '" + blackout.reason() + "'");
  }

  private static Optional<Finding> aboveCapacity(Slot slot, Capacity capacity) {
    if (Outlook.within(slot, capacity.eventsPerSecond())) {
      return Optional.empty();
    }
    // Not whose they are: a customer reads this too, and sees its own project's only.
    int others = slot.beside().size();
    String beside = others == 0 ? "alone" : "with " + others + (others == 1 ? " other" : " others");
    return Optional.of(
        new Finding(
            "stack_above_capacity",
            Finding.Level.WARN,
            String.format(
                Locale.ROOT,
                "%s, %s, up to %,.0f events a second may come; this pipeline takes %,.0f",
                when(slot),
                beside,
                slot.peakPerSecond(),
                capacity.eventsPerSecond()),
            "lower its peak, or choose another time: headgate calendar slots"));
  }

  private static Optional<Finding> outsideWorkingHours(Slot slot) {
    if (slot.working().compareTo(slot.span().length()) >= 0) {
      return Optional.empty();
    }
    return Optional.of(
        new Finding(
            "outside_working_hours",
            Finding.Level.WARN,
            String.format(
                Locale.ROOT,
                "of %s somebody works in %.0f %%",
                when(slot),
                Math.floor(slot.overlap() * 100)),
            RESOLVE));
  }

  private static String when(Slot slot) {
    return slot.span().from() + " to " + slot.span().to();
  }
}
