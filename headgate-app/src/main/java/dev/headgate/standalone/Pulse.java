package dev.headgate.standalone;

import dev.headgate.capture.http.CaptureMeter;
import dev.headgate.eventlog.LagAge;
import dev.headgate.eventlog.Lane;
import dev.headgate.eventlog.LogFault;
import dev.headgate.eventlog.Partition;
import dev.headgate.pace.RateOfSteps;
import dev.headgate.pace.RateOverTime;
import dev.headgate.pace.Signals;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.distribution.ValueAtPercentile;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Supplier;

/// What the pipeline feels: how long live requests take, how much comes, and how far behind the
/// stores are. Requests are counted by many threads; one thread takes the pulse.
final class Pulse implements CaptureMeter {
  private static final Duration LATENCY_OVER = Duration.ofSeconds(4);
  private static final int LATENCY_PARTS = 4;
  private static final double PERCENTILE = 0.99;
  private static final Duration LIVE_OVER = Duration.ofSeconds(3);
  private static final Duration IMPORTS_OVER = Duration.ofSeconds(10);

  /// Counted from the start, so that the first one is seen as a step from 0.
  private static final int[] USUAL_REFUSALS = {400, 401, 403, 408, 413, 415, 429, 503, 507};

  /// A slow request is felt until it leaves the percentile's window.
  private static final Duration AGE = LATENCY_OVER.dividedBy(2);

  private record Refusal(Lane lane, int status) {}

  private final EmbeddedEngines engines;
  private final Supplier<Duration> spooledFor;
  private final Map<Lane, Timer> requests = new EnumMap<>(Lane.class);
  private final Map<Refusal, Counter> refused = new ConcurrentHashMap<>();
  private final Function<Refusal, Counter> refusals;
  private final Map<Lane, DistributionSummary> events = new EnumMap<>(Lane.class);
  private final LagAge liveLag = new LagAge(Lane.LIVE);
  private final LagAge historicalLag = new LagAge(Lane.HISTORICAL);
  private final RateOverTime live = new RateOverTime(LIVE_OVER);
  private final RateOverTime historical = new RateOverTime(LIVE_OVER);
  private final RateOfSteps stored = new RateOfSteps(IMPORTS_OVER);

  /// @param spooledFor how long the oldest live event has waited that the log has not taken yet
  Pulse(EmbeddedEngines engines, Supplier<Duration> spooledFor, MeterRegistry registry) {
    this.engines = engines;
    this.spooledFor = spooledFor;
    this.refusals =
        refusal ->
            Counter.builder("headgate_capture_refused")
                .description("requests that were not taken, by the status of their answer")
                .tag("lane", refusal.lane().name().toLowerCase(Locale.ROOT))
                .tag("status", Integer.toString(refusal.status()))
                .register(registry);
    for (Lane lane : Lane.values()) {
      for (int status : USUAL_REFUSALS) {
        refused(new Refusal(lane, status), 0);
      }
    }
    for (Lane lane : Lane.values()) {
      String name = lane.name().toLowerCase(Locale.ROOT);
      requests.put(
          lane,
          Timer.builder("headgate_capture")
              .description("from when a request's body had been read until its events were durable")
              .tag("lane", name)
              .publishPercentiles(PERCENTILE)
              .distributionStatisticExpiry(LATENCY_OVER)
              .distributionStatisticBufferLength(LATENCY_PARTS)
              .register(registry));
      events.put(
          lane,
          DistributionSummary.builder("headgate_captured_events")
              .description("events of a request")
              .tag("lane", name)
              .register(registry));
    }
  }

  @Override
  public void taken(Lane lane, int count, Duration took) {
    of(requests, lane).record(took);
    of(events, lane).record(count);
  }

  @Override
  public void refused(Lane lane, int status) {
    refused(new Refusal(lane, status), 1);
  }

  private void refused(Refusal refusal, int more) {
    refused.computeIfAbsent(refusal, refusals).increment(more);
  }

  private static <T> T of(Map<Lane, T> meters, Lane lane) {
    T meter = meters.get(lane);
    if (meter == null) {
      throw new IllegalStateException("nothing measures " + lane);
    }
    return meter;
  }

  /// What is felt now; empty while the log is not there.
  ///
  /// @param importing whether an import sends
  Optional<Signals> take(Instant now, boolean importing) throws LogFault {
    if (!engines.ready()) {
      return Optional.empty();
    }
    live.see(now, of(events, Lane.LIVE).totalAmount());
    historical.see(now, of(events, Lane.HISTORICAL).totalAmount());
    if (!importing) {
      stored.reset();
    }
    stored.see(now, (double) engines.carried(Lane.HISTORICAL));
    Map<Partition, Long> ends = engines.log().endOffsets();
    Map<Partition, Long> committed = engines.committed();
    Duration inTheLog = liveLag.look(now, ends, committed);
    Duration inTheSpool = spooledFor.get();
    return Optional.of(
        new Signals(
            AGE,
            inTheLog.compareTo(inTheSpool) > 0 ? inTheLog : inTheSpool,
            captureLatency(),
            live.perSecond(),
            historical.perSecond(),
            engines.waiting(Lane.HISTORICAL, ends, committed),
            stored.perSecond(),
            historicalLag.look(now, ends, committed)));
  }

  private Duration captureLatency() {
    double nanos = 0;
    for (ValueAtPercentile each : of(requests, Lane.LIVE).takeSnapshot().percentileValues()) {
      nanos = each.value();
    }
    return Duration.ofNanos(Math.round(nanos));
  }
}
