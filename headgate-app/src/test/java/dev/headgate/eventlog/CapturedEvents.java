package dev.headgate.eventlog;

import dev.headgate.event.DistinctId;
import dev.headgate.event.Event;
import dev.headgate.event.EventId;
import dev.headgate.event.JsonBytes;
import dev.headgate.event.ProjectId;

/// Captured events for tests.
public final class CapturedEvents {
  private CapturedEvents() {}

  /// A plain event of this person; `number` is its uuid's lower half, and its time.
  public static CapturedEvent of(String distinctId, long number) {
    return of(distinctId, number, "{\"n\":" + number + "}");
  }

  public static CapturedEvent of(String distinctId, long number, String properties) {
    Event event =
        new Event(
            new EventId(0x0123_4567_89ab_7cdeL, number),
            "signed up",
            new DistinctId(distinctId),
            1_700_000_000_000_000L + number,
            JsonBytes.of(properties));
    return new CapturedEvent(ProjectId.DEFAULT, 3, event);
  }
}
