package dev.headgate.plan;

import java.util.List;

/// What an event costs on its way, stage by stage. Each but `capture` has one thread.
///
/// @param importer reads the export and makes batches
/// @param capture sends them, takes them in and appends them to the log
/// @param worker reads the log and prepares segments
/// @param facts stores what events say of persons
/// @param events stores events
public record Costs(Cost importer, Cost capture, Cost worker, Cost facts, Cost events) {

  List<Cost> stages() {
    return List.of(importer, capture, worker, facts, events);
  }

  /// All stages together.
  public double micros(LoadProfile.Mix mix) {
    return stages().stream().mapToDouble(each -> each.micros(mix)).sum();
  }

  /// The stage that takes longest, of those with one thread.
  double slowestMicros(LoadProfile.Mix mix) {
    return List.of(importer, worker, facts, events).stream()
        .mapToDouble(each -> each.micros(mix))
        .max()
        .orElseThrow();
  }

  Costs times(double factor) {
    return new Costs(
        importer.times(factor),
        capture.times(factor),
        worker.times(factor),
        facts.times(factor),
        events.times(factor));
  }
}
