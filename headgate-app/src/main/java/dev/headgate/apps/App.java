package dev.headgate.apps;

/// A transformation of one event. It sees only that event, so it may run on any worker, again after
/// a crash, and in any order: the same event always comes out the same.
///
/// What it does is bounded by the event's size: it waits for nothing and asks nobody.
@FunctionalInterface
public interface App {

  /// Looks at an event and changes its properties, or leaves it.
  ///
  /// @throws AppFailure the event is not what the app can work on; it must be as it was then
  Outcome apply(PassingEvent event) throws AppFailure;

  /// What became of the event.
  enum Outcome {
    UNCHANGED,
    CHANGED,
    /// It ends here, and is accounted for under the app's name.
    DROPPED
  }
}
