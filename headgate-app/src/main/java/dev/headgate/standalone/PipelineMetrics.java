package dev.headgate.standalone;

import dev.headgate.admit.Project;
import dev.headgate.admit.Projects;
import dev.headgate.event.ProjectId;
import dev.headgate.eventlog.Lane;
import dev.headgate.eventlog.spool.SpooledEventLog;
import dev.headgate.pace.Moment;
import dev.headgate.store.ChangeLag;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What can be measured of a pipeline. The engines are asked when somebody asks here; those that
/// have not started are not started for it.
final class PipelineMetrics {
  private static final Logger LOG = LoggerFactory.getLogger(PipelineMetrics.class);

  /// Longest wait of a scrape for the engines.
  private static final Duration PATIENCE = Duration.ofMillis(500);

  private final EmbeddedEngines engines;
  private final Projects projects;
  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final MultiGauge lagChanges;
  private final MultiGauge lagSeconds;
  private final MultiGauge logLag;
  private final MultiGauge factors;
  private Optional<GovernorLoop> governor = Optional.empty();
  private Optional<Thread> asking = Optional.empty();

  /// @param spoolBytes most bytes of live events that wait in files
  PipelineMetrics(
      EmbeddedEngines engines, SpooledEventLog log, long spoolBytes, Projects projects) {
    this.engines = engines;
    this.projects = projects;
    lagChanges =
        MultiGauge.builder("headgate_person_of_lag_changes")
            .description("changes of persons that the event store has not followed yet")
            .register(registry);
    lagSeconds =
        MultiGauge.builder("headgate_person_of_lag_seconds")
            .description("age of the oldest of them")
            .register(registry);
    logLag =
        MultiGauge.builder("headgate_log_lag_events")
            .description("about how many events in the log are not stored yet")
            .register(registry);
    factors =
        MultiGauge.builder("headgate_import_pace_factor")
            .description("what the governor leaves of an import's envelope, 0 to 1")
            .register(registry);
    FunctionCounter.builder("headgate_events_carried", engines, EmbeddedEngines::carried)
        .description("events read from the log and accounted for since the start")
        .register(registry);
    Gauge.builder("headgate_spool_bytes", log, SpooledEventLog::spooledBytes)
        .description("bytes of live events that wait in files because the log cannot be reached")
        .register(registry);
    Gauge.builder("headgate_spool_capacity_bytes", () -> spoolBytes)
        .description("most bytes that may wait there; beyond it live events are answered 503")
        .register(registry);
    Gauge.builder("headgate_spool_seconds", log, each -> each.spooledFor().toMillis() / 1e3)
        .description("how long about the oldest of them has waited")
        .register(registry);
    FunctionCounter.builder("headgate_spool_drained_events", log, SpooledEventLog::drained)
        .description("events handed on from files since the start")
        .register(registry);
    Gauge.builder("headgate_ready", engines, each -> each.ready() ? 1 : 0)
        .description("whether the log is there; live events are taken before")
        .register(registry);
  }

  /// Shows what the governor feels and does.
  void watch(GovernorLoop watched) {
    governor = Optional.of(watched);
    gauge(
        "headgate_live_pressure",
        "on live traffic: 1 is as much as it may feel",
        moment -> moment.decision().pressure());
    gauge(
        "headgate_live_delay_seconds",
        "age of the oldest live event not stored yet",
        moment -> moment.signals().liveDelay().toNanos() / 1e9);
    gauge(
        "headgate_imports_limit_per_second",
        "what imports may send; +Inf: unlimited",
        moment -> moment.decision().perSecond());
  }

  /// Shows floods.
  void watch(FloodWatch floods) {
    Gauge.builder("headgate_flood_open", floods, FloodWatch::openFloods)
        .description("floods that go on")
        .register(registry);
    Gauge.builder("headgate_flood_waiting_events", floods, FloodWatch::waitingEvents)
        .description("about how many diverted events are not stored yet")
        .register(registry);
    Gauge.builder("headgate_flood_budget_events", floods, FloodWatch::budgetEvents)
        .description("how many may be, before more is refused")
        .register(registry);
    counter("headgate_flood_recognised", "floods since the start", floods, FloodWatch::recognised);
    counter("headgate_flood_diverted_events", "events of them", floods, FloodWatch::diverted);
    counter("headgate_flood_refused_requests", "requests of them", floods, FloodWatch::refused);
  }

  private void counter(
      String name, String description, FloodWatch floods, ToDoubleFunction<FloodWatch> value) {
    FunctionCounter.builder(name, floods, value).description(description).register(registry);
  }

  private void gauge(String name, String description, ToDoubleFunction<Moment> value) {
    Gauge.builder(name, () -> latest().map(value::applyAsDouble).orElse(Double.NaN))
        .description(description)
        .register(registry);
  }

  private Optional<Moment> latest() {
    return governor.flatMap(GovernorLoop::latest);
  }

  PrometheusMeterRegistry registry() {
    return registry;
  }

  /// Asks the engines anew for what is there a project or a lane. Where they do not answer, for
  /// they wait for a log that is gone, what was known last is shown: a scrape that waits with them
  /// would say nothing at all, just when it is needed.
  void refresh() {
    try {
      asking().join(PATIENCE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized Thread asking() {
    Optional<Thread> before = asking.filter(Thread::isAlive);
    Thread now =
        before.orElseGet(() -> Thread.ofVirtual().name("headgate-metrics").start(this::askEngines));
    asking = Optional.of(now);
    return now;
  }

  private void askEngines() {
    try {
      showEngines();
    } catch (RuntimeException e) {
      LOG.warn("the engines could not be measured", e);
    }
  }

  private void showEngines() {
    Map<ProjectId, ChangeLag> behind = engines.personLag();
    List<MultiGauge.Row<?>> changes = new ArrayList<>();
    List<MultiGauge.Row<?>> seconds = new ArrayList<>();
    for (Project project : projects.list()) {
      ChangeLag lag = behind.get(project.id());
      if (lag != null) {
        Tags tags = Tags.of("project", project.name());
        changes.add(MultiGauge.Row.of(tags, lag.changes()));
        seconds.add(MultiGauge.Row.of(tags, lag.age().toMillis() / 1e3));
      }
    }
    lagChanges.register(changes, true);
    lagSeconds.register(seconds, true);
    List<MultiGauge.Row<?>> lanes = new ArrayList<>();
    for (Map.Entry<Lane, Long> lag : engines.logLag().entrySet()) {
      Tags tags = Tags.of("lane", lag.getKey().name().toLowerCase(Locale.ROOT));
      lanes.add(MultiGauge.Row.of(tags, lag.getValue()));
    }
    logLag.register(lanes, true);
    List<MultiGauge.Row<?>> imports = new ArrayList<>();
    latest()
        .ifPresent(moment ->
            moment
                .decision()
                .factors()
                .forEach((number, factor) ->
                    imports.add(
                        MultiGauge.Row.of(Tags.of("import", Integer.toString(number)), factor))));
    factors.register(imports, true);
  }
}
