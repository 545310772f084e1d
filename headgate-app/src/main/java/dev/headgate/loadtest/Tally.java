package dev.headgate.loadtest;

import dev.headgate.event.EventId;
import dev.headgate.event.UuidHash;
import dev.headgate.event.UuidSum;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Counts what becomes of the requests of a load test, in all and by when they were due. Safe for
/// threads.
final class Tally {
  /// More stretches than these say nothing more to people.
  private static final int MOST_INTERVALS = 300;

  private static final int DIGITS = 3;
  private static final int DIGITS_OF_AN_INTERVAL = 2;
  private static final int MOST_KINDS = 50;

  private final Latency.Recorder latency;
  private final List<Counted> counted = new ArrayList<>();
  private final Duration length;
  private final Map<String, Long> answers = new TreeMap<>();
  private final Map<String, String> said = new TreeMap<>();
  private final UuidHash hash = new UuidHash();
  private UuidSum answered = UuidSum.ZERO;
  private long ok;
  private long failed;
  private long dropped;
  private long unanswered;

  private static final class Counted {
    private final Latency.Recorder latency;
    private long planned;
    private long dropped;
    private long sent;
    private long failed;

    Counted(Latency.Recorder latency) {
      this.latency = latency;
    }
  }

  Tally(Duration whole, Latency.Recorder.Maker recorders) {
    long seconds = Math.ceilDiv(whole.toMillis(), 1_000L);
    this.length = Duration.ofSeconds(Math.max(1, Math.ceilDiv(seconds, MOST_INTERVALS)));
    this.latency = recorders.of(DIGITS);
    for (long i = 0; i < Math.max(1, Math.ceilDiv(whole.toNanos(), length.toNanos())); i++) {
      counted.add(new Counted(recorders.of(DIGITS_OF_AN_INTERVAL)));
    }
  }

  private Counted at(Duration due) {
    int index = (int) (due.toNanos() / length.toNanos());
    return counted.get(Math.clamp(index, 0, counted.size() - 1));
  }

  synchronized void due(Duration due) {
    at(due).planned++;
  }

  synchronized void dropped(Duration due) {
    at(due).dropped++;
    dropped++;
  }

  /// @param due since the beginning
  /// @param nanos from when it was due until its answer
  synchronized void answered(Duration due, long nanos, LoadRequest request, Answer answer) {
    Counted interval = at(due);
    interval.sent++;
    latency.record(nanos);
    interval.latency.record(nanos);
    String key =
        answers.size() < MOST_KINDS || answers.containsKey(answer.key()) ? answer.key() : "other";
    answers.merge(key, 1L, Long::sum);
    if (answer.isOk()) {
      ok++;
      for (EventId uuid : request.uuids()) {
        answered = answered.plus(hash.of(uuid));
      }
      return;
    }
    failed++;
    interval.failed++;
    switch (answer) {
      case Answer.Answered(int _, String text) -> said.putIfAbsent(key, text);
      case Answer.Unanswered(String _, String text) -> {
        said.putIfAbsent(key, text);
        unanswered += request.uuids().size();
      }
    }
  }

  synchronized Figures figures(Duration elapsed) {
    return new Figures(ok, failed, dropped, latency.snapshot(), elapsed);
  }

  synchronized List<Interval> intervals() {
    List<Interval> intervals = new ArrayList<>();
    for (int i = 0; i < counted.size(); i++) {
      Counted each = counted.get(i);
      intervals.add(
          new Interval(
              length.multipliedBy(i),
              length,
              each.planned,
              each.sent,
              each.dropped,
              each.failed,
              each.latency.snapshot()));
    }
    return intervals;
  }

  synchronized Map<String, Long> answers() {
    return Map.copyOf(answers);
  }

  synchronized Map<String, String> said() {
    return Map.copyOf(said);
  }

  /// The uuids of events that were answered with 200.
  synchronized UuidSum answeredEvents() {
    return answered;
  }

  /// Events of requests without an answer.
  synchronized long unansweredEvents() {
    return unanswered;
  }
}
