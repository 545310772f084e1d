package dev.headgate.send;

import dev.headgate.event.Event;
import dev.headgate.source.Position;
import dev.headgate.source.RawRecord;
import dev.headgate.source.RejectReason;
import java.util.List;

/// A record of the export as it was read, with where to go on after it.
public sealed interface ReadRecord {

  RawRecord raw();

  default Position position() {
    return raw().position();
  }

  /// It makes events.
  record Makes(RawRecord raw, List<Event> events) implements ReadRecord {}

  /// It makes none, and none is lost: blank, or a kind the format knows to be no event.
  record MakesNone(RawRecord raw, boolean blank) implements ReadRecord {}

  /// It is refused before it is sent.
  record Refused(RawRecord raw, RejectReason reason, String detail) implements ReadRecord {}
}
