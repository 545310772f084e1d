package dev.headgate.standalone;

import dev.headgate.admit.Eyes;
import dev.headgate.event.ProjectToken;
import dev.headgate.pace.FloodRule;
import dev.headgate.pace.Governor;
import java.util.Optional;

/// How a pipeline is started.
///
/// @param listener where it is reached
/// @param mostConnections at one time
/// @param projectToken of the project `default`, at the first start
/// @param acceptUngrantedHistorical whether requests may say `historical_migration` without a grant
/// @param diskGuard below which free space nothing is taken; a share of the disk if not stated
/// @param targets of what live traffic may feel of imports
/// @param floodRule what is taken for a flood
/// @param divertedEvents of floods that may wait in the log
/// @param eyes how many look at an import before it is let in
/// @param publicUrl where people reach it; where it listens if not stated
public record PipelineOptions(
    Listener listener,
    int mostConnections,
    Optional<ProjectToken> projectToken,
    boolean acceptUngrantedHistorical,
    Optional<DiskGuard> diskGuard,
    Governor.Targets targets,
    FloodRule floodRule,
    long divertedEvents,
    Eyes eyes,
    Optional<String> publicUrl) {
  public static final long DIVERTED_EVENTS = FloodWatch.Options.BUDGET_EVENTS;

  /// On loopback, with the usual targets.
  ///
  /// @param port 0 for any free one
  public PipelineOptions(
      int port,
      Optional<ProjectToken> projectToken,
      boolean acceptUngrantedHistorical,
      Optional<DiskGuard> diskGuard) {
    this(port, projectToken, acceptUngrantedHistorical, diskGuard, Governor.Targets.DEFAULT);
  }

  /// On loopback, with the usual rule of floods, and the usual room for them.
  ///
  /// @param port 0 for any free one
  public PipelineOptions(
      int port,
      Optional<ProjectToken> projectToken,
      boolean acceptUngrantedHistorical,
      Optional<DiskGuard> diskGuard,
      Governor.Targets targets) {
    this(
        Listener.loopback(port),
        OpenFiles.mostConnections(),
        projectToken,
        acceptUngrantedHistorical,
        diskGuard,
        targets,
        FloodRule.DEFAULT,
        DIVERTED_EVENTS,
        Eyes.TWO,
        Optional.empty());
  }

  /// The same, reached elsewhere.
  public PipelineOptions listening(Listener where, int connections) {
    return new PipelineOptions(
        where,
        connections,
        projectToken,
        acceptUngrantedHistorical,
        diskGuard,
        targets,
        floodRule,
        divertedEvents,
        eyes,
        publicUrl);
  }

  /// The same, with another rule of floods and other room for them.
  public PipelineOptions diverting(FloodRule rule, long events) {
    return new PipelineOptions(
        listener,
        mostConnections,
        projectToken,
        acceptUngrantedHistorical,
        diskGuard,
        targets,
        rule,
        events,
        eyes,
        publicUrl);
  }

  /// The same, where so many eyes look.
  public PipelineOptions lookedAtBy(Eyes others) {
    return new PipelineOptions(
        listener,
        mostConnections,
        projectToken,
        acceptUngrantedHistorical,
        diskGuard,
        targets,
        floodRule,
        divertedEvents,
        others,
        publicUrl);
  }

  /// Any free port, and what the environment says of the disk.
  public static PipelineOptions standard() {
    return new PipelineOptions(0, Optional.empty(), false, DiskWatch.statedInEnvironment());
  }
}
