package dev.headgate.admit;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// The floods of a pipeline and what was decided about them. Safe for threads; whatever is written
/// is durable on return.
public interface Floods {
  /// Notes a flood that was recognised, with the next number.
  Flood begin(Flood.Origin origin, Instant since, Flood.Amount amount) throws ControlFault;

  /// Notes how much it has become.
  void grow(int number, Flood.Amount amount) throws ControlFault;

  /// Notes that it has ceased.
  Flood cease(int number, Instant until, Flood.Amount amount) throws ControlFault;

  /// Notes what somebody decided, with its audit.
  Outcome<Flood> decide(int number, FloodDecision decision, Actor by) throws ControlFault;

  Optional<Flood> find(int number) throws ControlFault;

  /// The latest, at most so many, latest first.
  List<Flood> latest(int most) throws ControlFault;

  /// Those that have not ceased, by number.
  List<Flood> open() throws ControlFault;
}
