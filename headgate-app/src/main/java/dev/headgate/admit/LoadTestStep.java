package dev.headgate.admit;

import static dev.headgate.admit.LoadTestState.CANCELLED;
import static dev.headgate.admit.LoadTestState.COMPLETED;
import static dev.headgate.admit.LoadTestState.DECLINED;
import static dev.headgate.admit.LoadTestState.GREEN_LIT;
import static dev.headgate.admit.LoadTestState.REMOVED;
import static dev.headgate.admit.LoadTestState.RUNNING;
import static dev.headgate.admit.LoadTestState.STOPPED;
import static dev.headgate.admit.LoadTestState.SUBMITTED;

import java.util.Locale;
import java.util.Set;

/// The legal transitions of a load test: what may be done, from which states, where it leads, and
/// who may do it. Everything else is refused. A load test runs once: it measures a pipeline at a
/// moment, so there is no pause and nothing to go on with.
///
/// ```
/// submitted --green_light--> green_lit --start--> running --complete--> completed --remove--> removed
///    |  `---- cancel ----------'                     `------ stop ----> stopped ----'
///  declined    cancelled
/// ```
@SuppressWarnings("ImmutableEnumChecker") // its sets are copies that cannot be changed
public enum LoadTestStep {
  GREEN_LIGHT(Set.of(SUBMITTED), GREEN_LIT, true),
  DECLINE(Set.of(SUBMITTED), DECLINED, true),
  CANCEL(Set.of(SUBMITTED, GREEN_LIT), CANCELLED, false),
  START(Set.of(GREEN_LIT), RUNNING, false),
  COMPLETE(Set.of(RUNNING), COMPLETED, false),
  /// The stop order: of either side, of the pipeline itself, or of whoever runs it.
  STOP(Set.of(RUNNING), STOPPED, false),
  REMOVE(Set.of(COMPLETED, STOPPED), REMOVED, false);

  private final Set<LoadTestState> from;
  private final LoadTestState to;
  private final boolean pipelineOnly;

  LoadTestStep(Set<LoadTestState> from, LoadTestState to, boolean pipelineOnly) {
    this.from = Set.copyOf(from);
    this.to = to;
    this.pipelineOnly = pipelineOnly;
  }

  /// As it stands in JSON and in the audit: `green_light`.
  public String key() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// For people: `green light`.
  String words() {
    return key().replace('_', ' ');
  }

  public boolean isLegalFrom(LoadTestState state) {
    return from.contains(state);
  }

  public LoadTestState leadsTo() {
    return to;
  }

  /// Whether the pipeline and its team may, and a customer may not.
  public boolean isForPipelineOnly() {
    return pipelineOnly;
  }
}
