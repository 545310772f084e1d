package dev.headgate.loadtest;

import dev.headgate.event.UuidSum;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/// Sends the requests of a load test as an open model: each is due at a time that nobody's answer
/// moves, and how long it took counts from then, also where it was sent late. So a server that
/// stands still for a second shows as a second in every request that was due in it, and not as one
/// slow request (what is called coordinated omission; Tene, "How NOT to measure latency").
///
/// ```
/// due      | | | | | | | | | |      the integral of the rate reaches 1, 2, 3, ..
/// server   ok ok [ stands still ] ok
/// counted        ======== ====== ==== ==   from due to answered
/// ```
///
/// What is due while as many requests are under way as may be is dropped, and counted.
public final class Generator {
  /// Longest time for which it does not look whether it should stop.
  private static final Duration LONGEST_SLEEP = Duration.ofMillis(50);

  /// How long answers are waited for when it is stopped.
  private static final Duration AFTER_STOP = Duration.ofMillis(300);

  private final LoadTestPlan plan;
  private final LoadRequest.Maker requests;
  private final Target target;
  private final Ticks ticks;
  private final Tally tally;
  private volatile Optional<Ending> stopped = Optional.empty();
  private volatile long start;
  private volatile long end;
  private volatile boolean begun;

  public Generator(
      LoadTestPlan plan,
      LoadRequest.Maker requests,
      Target target,
      Ticks ticks,
      Latency.Recorder.Maker recorders) {
    this.plan = plan;
    this.requests = requests;
    this.target = target;
    this.ticks = ticks;
    this.tally = new Tally(plan.rate().duration(), recorders);
  }

  /// Runs the load test to its end, or until it is stopped.
  public Ending run() throws InterruptedException {
    var schedule = plan.rate().envelope(1);
    long total = plan.rate().requests();
    Semaphore free = new Semaphore(plan.mostAtOnce());
    start = ticks.nanos();
    begun = true;
    ExecutorService senders = Executors.newVirtualThreadPerTaskExecutor();
    try {
      for (long n = 1; n <= total && awaitDue(schedule.timeOf((double) n)); n++) {
        Duration due = schedule.timeOf((double) n);
        tally.due(due);
        if (free.tryAcquire()) {
          long number = n;
          senders.execute(() -> {
            try {
              send(number, due);
            } finally {
              free.release();
            }
          });
        } else {
          tally.dropped(due);
        }
      }
      // Late answers are waited for, unless somebody wants it to stop.
      while (stopped.isEmpty() && !free.tryAcquire(plan.mostAtOnce())) {
        ticks.sleep(LONGEST_SLEEP);
      }
      end = Math.max(ticks.nanos(), 1);
    } finally {
      senders.shutdown();
      if (!senders.awaitTermination(AFTER_STOP.toMillis(), TimeUnit.MILLISECONDS)) {
        senders.shutdownNow();
      }
      senders.close();
    }
    return stopped.orElse(Ending.OVER);
  }

  /// Waits until a request is due; false if it was stopped before.
  private boolean awaitDue(Duration due) throws InterruptedException {
    while (stopped.isEmpty()) {
      long wait = start + due.toNanos() - ticks.nanos();
      if (wait <= 0) {
        return true;
      }
      ticks.sleep(Duration.ofNanos(Math.min(wait, LONGEST_SLEEP.toNanos())));
    }
    return false;
  }

  private void send(long number, Duration due) {
    LoadRequest request = requests.of(number);
    Answer answer = target.send(request);
    tally.answered(due, ticks.nanos() - start - due.toNanos(), request, answer);
  }

  /// Ends it, for the first reason that is given. Requests under way have a moment left.
  public synchronized void stop(Ending ending) {
    stopped = stopped.or(() -> Optional.of(ending));
  }

  /// Stops it if a threshold that may end it does not hold.
  public void stopWhereAThresholdFails() {
    Figures figures = figures();
    for (Threshold threshold : plan.thresholds()) {
      if (figures.sent() + figures.dropped() > 0 && threshold.isLookedAt(figures.elapsed())) {
        Threshold.Verdict verdict = threshold.judge(figures);
        if (!verdict.passed()) {
          stop(new Ending(Ending.Kind.ABORTED, threshold + " did not hold"));
        }
      }
    }
  }

  /// Since the beginning, until now or its end.
  public Duration elapsed() {
    if (!begun) {
      return Duration.ZERO;
    }
    return Duration.ofNanos((end == 0 ? ticks.nanos() : end) - start);
  }

  public Figures figures() {
    return tally.figures(elapsed());
  }

  public List<Interval> intervals() {
    return tally.intervals();
  }

  public Map<String, Long> answers() {
    return tally.answers();
  }

  public Map<String, String> said() {
    return tally.said();
  }

  public List<Threshold.Verdict> verdicts() {
    Figures figures = figures();
    return plan.thresholds().stream().map(threshold -> threshold.judge(figures)).toList();
  }

  /// The uuids of events of requests that were answered with 200.
  public UuidSum answeredEvents() {
    return tally.answeredEvents();
  }

  /// Events of requests without an answer, which may be stored or not.
  public long unansweredEvents() {
    return tally.unansweredEvents();
  }
}
