package dev.headgate.loadtest;

/// What each request of a load test is.
///
/// @param events 1 is a page view as posthog-js sends it, more is a batch
/// @param distinctIds by how many the events are
/// @param eventBytes how long the JSON of an event is at least, about
public record RequestShape(int events, int distinctIds, int eventBytes) {
  public static final RequestShape PAGE_VIEW = new RequestShape(1, 1_000, 0);
  public static final int MOST_EVENTS = 10_000;
  public static final int MOST_DISTINCT_IDS = 10_000_000;
  public static final int MOST_EVENT_BYTES = 500_000;

  /// Most bytes of a request, about.
  private static final long MOST_BYTES = 10_000_000;

  public RequestShape {
    require("events", events, 1, MOST_EVENTS);
    require("distinct_ids", distinctIds, 1, MOST_DISTINCT_IDS);
    require("event_bytes", eventBytes, 0, MOST_EVENT_BYTES);
    if ((long) events * eventBytes > MOST_BYTES) {
      throw new IllegalArgumentException(
          "%,d events of %,d bytes are more than capture takes in a request: at most %,d bytes"
              .formatted(events, eventBytes, MOST_BYTES));
    }
  }

  private static void require(String what, int value, int least, int most) {
    if (value < least || value > most) {
      throw new IllegalArgumentException(
          "%s is from %,d to %,d, not %,d".formatted(what, least, most, value));
    }
  }
}
