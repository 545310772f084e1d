package dev.headgate.standalone;

import dev.headgate.admit.GrantLedger;
import dev.headgate.console.Governing;
import dev.headgate.eventlog.LogFault;
import dev.headgate.pace.Demand;
import dev.headgate.pace.Governor;
import dev.headgate.pace.Moment;
import dev.headgate.pace.Signals;
import dev.headgate.store.Loop;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Takes the pulse of the pipeline twice a second, lets a load test give way, asks the governor,
/// and has the ledger of grants hold imports to what it says.
final class GovernorLoop implements Governing, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(GovernorLoop.class);
  private static final Duration BETWEEN = Duration.ofMillis(500);
  private static final Duration STAYS_PRESENT = Duration.ofSeconds(10);
  private static final int MOST_MOMENTS = 2_000;

  private final Pulse pulse;
  private final Governor governor;
  private final GrantLedger ledger;
  private final LoadTestGuard loadTests;
  private final InstantSource clock;
  private final ArrayDeque<Moment> trace = new ArrayDeque<>();
  private final Loop loop = new Loop("headgate-governor", this::run);
  private Instant last;
  private boolean slowing;
  private boolean unasked;

  GovernorLoop(
      Pulse pulse,
      Governor governor,
      GrantLedger ledger,
      LoadTestGuard loadTests,
      InstantSource clock) {
    this.pulse = pulse;
    this.governor = governor;
    this.ledger = ledger;
    this.loadTests = loadTests;
    this.clock = clock;
    this.last = clock.instant();
  }

  void start() {
    loop.start();
  }

  private void run() {
    while (!loop.closed()) {
      loop.pause(BETWEEN);
      Instant now = clock.instant();
      try {
        List<Demand> demands = ledger.demands();
        Optional<Signals> signals = pulse.take(now, !demands.isEmpty());
        if (signals.isPresent()) {
          if (loadTests.look(signals.get(), now) && latest().isPresent()) {
            keepPace(signals.get(), latest().get().decision(), demands, now);
          } else {
            govern(signals.get(), demands, now);
          }
        }
        unasked = false;
      } catch (LogFault e) {
        if (!unasked) {
          LOG.warn("imports keep their pace, for the log cannot be asked: {}", e.getMessage());
        }
        unasked = true;
      } catch (RuntimeException e) {
        LOG.error("imports may be as fast as they were granted, for the governor failed", e);
        ledger.slow(Map.of());
      }
      last = now;
    }
  }

  private void govern(Signals signals, List<Demand> demands, Instant now) {
    Governor.Decision decision = governor.next(signals, demands, Duration.between(last, now));
    ledger.slow(decision.factors());
    tell(decision);
    remember(new Moment(now, signals, decision, demands));
  }

  /// What is felt is a load test's, which has just given way.
  private void keepPace(
      Signals signals, Governor.Decision before, List<Demand> demands, Instant now) {
    remember(new Moment(now, signals, before, demands));
  }

  private void remember(Moment moment) {
    synchronized (trace) {
      trace.addLast(moment);
      if (trace.size() > MOST_MOMENTS) {
        trace.removeFirst();
      }
    }
  }

  /// Once when imports are slowed, and once when they no longer are.
  private void tell(Governor.Decision decision) {
    boolean slowed = !decision.reason().isEmpty();
    if (slowed && !slowing) {
      LOG.info("imports are slowed: {}", decision.reason());
    } else if (!slowed && slowing) {
      LOG.info("imports may be as fast as they were granted again");
    }
    slowing = slowed;
  }

  @Override
  public List<Moment> trace() {
    synchronized (trace) {
      return List.copyOf(trace);
    }
  }

  @Override
  public Optional<Moment> latest() {
    Instant old = clock.instant().minus(STAYS_PRESENT);
    synchronized (trace) {
      return Optional.ofNullable(trace.peekLast()).filter(moment -> moment.at().isAfter(old));
    }
  }

  @Override
  public void close() {
    loop.close();
  }
}
