package dev.headgate.console.pages;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.headgate.admit.ControlFault;
import dev.headgate.admit.ControlPlane;
import dev.headgate.admit.GrantLedger;
import dev.headgate.admit.GrantTerms;
import dev.headgate.admit.ImportRecord;
import dev.headgate.console.Forecast;
import dev.headgate.console.Governing;
import dev.headgate.console.Reports.RateAt;
import dev.headgate.event.JsonBytes;
import dev.headgate.pace.Demand;
import dev.headgate.pace.Moment;
import dev.headgate.plan.ImportPlan;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.stream.IntStream;

/// How far an import is, and how fast.
///
/// @param accounted events that are in the pipeline or refused for good
/// @param came events a second of late; empty where it cannot be told from other imports
/// @param allowed events a second that it may send now; empty while it does not send
/// @param factor of the governor on its envelope
/// @param slowedBecause empty where nothing slows it
/// @param waiting events of all imports that wait before the stores
/// @param left how long the rest takes
/// @param rates of late, while no other import was sending, oldest first
record Progress(
    long accounted,
    long events,
    OptionalDouble came,
    OptionalDouble allowed,
    double factor,
    String slowedBecause,
    double waiting,
    Duration oldest,
    Map<String, Long> rejects,
    Optional<Duration> left,
    List<RateAt> rates) {
  static final int MOST_RATES = 150;

  /// Where it is looked up.
  static final class Look {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final ControlPlane control;
    private final GrantLedger ledger;
    private final Governing governing;

    Look(ControlPlane control, GrantLedger ledger, Governing governing) {
      this.control = control;
      this.ledger = ledger;
      this.governing = governing;
    }

    Progress of(ImportRecord record, ImportPlan plan) throws ControlFault {
      int number = record.number();
      JsonNode checkpoint =
          control.imports().checkpoint(number).map(Look::tree).orElse(JSON.nullNode());
      long accounted = checkpoint.path("events").asLong();
      Map<String, Long> rejects = new TreeMap<>();
      checkpoint
          .path("rejected_by_reason")
          .properties()
          .forEach(reason -> rejects.put(reason.getKey(), reason.getValue().asLong()));
      List<Demand> demands = ledger.demands();
      boolean sends = demands.stream().anyMatch(demand -> demand.importNumber() == number);
      Optional<Moment> now = governing.latest();
      double factor =
          now.map(moment -> moment.decision().factors().getOrDefault(number, 1.0)).orElse(1.0);
      OptionalDouble came =
          sends && demands.size() == 1 && now.isPresent()
              ? OptionalDouble.of(now.get().signals().historicalPerSecond())
              : OptionalDouble.empty();
      Optional<Duration> elapsed = sends ? ledger.onEnvelope(number) : Optional.empty();
      Optional<Forecast> forecast = record.terms().map(terms -> forecast(terms, factor));
      return new Progress(
          accounted,
          plan.events(),
          came,
          elapsed.isPresent() && forecast.isPresent()
              ? OptionalDouble.of(forecast.get().rateAt(elapsed.get()))
              : OptionalDouble.empty(),
          factor,
          factor < 1 ? now.map(moment -> moment.decision().reason()).orElse("") : "",
          now.map(moment -> moment.signals().waiting()).orElse(0.0),
          now.map(moment -> moment.signals().oldest()).orElse(Duration.ZERO),
          rejects,
          elapsed.flatMap(
              at -> forecast.flatMap(of -> of.left(plan.events() - accounted, at, came.orElse(0)))),
          ratesOf(number, governing.trace()));
    }

    private static Forecast forecast(GrantTerms terms, double factor) {
      double cap = terms.mostPerSecond().orElse(Double.POSITIVE_INFINITY);
      return new Forecast(terms.envelope(), cap, factor);
    }

    private static JsonNode tree(JsonBytes json) {
      try {
        return JSON.readTree(json.utf8());
      } catch (IOException e) {
        throw new UncheckedIOException("the control plane keeps JSON only", e);
      }
    }
  }

  /// How fast an import was, beside how fast it might have been: about {@link #MOST_RATES} of the
  /// moments, evenly, with the last.
  ///
  /// What comes is felt of all imports together. It is one import's own as long as only one sends.
  static List<RateAt> ratesOf(int number, List<Moment> trace) {
    List<RateAt> own =
        trace.stream()
            .filter(moment -> moment.demands().size() == 1)
            .filter(moment -> moment.demands().getFirst().importNumber() == number)
            .map(moment -> rateOf(moment.demands().getFirst(), moment))
            .toList();
    int step = Math.max(1, Math.ceilDiv(own.size(), MOST_RATES));
    return IntStream.range(0, own.size())
        .filter(i -> (own.size() - 1 - i) % step == 0)
        .mapToObj(own::get)
        .toList();
  }

  private static RateAt rateOf(Demand only, Moment moment) {
    double factor = moment.decision().factors().getOrDefault(only.importNumber(), 1.0);
    return new RateAt(
        moment.at(), moment.signals().historicalPerSecond(), only.perSecond() * factor);
  }

  /// From 0 to 1.
  double share() {
    return events == 0 ? 0 : Math.clamp((double) accounted / events, 0, 1);
  }

  boolean sends() {
    return allowed.isPresent();
  }

  long rejected() {
    return rejects.values().stream().mapToLong(Long::longValue).sum();
  }
}
