package dev.headgate.console;

import dev.headgate.admit.Actor;
import dev.headgate.admit.ControlFault;
import dev.headgate.admit.GrantTerms;
import dev.headgate.admit.LoadTestLedger;
import dev.headgate.admit.LoadTestLifecycle;
import dev.headgate.admit.LoadTestPolicy;
import dev.headgate.admit.LoadTestRecord;
import dev.headgate.admit.LoadTestState;
import dev.headgate.admit.LoadTestStep;
import dev.headgate.admit.LoadTestToken;
import dev.headgate.admit.LoadTests;
import dev.headgate.admit.Outcome;
import dev.headgate.admit.Project;
import dev.headgate.event.JsonBytes;
import dev.headgate.json.MalformedJson;
import dev.headgate.loadtest.LoadTestPlan;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/// Takes what people and their commands want of a load test to the rooms that know: the policy, the
/// control plane, the ledger of what runs.
public final class LoadTestDesk {
  private static final int BATCH_BYTES = 20 << 20;

  private final LoadTests loadTests;
  private final LoadTestLedger ledger;
  private final LoadTestPolicy policy;
  private final Codec codec;
  private final InstantSource clock;

  /// Documents to plans and back.
  public interface Codec {
    LoadTestPlan plan(JsonBytes json) throws MalformedJson;

    /// The same plan gives the same document.
    JsonBytes plan(LoadTestPlan plan);
  }

  /// What its sender gets to go to work with.
  public record Started(LoadTestRecord record, LoadTestToken token) {}

  public LoadTestDesk(
      LoadTests loadTests,
      LoadTestLedger ledger,
      LoadTestPolicy policy,
      Codec codec,
      InstantSource clock) {
    this.loadTests = loadTests;
    this.ledger = ledger;
    this.policy = policy;
    this.codec = codec;
    this.clock = clock;
  }

  public LoadTests loadTests() {
    return loadTests;
  }

  public LoadTestRecord submit(Project project, JsonBytes document, Actor by)
      throws ControlFault, MalformedJson {
    LoadTestPlan plan = codec.plan(document);
    return loadTests.submit(
        project.id(), codec.plan(plan), policy.check(plan, clock.instant()), by);
  }

  /// Says yes to the plan as it stands.
  public Outcome<LoadTestRecord> greenLight(LoadTestRecord record, String why, Actor by)
      throws ControlFault, MalformedJson {
    LoadTestPlan plan = codec.plan(record.plan());
    Instant now = clock.instant();
    int events = plan.request().events();
    GrantTerms terms =
        new GrantTerms(
            LoadTestPolicy.window(plan, now), plan.rate().enforced(events), events, BATCH_BYTES);
    return loadTests.execute(
        record.number(),
        new LoadTestLifecycle.Wish(LoadTestStep.GREEN_LIGHT, why, Optional.of(terms)),
        by);
  }

  /// Lets its sender go to work, if no other load test runs.
  public synchronized Outcome<Started> start(int number, Actor by)
      throws ControlFault, MalformedJson {
    stopSilent();
    Optional<Integer> other = ledger.running();
    if (other.isPresent()) {
      return new Outcome.Refused<>(
          "load test " + other.get() + " runs, and two would measure each other",
          "wait for its end, or stop it: headgate load-test stop " + other.get());
    }
    Outcome<LoadTestRecord> started =
        loadTests.execute(number, LoadTestLifecycle.Wish.of(LoadTestStep.START, ""), by);
    return switch (started) {
      case Outcome.Refused<LoadTestRecord>(String what, String next) ->
          new Outcome.Refused<>(what, next);
      case Outcome.Done<LoadTestRecord>(LoadTestRecord record) -> {
        LoadTestToken token = loadTests.token(number).orElseThrow();
        int mostAtOnce = codec.plan(record.plan()).mostAtOnce();
        ledger.start(token, record.project(), record.terms().orElseThrow(), mostAtOnce);
        yield new Outcome.Done<>(new Started(record, token));
      }
    };
  }

  /// Takes note that its sender is there.
  public void heard(int number) {
    ledger.heard(number);
  }

  /// Takes a step. Whatever ends a load test lets no more of its requests in, at once.
  public synchronized Outcome<LoadTestRecord> execute(
      int number, LoadTestStep step, String why, Actor by) throws ControlFault {
    Outcome<LoadTestRecord> outcome =
        loadTests.execute(number, LoadTestLifecycle.Wish.of(step, why), by);
    if (outcome instanceof Outcome.Done<LoadTestRecord>(LoadTestRecord record)
        && record.state() != LoadTestState.RUNNING) {
      ledger.end(number, why.isEmpty() ? record.state().key() : why);
    }
    return outcome;
  }

  /// Stops the one that runs.
  ///
  /// @return its number
  public Optional<Integer> stopRunning(String why, Actor by) throws ControlFault {
    Optional<Integer> running = ledger.running();
    return running.isPresent() ? stop(running.get(), why, by) : Optional.empty();
  }

  /// Stops the one that runs if its sender is gone.
  ///
  /// @return its number
  public Optional<Integer> stopSilent() throws ControlFault {
    Optional<Integer> silent = ledger.silent();
    return silent.isPresent()
        ? stop(
            silent.get(),
            "its sender has not been heard of for "
                + LoadTestLedger.SILENT.toSeconds()
                + " s: it has ended without saying so",
            Actor.pipeline("guard of load tests"))
        : Optional.empty();
  }

  private Optional<Integer> stop(int number, String why, Actor by) throws ControlFault {
    return execute(number, LoadTestStep.STOP, why, by) instanceof Outcome.Done
        ? Optional.of(number)
        : Optional.empty();
  }

  /// Takes note that load tests which ran when the pipeline ended do not run any more.
  public void endThoseOfBefore() throws ControlFault {
    for (LoadTestRecord record : loadTests.list()) {
      if (record.state() == LoadTestState.RUNNING) {
        stop(
            record.number(),
            "the pipeline was started anew while it ran",
            Actor.pipeline("start of the pipeline"));
      }
    }
  }
}
