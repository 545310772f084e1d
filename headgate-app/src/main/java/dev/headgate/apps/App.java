package dev.headgate.apps;

import dev.headgate.event.Event;

/// A transformation of one event. It sees only that event, so it may run on any worker, again after
/// a crash, and in any order.
public interface App {
  /// As reports name it.
  String name();

  Outcome apply(Event event);

  /// What became of the event.
  sealed interface Outcome {}

  /// It goes on, perhaps changed. Its uuid stays what it was.
  record Keep(Event event) implements Outcome {}

  /// It ends here, and is accounted for under the app's name.
  record Drop() implements Outcome {}
}
