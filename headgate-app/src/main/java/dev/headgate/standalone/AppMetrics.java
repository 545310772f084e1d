package dev.headgate.standalone;

import dev.headgate.admit.Project;
import dev.headgate.admit.Projects;
import dev.headgate.apps.AppMeter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/// What the apps of projects do and cost, as metrics.
final class AppMetrics {
  private static final double NANOS = 1e9;

  private final Projects projects;
  private final Map<AppShelf.ProjectApp, AppMeter> meters = new LinkedHashMap<>();
  private Optional<MeterRegistry> registry = Optional.empty();

  AppMetrics(Projects projects) {
    this.projects = projects;
  }

  synchronized void add(AppShelf.ProjectApp app, AppMeter meter) {
    meters.put(app, meter);
    registry.ifPresent(into -> register(into, app, meter));
  }

  synchronized void showIn(MeterRegistry into) {
    registry = Optional.of(into);
    meters.forEach((app, meter) -> register(into, app, meter));
  }

  private void register(MeterRegistry into, AppShelf.ProjectApp app, AppMeter meter) {
    Tags tags = Tags.of("project", name(app), "app", app.name());
    counter(into, "seen", "events that came to an app", tags, meter, AppMeter.Counts::seen);
    counter(into, "changed", "events that an app changed", tags, meter, AppMeter.Counts::changed);
    counter(into, "dropped", "events that an app dropped", tags, meter, AppMeter.Counts::dropped);
    counter(
        into, "failed", "events an app could not work on", tags, meter, AppMeter.Counts::failed);
    Gauge.builder(
            "headgate_app_seconds_per_event", meter, each -> each.counts().nanosPerEvent() / NANOS)
        .description("what an event costs that comes to an app, by the time of one in 64")
        .tags(tags)
        .register(into);
  }

  private static void counter(
      MeterRegistry into,
      String what,
      String description,
      Tags tags,
      AppMeter meter,
      ToDoubleFunction<AppMeter.Counts> value) {
    FunctionCounter.builder(
            "headgate_app_events_" + what, meter, each -> value.applyAsDouble(each.counts()))
        .description(description)
        .tags(tags)
        .register(into);
  }

  private String name(AppShelf.ProjectApp app) {
    return projects.list().stream()
        .filter(project -> project.id().equals(app.project()))
        .map(Project::name)
        .findFirst()
        .orElse(Integer.toString(app.project().number()));
  }
}
