package dev.headgate.synth;

import dev.headgate.event.EventId;
import dev.headgate.json.JsonOutput;
import dev.headgate.synth.Move.MergeName;

/// The current event of a {@link HistoryGenerator}, as a format's encoder needs it. One object,
/// used again for every event.
final class GeneratedEvent {
  long number;
  int user;
  Move move = Move.ANONYMOUS;
  String name = "";
  byte[] distinctId = new byte[0];

  /// The id of the device the user acts on, where a record can name it beside the user; else empty.
  byte[] beside = new byte[0];

  /// Which that is: the user's first or second device (0, 1), or another user's (2).
  int besideDevice;

  /// The id is written as a JSON number.
  boolean numericId;

  /// The client writes times as `+00:00`, not `Z`.
  boolean offsetTime;

  long timestampMicros;
  EventId uuid = new EventId(0, 0);

  /// What became of the merge; `ILLEGAL` also where none was asked for.
  People.Outcome outcome = People.Outcome.ILLEGAL;

  /// A JSON object.
  final JsonOutput properties = new JsonOutput(4 << 10);

  /// Whether the two ids of its record imply a merge, be it one that changes nothing.
  boolean hasPair() {
    return beside.length > 0 && !move.personless() && !move.asksForMerge();
  }

  MergeName mergeName() {
    return move.mergeName();
  }
}
