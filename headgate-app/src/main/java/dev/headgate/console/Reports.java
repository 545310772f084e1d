package dev.headgate.console;

import dev.headgate.admit.Finding;
import dev.headgate.assess.Assessment;
import dev.headgate.pace.Moment;
import dev.headgate.plan.ImportPlan;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// What of the reports the console shows: whole pages, which need nothing else, and charts to be
/// put into its own.
public interface Reports {

  /// How fast an import was, and how fast it might have been.
  ///
  /// @param came events a second
  /// @param allowed events a second, by its envelope and all that slows it
  record RateAt(Instant at, double came, double allowed) {}

  /// The page of an export.
  String ofImport(
      String title, Assessment assessment, Optional<ImportPlan> plan, List<Finding> findings);

  /// The page of live traffic beside imports.
  String ofPace(List<Moment> trace);

  /// Draws the rate that a plan has in mind.
  void ramp(Html into, Assessment assessment, ImportPlan plan);

  /// Draws what the simulation says of a plan; nothing where it was not simulated.
  void simulation(Html into, ImportPlan plan);

  /// Draws what came beside what was allowed.
  ///
  /// @param rates oldest first, at least two
  void rates(Html into, List<RateAt> rates);

  /// The style sheet that charts are drawn for.
  String style();
}
