package dev.headgate.synth;

import dev.headgate.event.EventTime;
import dev.headgate.synth.Move.MergeName;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/// What a history's lines add up to, counted as they are made.
final class EventCounts {
  /// What of an event is counted by: everything but its bytes.
  record Kind(
      int user,
      IdSlot slot,
      String name,
      long timestampMicros,
      MergeName mergeName,
      People.Outcome outcome,
      boolean personless) {

    static Kind of(GeneratedEvent event) {
      return new Kind(
          event.user,
          event.move.who(),
          event.name,
          event.timestampMicros,
          event.mergeName(),
          event.outcome,
          event.move.personless());
    }

    Kind with(People.Outcome changed) {
      return new Kind(user, slot, name, timestampMicros, mergeName, changed, personless);
    }
  }

  private static final int DEVICES = 3;

  final Map<BrokenLine, Long> broken = new EnumMap<>(BrokenLine.class);
  final Map<String, Long> byName = new HashMap<>();
  final TreeMap<Integer, Long> byDay = new TreeMap<>();
  final Map<MergeName, Long> merges = new EnumMap<>(MergeName.class);
  final Map<People.Outcome, Long> outcomes = new EnumMap<>(People.Outcome.class);
  long lines;
  long bytes;
  long events;
  long duplicates;
  long repeats;
  long personless;
  long pairs;
  long firstMicros = Long.MAX_VALUE;
  long lastMicros = Long.MIN_VALUE;
  private final People people;

  /// By user: the pairs of ids counted already, a bit each.
  private final long[] pairsOfUser;

  EventCounts(People people, boolean namesDevices) {
    this.people = people;
    this.pairsOfUser = new long[namesDevices ? people.users() : 0];
  }

  void line(int length) {
    lines++;
    bytes += length + 1;
  }

  void broken(BrokenLine kind) {
    broken.merge(kind, 1L, Long::sum);
  }

  /// A line that makes an event.
  void event(Kind kind) {
    events++;
    people.countEvent(kind.user, kind.slot);
    byName.merge(kind.name, 1L, Long::sum);
    byDay.merge(EventTime.epochDay(kind.timestampMicros), 1L, Long::sum);
    firstMicros = Math.min(firstMicros, kind.timestampMicros);
    lastMicros = Math.max(lastMicros, kind.timestampMicros);
    if (kind.personless) {
      personless++;
    }
    if (kind.mergeName != MergeName.NONE) {
      merges.merge(kind.mergeName, 1L, Long::sum);
    }
  }

  /// What a merge became, of an event that is stored.
  void outcome(Kind kind) {
    if (kind.mergeName != MergeName.NONE) {
      outcomes.merge(kind.outcome, 1L, Long::sum);
    }
  }

  /// Two ids side by side: the first time, that is an `$identify` of its own.
  void pair(GeneratedEvent event) {
    long bit = 1L << (event.move.who().index() * DEVICES + event.besideDevice);
    if ((pairsOfUser[event.user] & bit) != 0) {
      return;
    }
    pairsOfUser[event.user] |= bit;
    pairs++;
    Kind kind =
        new Kind(
            event.user,
            event.move.who(),
            "$identify",
            event.timestampMicros,
            MergeName.IDENTIFY,
            event.move.logsIn() ? event.outcome : People.Outcome.ALREADY_ONE,
            false);
    event(kind);
    outcome(kind);
  }

  /// A line that stands a second time and is no event of its own.
  void duplicate(Kind kind) {
    duplicates++;
    event(kind);
  }

  /// A line without uuid that stands a second time: another event.
  void repeat(Kind kind) {
    repeats++;
    event(kind);
    // What was joined the first time is one person already.
    outcome(kind.outcome == People.Outcome.JOINED ? kind.with(People.Outcome.ALREADY_ONE) : kind);
  }
}
