package dev.headgate.capture;

import dev.headgate.event.DistinctId;
import dev.headgate.event.EventId;
import dev.headgate.event.JsonBytes;
import java.util.List;
import java.util.Optional;

/// Makes events of the records that another product's clients send, by the rules that its exports
/// are read by: an event that was sent and the same one exported later are alike.
@FunctionalInterface
public interface ForeignRecords {

  /// A reader for the records of one request, to be used by one thread.
  Reader reader();

  /// Reads one record after the other.
  @FunctionalInterface
  interface Reader {
    /// What becomes of a record.
    ///
    /// @param record a JSON object, valid UTF-8
    Made made(byte[] record);
  }

  /// What a record becomes.
  sealed interface Made {
    /// These events; none where the product knows records that are no event.
    record Events(List<Draft> drafts) implements Made {
      public Events {
        drafts = List.copyOf(drafts);
      }
    }

    /// Nothing, because of this.
    record Refused(String why) implements Made {}
  }

  /// An event before it has a uuid for certain.
  ///
  /// @param uuid a function of the id that the product gives the event; empty if it gives none
  /// @param micros when it happened, microseconds since 1970 UTC
  record Draft(
      Optional<EventId> uuid,
      String name,
      DistinctId distinctId,
      long micros,
      JsonBytes properties) {}
}
