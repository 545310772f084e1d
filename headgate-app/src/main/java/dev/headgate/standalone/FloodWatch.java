package dev.headgate.standalone;

import dev.headgate.admit.Actor;
import dev.headgate.admit.ControlFault;
import dev.headgate.admit.Flood;
import dev.headgate.admit.FloodDecision;
import dev.headgate.admit.FloodState;
import dev.headgate.admit.Floods;
import dev.headgate.admit.Outcome;
import dev.headgate.capture.LiveScreen;
import dev.headgate.capture.Sender;
import dev.headgate.capture.Verdict;
import dev.headgate.console.Flooding;
import dev.headgate.eventlog.CapturedEvent;
import dev.headgate.eventlog.Lane;
import dev.headgate.pace.FloodDetector;
import dev.headgate.pace.FloodDetector.Judgement;
import dev.headgate.pace.FloodRule;
import dev.headgate.store.Loop;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Shows every live request to the detector, sends those of floods to the diverted lane as long as
/// there is room for them, and keeps the record of floods that the pipeline team decides by.
///
/// Requests only count; a thread of its own writes the record, twice a second, and tells.
final class FloodWatch implements LiveScreen, Flooding, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(FloodWatch.class);

  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(250);
  private static final int LOOKS_BETWEEN_NOTES = 8;
  private static final Duration WHEN_FULL = Duration.ofSeconds(30);
  private static final Duration WHEN_ENDED = Duration.ofMinutes(1);
  private static final int MOST_LISTED = 200;

  /// What was admitted so long ago counts as usual at a start.
  private static final Duration ADMITTED_FOR = Duration.ofDays(7);

  /// How floods are watched.
  ///
  /// @param rule what is one
  /// @param budgetEvents diverted events that may wait in the log
  record Options(FloodRule rule, long budgetEvents) {
    static final long BUDGET_EVENTS = 1_000_000;
  }

  private final Floods floods;
  private final Options options;
  private final DivertedPace pace;
  private final LongSupplier waiting;
  private final InstantSource clock;
  private final LongSupplier nanos;
  private final FloodDetector<Flood.Origin> detector;
  private final Map<Flood.Origin, OpenFlood> open = new ConcurrentHashMap<>();
  private final LongAdder recognised = new LongAdder();
  private final LongAdder diverted = new LongAdder();
  private final LongAdder refused = new LongAdder();
  private final Loop loop = new Loop("headgate-floods", this::run);

  /// As of the last look, and the sum of {@link #diverted} then.
  private volatile long waitingThen;

  private volatile long divertedThen;
  private int looks;

  /// @param waiting about how many diverted events are not stored yet
  /// @param nanos a clock that never goes back
  FloodWatch(
      Floods floods,
      Options options,
      DivertedPace pace,
      LongSupplier waiting,
      InstantSource clock,
      LongSupplier nanos)
      throws ControlFault {
    this.floods = floods;
    this.options = options;
    this.pace = pace;
    this.waiting = waiting;
    this.clock = clock;
    this.nanos = nanos;
    this.detector = new FloodDetector<>(options.rule(), nanos.getAsLong());
    for (Flood flood : floods.latest(MOST_LISTED)) {
      if (flood.state() == FloodState.ADMITTED
          && flood.since().isAfter(clock.instant().minus(ADMITTED_FOR))) {
        detector.admit(flood.origin(), flood.amount().peakPerSecond(), nanos.getAsLong());
      }
    }
    for (Flood flood : floods.open()) {
      open.put(flood.origin(), OpenFlood.of(flood));
      pace.slowTo(slowest().orElse(0));
      detector.resume(flood.origin(), flood.amount().usualPerSecond(), nanos.getAsLong());
    }
  }

  void start() {
    loop.start();
  }

  @Override
  public Verdict screen(Verdict.Accepted accepted, Sender sender) {
    CapturedEvent first = accepted.events().getFirst();
    Flood.Origin origin = new Flood.Origin(first.project(), sender.address(), sender.client());
    Judgement judgement =
        detector.arrive(
            origin,
            first.event().distinctId().value().hashCode(),
            accepted.events().size(),
            nanos.getAsLong());
    return switch (judgement) {
      case Judgement.Usual _ -> accepted;
      case Judgement.Flooding _ -> flooding(accepted, origin);
      case Judgement.Recognised(double usualPerSecond, boolean manyIds) -> {
        recognised.increment();
        open.put(origin, new OpenFlood(origin, clock.instant(), usualPerSecond, manyIds));
        yield flooding(accepted, origin);
      }
    };
  }

  private Verdict flooding(Verdict.Accepted accepted, Flood.Origin origin) {
    OpenFlood flood = open.get(origin);
    if (flood == null) {
      return accepted; // it was admitted, or is over, at this moment
    }
    return switch (flood.state()) {
      case ADMITTED -> accepted;
      case DIVERTED, SLOWED -> {
        if (waitingEvents() >= options.budgetEvents()) {
          yield refuse(
              flood,
              503,
              "too much comes at once, and no more of it can be kept: send these events again later",
              WHEN_FULL);
        }
        flood.diverted(accepted.events().size());
        diverted.add(accepted.events().size());
        yield accepted.in(Lane.DIVERTED);
      }
      case ENDED ->
          refuse(
              flood,
              429,
              "this traffic was ended by the pipeline team: ask them before it is sent again",
              WHEN_ENDED);
    };
  }

  private Verdict refuse(OpenFlood flood, int status, String message, Duration retryAfter) {
    flood.refused();
    refused.increment();
    return Verdict.Refused.of(status, message).retryAfter(retryAfter);
  }

  private void run() {
    while (!loop.closed()) {
      loop.pause(BETWEEN_LOOKS);
      try {
        look();
      } catch (ControlFault e) {
        LOG.warn("the record of floods is not kept for now: {}", e.getMessage());
      } catch (RuntimeException e) {
        LOG.error("floods are not watched over for now", e);
      }
    }
  }

  private void look() throws ControlFault {
    long sum = diverted.sum();
    waitingThen = waiting.getAsLong();
    divertedThen = sum;
    boolean note = ++looks % LOOKS_BETWEEN_NOTES == 0;
    for (OpenFlood flood : open.values()) {
      flood.sees(detector.perSecond(flood.origin()));
      if (flood.number() == 0) {
        begin(flood);
      } else if (note && flood.grown()) {
        floods.grow(flood.number(), flood.amount());
      }
    }
    for (Flood.Origin origin : detector.over(nanos.getAsLong())) {
      OpenFlood flood = open.remove(origin);
      if (flood != null && flood.number() != 0) {
        cease(flood);
      }
    }
    forgetPace();
  }

  private void begin(OpenFlood flood) throws ControlFault {
    Flood begun = floods.begin(flood.origin(), flood.since(), flood.amount());
    flood.decided(begun);
    Flood.Amount amount = begun.amount();
    LOG.warn(
        "flood recognised: flood={} project={} address={} client=\"{}\" since={}"
            + " requests_per_second={} usual_per_second={} distinct_ids={} diverted_events={};"
            + " its events are kept, and stored behind everything else. Next: headgate floods, then"
            + " headgate floods admit|slow|end {} --reason WHY",
        begun.number(),
        begun.origin().project().number(),
        begun.origin().address(),
        begun.origin().client(),
        begun.since(),
        Math.round(amount.peakPerSecond()),
        Math.round(amount.usualPerSecond()),
        amount.manyIds() ? "many" : "few",
        amount.events(),
        begun.number());
  }

  private Flood cease(OpenFlood flood) throws ControlFault {
    Flood ceased = floods.cease(flood.number(), clock.instant(), flood.amount());
    LOG.info(
        "flood ceased: flood={} requests={} diverted_events={} refused_requests={}",
        ceased.number(),
        ceased.amount().requests(),
        ceased.amount().events(),
        ceased.amount().refused());
    return ceased;
  }

  /// What was decided holds until all that was diverted is stored, also where its flood has ceased.
  private void forgetPace() {
    if (waitingEvents() == 0) {
      pace.slowTo(slowest().orElse(0));
      pace.fullSpeed(false);
    }
  }

  private OptionalDouble slowest() {
    return open.values().stream()
        .filter(flood -> flood.state() == FloodState.SLOWED)
        .mapToDouble(OpenFlood::drainPerSecond)
        .min();
  }

  @Override
  public List<Flood> floods() throws ControlFault {
    return floods.latest(MOST_LISTED).stream().map(this::upToNow).toList();
  }

  private Flood upToNow(Flood flood) {
    OpenFlood now = open.get(flood.origin());
    return now != null && now.number() == flood.number() ? flood.with(now.amount()) : flood;
  }

  @Override
  public synchronized Outcome<Flood> decide(int number, FloodDecision decision, Actor by)
      throws ControlFault {
    Outcome<Flood> outcome = floods.decide(number, decision, by);
    if (!(outcome instanceof Outcome.Done<Flood>(Flood flood))) {
      return outcome;
    }
    Optional<OpenFlood> goesOn =
        Optional.ofNullable(open.get(flood.origin())).filter(each -> each.number() == number);
    if (goesOn.isPresent()) {
      goesOn.get().decided(flood);
    }
    LOG.info(
        "flood decided: flood={} decision={} by=\"{}\" reason=\"{}\"",
        number,
        decision.step(),
        by.name(),
        decision.reason());
    if (decision.state() == FloodState.ADMITTED) {
      double rate = goesOn.map(OpenFlood::amount).orElse(flood.amount()).peakPerSecond();
      detector.admit(flood.origin(), rate, nanos.getAsLong());
      pace.fullSpeed(true);
      if (goesOn.isPresent()) {
        open.remove(flood.origin());
        flood = cease(goesOn.get());
      }
    }
    pace.slowTo(slowest().orElse(0));
    return new Outcome.Done<>(upToNow(flood));
  }

  @Override
  public long waitingEvents() {
    return waitingThen + diverted.sum() - divertedThen;
  }

  @Override
  public long budgetEvents() {
    return options.budgetEvents();
  }

  /// Floods that go on.
  int openFloods() {
    return open.size();
  }

  long recognised() {
    return recognised.sum();
  }

  /// Events, since the start.
  long diverted() {
    return diverted.sum();
  }

  /// Requests, since the start.
  long refused() {
    return refused.sum();
  }

  /// Notes what came of floods up to now.
  @Override
  public void close() {
    loop.close();
    try {
      for (OpenFlood flood : open.values()) {
        if (flood.number() == 0) {
          begin(flood);
        } else {
          floods.grow(flood.number(), flood.amount());
        }
      }
    } catch (ControlFault e) {
      LOG.warn("how much came of floods is not noted: {}", e.getMessage());
    }
  }
}
