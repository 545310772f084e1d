package dev.headgate.verify;

import dev.headgate.event.EventId;
import dev.headgate.event.UuidSum;
import java.util.function.Consumer;

/// What the stores say they hold of one import. It is asked again and again, and answers from the
/// stores each time, never from what was sent.
public interface Observed {

  /// The events stored under the import's number, by day and name, each group once, in any order.
  void groups(Consumer<Group> each) throws VerifyFault;

  /// The same events by the first 16 bits of their uuid, each prefix once, in any order.
  void prefixes(Consumer<Prefix> each) throws VerifyFault;

  /// The same events, those whose first 16 bits are in `[first, last]`, ordered by uuid.
  void events(int first, int last, Consumer<Stored> each) throws VerifyFault;

  /// The uuids the import brought that another holder had first, in any order.
  void deduplicated(Consumer<EventId> each) throws VerifyFault;

  /// The uuids the import brought that an app dropped, in any order.
  void dropped(Consumer<Dropped> each) throws VerifyFault;

  /// What became of the merges that the import's events asked for.
  Merges merges() throws VerifyFault;

  /// Events of one day and name.
  ///
  /// @param epochDay days since 1970 in UTC
  record Group(int epochDay, String event, UuidSum sum) {}

  record Prefix(int prefix, UuidSum sum) {}

  record Stored(EventId uuid, String event, String distinctId, long timestampMicros) {}

  record Dropped(EventId uuid, String app) {}

  record Merges(long applied, long refused, long setAside) {
    public long total() {
      return applied + refused + setAside;
    }
  }
}
