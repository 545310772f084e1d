package dev.headgate.console.pages;

import dev.headgate.admit.GrantLedger;
import dev.headgate.console.Governing;
import dev.headgate.console.Reports.RateAt;
import dev.headgate.pace.Demand;
import dev.headgate.pace.Moment;
import dev.headgate.store.Loop;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Keeps how fast imports were of late, beside how fast they might have been: once a second, for a
/// quarter of an hour, while they send. Safe for threads.
///
/// What comes is felt of all imports together. It is one import's own as long as only one sends;
/// while several do, nothing is kept.
final class RateWatch implements AutoCloseable {
  private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(1);
  private static final int MOST_RATES = 900;
  private static final int MOST_IMPORTS = 50;

  private final GrantLedger ledger;
  private final Governing governing;
  private final Map<Integer, ArrayDeque<RateAt>> rates = new LinkedHashMap<>();
  private final Loop loop = new Loop("headgate-console-rates", this::run);
  private boolean started;

  RateWatch(GrantLedger ledger, Governing governing) {
    this.ledger = ledger;
    this.governing = governing;
  }

  /// Starts it, if it does not run yet.
  synchronized void start() {
    if (!started) {
      started = true;
      loop.start();
    }
  }

  private void run() {
    while (!loop.closed()) {
      loop.pause(BETWEEN_LOOKS);
      look();
    }
  }

  /// Takes note of the present moment.
  void look() {
    List<Demand> demands = ledger.demands();
    Optional<Moment> now = governing.latest();
    if (demands.size() == 1 && now.isPresent()) {
      Demand only = demands.getFirst();
      Moment moment = now.get();
      double factor = moment.decision().factors().getOrDefault(only.importNumber(), 1.0);
      double came = moment.signals().historicalPerSecond();
      add(only.importNumber(), new RateAt(moment.at(), came, only.perSecond() * factor));
    }
  }

  private synchronized void add(int importNumber, RateAt rate) {
    ArrayDeque<RateAt> own = rates.computeIfAbsent(importNumber, _ -> new ArrayDeque<>());
    if (own.isEmpty() || own.getLast().at().isBefore(rate.at())) {
      own.addLast(rate);
    }
    if (own.size() > MOST_RATES) {
      own.removeFirst();
    }
    if (rates.size() > MOST_IMPORTS) {
      rates.remove(rates.keySet().iterator().next());
    }
  }

  /// Oldest first.
  synchronized List<RateAt> of(int importNumber) {
    ArrayDeque<RateAt> own = rates.get(importNumber);
    return own == null ? List.of() : List.copyOf(own);
  }

  @Override
  public void close() {
    loop.close();
  }
}
