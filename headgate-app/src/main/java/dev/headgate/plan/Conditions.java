package dev.headgate.plan;

import dev.headgate.pace.Envelope;
import dev.headgate.pace.Governor;
import java.util.ArrayList;
import java.util.List;

/// What else goes on while an import runs.
///
/// @param livePerSecond live events
/// @param others envelopes of other imports and load tests, from the time this one begins
/// @param carriedBefore events that the program has carried since it was started
/// @param targets to which the governor holds it
public record Conditions(
    double livePerSecond, List<Envelope> others, double carriedBefore, Governor.Targets targets) {
  /// Nothing, in a program that has just been started.
  public static final Conditions ALONE = new Conditions(0, List.of(), 0);

  public Conditions {
    others = List.copyOf(others);
    if (!(livePerSecond >= 0 && carriedBefore >= 0)) {
      throw new IllegalArgumentException("there is live traffic, or none");
    }
  }

  /// Under the governor's usual targets.
  public Conditions(double livePerSecond, List<Envelope> others, double carriedBefore) {
    this(livePerSecond, others, carriedBefore, Governor.Targets.DEFAULT);
  }

  /// The same beside more envelopes.
  public Conditions beside(List<Envelope> more) {
    List<Envelope> all = new ArrayList<>(others);
    all.addAll(more);
    return new Conditions(livePerSecond, all, carriedBefore, targets);
  }
}
