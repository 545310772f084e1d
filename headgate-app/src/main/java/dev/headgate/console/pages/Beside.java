package dev.headgate.console.pages;

import dev.headgate.admit.Finding;
import dev.headgate.assess.Amounts;
import dev.headgate.calendar.Booking;
import dev.headgate.calendar.Slot;
import dev.headgate.console.CalendarDesk;
import dev.headgate.pace.Moment;
import dev.headgate.plan.Capacity;
import dev.headgate.plan.ImportPlan;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/// What else goes on beside an import, in sentences for who decides: live traffic, what the
/// pipeline takes, other imports and load tests, who is there.
final class Beside {
  private static final double NEARLY_ALL = 0.995;
  private static final double HARDLY_ANY = 0.05;

  private Beside() {}

  /// @param now what the pipeline feels; empty while it feels nothing
  /// @param then what the calendar says of the import's time
  static List<String> of(
      ImportPlan plan, Capacity capacity, Optional<Moment> now, CalendarDesk.Now then) {
    List<String> sentences = new ArrayList<>();
    sentences.add(now.map(Beside::live).orElse("Nothing is felt of live traffic at the moment."));
    sentences.add(
        "The pipeline takes about %s of usual ones (%s); at its peak this import is %s of that."
            .formatted(
                Words.perSecond(capacity.eventsPerSecond()),
                capacity.measured() ? "measured" : "of the usual size, nobody has measured it",
                Amounts.percent(plan.peakPerSecond() / capacity.eventsPerSecond())));
    Slot slot = then.slot();
    sentences.add(
        slot.beside().isEmpty()
            ? "Nothing else has a green light for that time."
            : "For that time there is also: "
                + slot.beside().stream().map(Booking::name).collect(Collectors.joining(", "))
                + "; together at most "
                + Words.perSecond(slot.peakPerSecond())
                + ".");
    sentences.add(people(slot));
    then.findings().stream()
        .filter(finding -> finding.level() == Finding.Level.BLOCK)
        .forEach(finding -> sentences.add(finding.evidence() + "."));
    return sentences;
  }

  private static String live(Moment moment) {
    if (moment.signals().livePerSecond() < HARDLY_ANY) {
      return "There is no live traffic now.";
    }
    return String.format(
        Locale.ROOT,
        "Live traffic now: %s, 99 of 100 requests within %d ms; the oldest event that is not stored has"
            + " waited %s.",
        Words.perSecond(moment.signals().livePerSecond()),
        moment.signals().captureLatency().toMillis(),
        waited(moment.signals().liveDelay()));
  }

  private static String waited(Duration delay) {
    return Amounts.duration(delay.toMillis() / 1e3);
  }

  private static String people(Slot slot) {
    String people =
        slot.duties().stream()
            .filter(duty -> !duty.people().isEmpty())
            .map(duty -> String.join(", ", duty.people()))
            .collect(Collectors.joining(", "));
    String share =
        slot.overlap() >= NEARLY_ALL
            ? "Somebody works all that time"
            : slot.overlap() == 0
                ? "Nobody works at that time"
                : "Somebody works " + Amounts.percent(slot.overlap()) + " of that time";
    return share + (people.isEmpty() ? "." : "; on duty: " + people + ".");
  }
}
