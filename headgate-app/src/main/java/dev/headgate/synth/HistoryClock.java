package dev.headgate.synth;

import dev.headgate.synth.Dice.Draw;
import java.time.LocalDate;

/// When the events of a history happen: one time after another, never going back. Volume follows
/// the weekday, the hour (UTC), slow growth and chance by day; within an hour events come evenly,
/// with jitter. Most times are whole milliseconds, some have microseconds.
///
/// Events marked as future ones come last, second by second from 2100-01-01.
final class HistoryClock {
  private static final long MICROS_PER_HOUR = 3_600_000_000L;
  private static final int HOURS_PER_DAY = 24;
  private static final double[] WEEKDAY = {1.0, 1.06, 1.08, 1.04, 0.92, 0.52, 0.46};
  private static final double[] HOUR = {
    0.22, 0.16, 0.13, 0.12, 0.15, 0.25, 0.45, 0.75, 1.05, 1.30, 1.40, 1.38,
    1.30, 1.35, 1.42, 1.40, 1.30, 1.18, 1.10, 1.12, 1.08, 0.90, 0.62, 0.38
  };
  private static final double GROWTH = 0.5;
  private static final double DAY_NOISE = 0.2;
  private static final long FUTURE_MICROS = LocalDate.of(2100, 1, 1).toEpochDay() * 86_400_000_000L;

  private final Dice dice;
  private final long startMicros;
  private final long[] eventsBeforeHour;
  private final long presentEvents;
  private final long resolution;
  private int hour;
  private long previous = Long.MIN_VALUE;

  HistoryClock(SynthSettings settings, Dice dice) {
    this.dice = dice;
    resolution = settings.format().resolutionMicros();
    startMicros = settings.start().toEpochDay() * HOURS_PER_DAY * MICROS_PER_HOUR;
    presentEvents = settings.events() - Math.round(settings.events() * settings.faults().future());
    eventsBeforeHour = spread(settings, dice, presentEvents);
  }

  private static long[] spread(SynthSettings settings, Dice dice, long events) {
    int hours = settings.days() * HOURS_PER_DAY;
    double[] weightBefore = new double[hours + 1];
    for (int day = 0; day < settings.days(); day++) {
      double growth = 1 + GROWTH * day / settings.days();
      double noise = 1 + DAY_NOISE * (Dice.unit(dice.bits(Draw.DAY, day)) - 0.5);
      int weekday = settings.start().plusDays(day).getDayOfWeek().getValue() - 1;
      for (int h = 0; h < HOURS_PER_DAY; h++) {
        int at = day * HOURS_PER_DAY + h;
        weightBefore[at + 1] = weightBefore[at] + growth * noise * WEEKDAY[weekday] * HOUR[h];
      }
    }
    long[] before = new long[hours + 1];
    for (int h = 0; h <= hours; h++) {
      before[h] = Math.round(events * (weightBefore[h] / weightBefore[hours]));
    }
    return before;
  }

  /// The time of the event with this number, in microseconds since 1970 UTC. Numbers go up by one
  /// from 0.
  ///
  /// @param together whether it happens at the very moment of the event before it
  long timeOf(long event, boolean together) {
    if (!together) {
      previous = event < presentEvents ? present(event) : future(event);
    }
    return previous;
  }

  private long present(long event) {
    while (event >= eventsBeforeHour[hour + 1]) {
      hour++;
    }
    long first = eventsBeforeHour[hour];
    long inHour = eventsBeforeHour[hour + 1] - first;
    long bits = dice.bits(Draw.CLOCK, event);
    long slot = MICROS_PER_HOUR / inHour;
    long time =
        startMicros
            + hour * MICROS_PER_HOUR
            + (event - first) * slot
            + (long) (Dice.unit(bits) * slot);
    return after(time, Dice.field(bits, 0, 3) != 0);
  }

  private long future(long event) {
    long bits = dice.bits(Draw.CLOCK, event);
    long second = event - presentEvents;
    return after(FUTURE_MICROS + second * 1_000_000 + Dice.below(bits, 1_000_000), true);
  }

  private long after(long time, boolean wholeMillis) {
    if (resolution > 1) {
      return Math.max(time - time % resolution, previous + resolution);
    }
    long millis = time - time % 1000;
    return wholeMillis && millis > previous ? millis : Math.max(time, previous + 1);
  }
}
