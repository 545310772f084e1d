package dev.headgate.apps;

import dev.headgate.event.Event;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Apps in the order they run. Without any, every event goes through as the bytes it is.
///
/// What comes out depends on the event alone, not on others, nor on how they are grouped. Used by
/// one thread at a time.
public record AppChain(List<Step> steps) {
  public static final AppChain NONE = new AppChain(List.of());

  /// What stands behind an app's name where it set an event aside.
  static final String SET_ASIDE = "/set_aside";

  public AppChain {
    steps = List.copyOf(steps);
  }

  /// An app and when it runs.
  ///
  /// @param events names of the events it is for; none for all
  /// @param when which of those it is for
  public record Step(
      String name,
      App app,
      Set<String> events,
      Optional<Expressions.Condition> when,
      OnError onError,
      AppMeter meter) {}

  /// What came of an event after all apps, or at the first that kept it from going on.
  public sealed interface Result {}

  public record Kept(Event event) implements Result {}

  public record DroppedBy(String app) implements Result {}

  /// An app failed on it, and its policy is to keep it out of the way.
  ///
  /// @param app its name, marked: `NAME/set_aside`
  public record SetAside(String app, String why) implements Result {}

  /// Takes an event through the apps.
  public Result apply(Event event) {
    if (steps.isEmpty()) {
      return new Kept(event);
    }
    PassingEvent passing = new PassingEvent(event);
    for (Step step : steps) {
      Optional<Result> end = step(step, passing);
      if (end.isPresent()) {
        return end.get();
      }
    }
    return new Kept(passing.now());
  }

  private static Optional<Result> step(Step step, PassingEvent event) {
    AppMeter meter = step.meter;
    if (!meter.samples()) {
      return run(step, event);
    }
    long from = meter.now();
    try {
      return run(step, event);
    } finally {
      meter.took(meter.now() - from);
    }
  }

  private static Optional<Result> run(Step step, PassingEvent event) {
    if (!step.events.isEmpty() && !step.events.contains(event.event().name())) {
      return Optional.empty();
    }
    try {
      if (step.when.isPresent() && !step.when.get().test(event)) {
        return Optional.empty();
      }
      return switch (step.app.apply(event)) {
        case UNCHANGED -> Optional.empty();
        case CHANGED -> {
          step.meter.changed();
          yield Optional.empty();
        }
        case DROPPED -> {
          step.meter.dropped();
          yield Optional.of(new DroppedBy(step.name));
        }
      };
    } catch (AppFailure e) {
      return failed(step, e.why());
    } catch (RuntimeException | StackOverflowError bug) {
      // Of a library, or of ours: it must not keep the events behind this one from being stored.
      return failed(step, "a bug: " + bug.getClass().getSimpleName());
    }
  }

  private static Optional<Result> failed(Step step, String why) {
    step.meter.failed(why);
    return switch (step.onError) {
      case PASS -> Optional.empty();
      case DROP -> {
        step.meter.dropped();
        yield Optional.of(new DroppedBy(step.name));
      }
      case SET_ASIDE -> Optional.of(new SetAside(step.name + SET_ASIDE, why));
    };
  }
}
