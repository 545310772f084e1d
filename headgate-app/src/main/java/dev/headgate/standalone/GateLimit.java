package dev.headgate.standalone;

import dev.headgate.admit.ArrivalLimit;
import dev.headgate.admit.GrantTerms;
import dev.headgate.pace.ArrivalGate;
import java.time.Duration;
import java.util.Optional;

/// A grant's envelope, as the gate holds its importer to it.
final class GateLimit implements ArrivalLimit {
  private static final Duration A_MOMENT = Duration.ofSeconds(1);

  private final ArrivalGate gate;

  GateLimit(GrantTerms terms, long arrived) {
    gate = new ArrivalGate(terms.envelope(), terms.batchEvents(), arrived);
  }

  @Override
  public Optional<Duration> tooEarlyBy(int events, Duration elapsed) {
    return switch (gate.arrive(events, elapsed)) {
      case ArrivalGate.Decision.Allowed _ -> Optional.empty();
      case ArrivalGate.Decision.TooEarly(Duration retryAfter) -> Optional.of(retryAfter);
      case ArrivalGate.Decision.TooMany _ -> Optional.of(A_MOMENT);
    };
  }

  @Override
  public Duration lead(Duration elapsed) {
    return gate.lead(elapsed);
  }

  @Override
  public void slowTo(double factor, Duration elapsed) {
    gate.slowTo(factor, elapsed);
  }
}
