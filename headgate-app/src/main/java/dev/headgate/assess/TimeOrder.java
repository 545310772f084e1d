package dev.headgate.assess;

/// Whether the events of a stretch of a file stand in the order of their times: each is compared
/// with the one right before it. Of two stretches, one behind the other, {@link #then} makes that
/// of both; it is associative, so a file may be read in any stretches.
///
/// @param events how many; 0: the rest is of no meaning
/// @param firstMicros the time of the first
/// @param firstLine where the first stands
/// @param lastMicros the time of the last
/// @param outOfOrder how many are earlier than the one before them
/// @param largestStepBack the furthest that one is earlier, in microseconds; 0: none is
/// @param largestStepBackLine where that one stands, the first of several
public record TimeOrder(
    long events,
    long firstMicros,
    long firstLine,
    long lastMicros,
    long outOfOrder,
    long largestStepBack,
    long largestStepBackLine) {

  static final TimeOrder NONE = new TimeOrder(0, 0, 0, 0, 0, 0, 0);

  /// This stretch and the one behind it.
  TimeOrder then(TimeOrder next) {
    if (events == 0) {
      return next;
    }
    if (next.events == 0) {
      return this;
    }
    long between = Math.max(0, lastMicros - next.firstMicros);
    long step = largestStepBack;
    long line = largestStepBackLine;
    if (between > step) {
      step = between;
      line = next.firstLine;
    }
    if (next.largestStepBack > step) {
      step = next.largestStepBack;
      line = next.largestStepBackLine;
    }
    return new TimeOrder(
        events + next.events,
        firstMicros,
        firstLine,
        next.lastMicros,
        outOfOrder + next.outOfOrder + (between > 0 ? 1 : 0),
        step,
        line);
  }

  /// A stretch while it is read.
  static final class Stretch {
    private long events;
    private long firstMicros;
    private long firstLine;
    private long lastMicros;
    private long outOfOrder;
    private long largestStepBack;
    private long largestStepBackLine;

    /// The next event.
    void add(long timestampMicros, long line) {
      if (events++ == 0) {
        firstMicros = timestampMicros;
        firstLine = line;
      } else if (timestampMicros < lastMicros) {
        outOfOrder++;
        if (lastMicros - timestampMicros > largestStepBack) {
          largestStepBack = lastMicros - timestampMicros;
          largestStepBackLine = line;
        }
      }
      lastMicros = timestampMicros;
    }

    /// What it was; it starts anew.
    TimeOrder take() {
      TimeOrder taken =
          new TimeOrder(
              events,
              firstMicros,
              firstLine,
              lastMicros,
              outOfOrder,
              largestStepBack,
              largestStepBackLine);
      events = 0;
      outOfOrder = 0;
      largestStepBack = 0;
      largestStepBackLine = 0;
      return taken;
    }
  }
}
