package dev.headgate.console;

import dev.headgate.admit.Actor;
import dev.headgate.admit.ControlFault;
import dev.headgate.admit.Flood;
import dev.headgate.admit.FloodDecision;
import dev.headgate.admit.Outcome;
import java.util.List;

/// The floods of a pipeline, as its face sees them.
public interface Flooding {
  /// The latest, latest first, with what came of them up to now.
  List<Flood> floods() throws ControlFault;

  /// Does with a flood what the pipeline team says.
  Outcome<Flood> decide(int flood, FloodDecision decision, Actor by) throws ControlFault;

  /// About how many diverted events are in the log and not stored yet.
  long waitingEvents();

  /// How many may be at most, before more is refused.
  long budgetEvents();
}
