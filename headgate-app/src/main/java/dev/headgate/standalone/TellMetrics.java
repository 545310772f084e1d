package dev.headgate.standalone;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.ToDoubleFunction;

/// What waits to be told, and how often telling failed, as metrics of each target.
final class TellMetrics {
  private final MeterRegistry registry;
  private final Map<String, LongAdder> failures = new HashMap<>();
  private final Map<String, List<Meter>> meters = new HashMap<>();

  TellMetrics(MeterRegistry registry) {
    this.registry = registry;
  }

  /// Shows these targets and no others.
  ///
  /// @param waiting messages that wait, by the target's name
  synchronized void show(Collection<String> targets, ToDoubleFunction<String> waiting) {
    meters.forEach((target, shown) -> {
      if (!targets.contains(target)) {
        shown.forEach(registry::remove);
      }
    });
    meters.keySet().retainAll(targets);
    failures.keySet().retainAll(targets);
    for (String target : targets) {
      meters.computeIfAbsent(target, _ -> register(target, waiting));
    }
  }

  private List<Meter> register(String target, ToDoubleFunction<String> waiting) {
    LongAdder count = failures.computeIfAbsent(target, _ -> new LongAdder());
    List<Meter> shown = new ArrayList<>();
    shown.add(
        Gauge.builder("headgate_tell_waiting", () -> waiting.applyAsDouble(target))
            .description("messages that a target is still to be told")
            .tag("target", target)
            .register(registry));
    shown.add(
        FunctionCounter.builder("headgate_tell_failures", count, LongAdder::sum)
            .description("tries to tell a target something that failed, since the start")
            .tag("target", target)
            .register(registry));
    return shown;
  }

  synchronized void failed(String target) {
    LongAdder count = failures.get(target);
    if (count != null) {
      count.increment();
    }
  }
}
