package dev.headgate.store;

import dev.headgate.eventlog.LoggedEvent;
import java.util.List;

/// Events that were read from the log and are in no segment yet: what a poll brought, dealt out in
/// whole records. Several events of one record have one offset, so they belong to one segment.
final class Unread {
  private List<LoggedEvent> events = List.of();
  private int next;

  boolean isEmpty() {
    return next == events.size();
  }

  /// Adds what was read next; nothing is left of what was before.
  void add(List<LoggedEvent> read) {
    if (!isEmpty()) {
      throw new IllegalStateException((events.size() - next) + " events are left");
    }
    events = read;
    next = 0;
  }

  /// Takes the next records, as far as they fit.
  ///
  /// @param mostEvents of all that are taken
  /// @param mostBytes of their properties
  /// @param oneAtLeast whether the first is taken though it does not fit
  List<LoggedEvent> take(int mostEvents, long mostBytes, boolean oneAtLeast) {
    int from = next;
    long bytes = 0;
    while (!isEmpty()) {
      int end = next;
      do {
        bytes += events.get(end).captured().event().properties().length();
        end++;
      } while (end < events.size() && events.get(end - 1).ofOneRecordWith(events.get(end)));
      boolean fits = end - from <= mostEvents && bytes <= mostBytes;
      if (!fits && !(oneAtLeast && next == from)) {
        break;
      }
      next = end;
    }
    return events.subList(from, next);
  }
}
