package dev.headgate.admit;

import java.util.Optional;

/// What the pipeline team says about a flood.
///
/// @param step `admit`, `slow` or `end`
/// @param drainPerSecond of {@link FloodState#SLOWED}: above 0; else 0
public record FloodDecision(String step, FloodState state, double drainPerSecond, String reason) {

  public static final double MOST_PER_SECOND = 1e6;

  /// Reads one, or says why it is none.
  ///
  /// @param drainPerSecond needed to slow
  public static Outcome<FloodDecision> of(
      String step, Optional<Double> drainPerSecond, String reason) {
    if (reason.isBlank()) {
      return new Outcome.Refused<>("a reason is missing", "say why: it stands in the audit");
    }
    return switch (step) {
      case "admit" -> done(step, FloodState.ADMITTED, 0, reason);
      case "end" -> done(step, FloodState.ENDED, 0, reason);
      case "slow" -> {
        double rate = drainPerSecond.orElse(0.0);
        yield rate > 0 && rate <= MOST_PER_SECOND
            ? done(step, FloodState.SLOWED, rate, reason)
            : new Outcome.Refused<>(
                "how fast it may be stored is missing or no rate",
                "state events a second, above 0 and at most a million");
      }
      default ->
          new Outcome.Refused<>("there is no decision '" + step + "'", "it is admit, slow or end");
    };
  }

  private static Outcome<FloodDecision> done(
      String step, FloodState state, double drainPerSecond, String reason) {
    return new Outcome.Done<>(new FloodDecision(step, state, drainPerSecond, reason));
  }
}
