package dev.headgate.loadtest;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// What a load test is to do, who answers for it, and what it has to hold to.
///
/// @param contact who is there while it runs
/// @param from when it may start; from the green light on if not stated
/// @param to until when it has ended
/// @param preAllocated connections that are opened before it begins
/// @param mostAtOnce requests that may be under way at once; what is due beyond is dropped, and
///   counted
/// @param timeout of a request
public record LoadTestPlan(
    String name,
    String contact,
    String reason,
    Optional<Instant> from,
    Optional<Instant> to,
    ArrivalRate rate,
    int preAllocated,
    int mostAtOnce,
    Duration timeout,
    RequestShape request,
    List<Threshold> thresholds) {
  public static final int MOST_AT_ONCE = 10_000;
  public static final Duration LONGEST_TIMEOUT = Duration.ofMinutes(5);

  public LoadTestPlan {
    thresholds = List.copyOf(thresholds);
    if (name.isBlank() || contact.isBlank() || reason.isBlank()) {
      throw new IllegalArgumentException("a load test has a name, a contact and a reason");
    }
    if (preAllocated < 0 || mostAtOnce < 1 || mostAtOnce > MOST_AT_ONCE) {
      throw new IllegalArgumentException(
          "from 1 to %,d requests are under way at once, not %,d"
              .formatted(MOST_AT_ONCE, mostAtOnce));
    }
    if (preAllocated > mostAtOnce) {
      throw new IllegalArgumentException(
          "preAllocatedVUs is %,d, more than maxVUs, which is %,d"
              .formatted(preAllocated, mostAtOnce));
    }
    if (timeout.isNegative() || timeout.isZero() || timeout.compareTo(LONGEST_TIMEOUT) > 0) {
      throw new IllegalArgumentException(
          "a request waits for its answer for at most " + LONGEST_TIMEOUT.toMinutes() + " minutes");
    }
    if (from.isPresent() && to.isPresent() && !from.get().isBefore(to.get())) {
      throw new IllegalArgumentException(
          "the window closes before it opens: from " + from.get() + " to " + to.get());
    }
  }

  /// Events of all its requests.
  public long events() {
    return rate.requests() * request.events();
  }
}
