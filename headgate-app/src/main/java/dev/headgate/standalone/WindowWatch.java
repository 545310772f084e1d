package dev.headgate.standalone;

import dev.headgate.admit.Actor;
import dev.headgate.admit.Command;
import dev.headgate.admit.ControlFault;
import dev.headgate.admit.ImportRecord;
import dev.headgate.admit.Imports;
import dev.headgate.admit.Outcome;
import dev.headgate.store.Loop;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Ends green lights whose window has closed. The gate lets nothing in from the moment on that a
/// window closes; the green light stays for a while longer, so that the team can still amend it.
final class WindowWatch implements AutoCloseable {
  /// How long after its window a green light can still be amended.
  static final Duration GRACE = Duration.ofMinutes(15);

  private static final Logger LOG = LoggerFactory.getLogger(WindowWatch.class);
  private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(30);
  private static final Actor CLOCK = Actor.pipeline("the clock");

  private final Imports imports;
  private final Steps steps;
  private final InstantSource clock;
  private final Loop loop = new Loop("headgate-windows", this::run);

  /// Takes steps of imports.
  @FunctionalInterface
  interface Steps {
    Outcome<ImportRecord> execute(int importNumber, Command command, Actor by) throws ControlFault;
  }

  WindowWatch(Imports imports, Steps steps, InstantSource clock) {
    this.imports = imports;
    this.steps = steps;
    this.clock = clock;
  }

  void start() {
    loop.start();
  }

  private void run() {
    while (!loop.closed()) {
      try {
        look();
      } catch (ControlFault e) {
        LOG.warn("windows that have closed cannot be looked up: {}; {}", e.getMessage(), e.next());
      } catch (RuntimeException e) {
        LOG.error("windows that have closed cannot be looked up", e);
      }
      loop.pause(BETWEEN_LOOKS);
    }
  }

  /// Lets those expire that are due.
  void look() throws ControlFault {
    Instant due = clock.instant().minus(GRACE);
    for (int number : imports.closedBefore(due)) {
      expire(number);
    }
  }

  /// Refused where somebody was faster. What stands in the way of one is not in the way of others.
  private void expire(int number) {
    try {
      steps.execute(number, new Command.Expire(), CLOCK);
    } catch (ControlFault e) {
      LOG.warn("import {} cannot expire: {}; {}", number, e.getMessage(), e.next());
    }
  }

  @Override
  public void close() {
    loop.close();
  }
}
