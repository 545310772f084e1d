package dev.headgate.assess;

import java.util.List;
import java.util.Optional;

/// What an export's times look like, beyond which days they are of.
///
/// @param outOfOrder events that are earlier than the one before them in their file
/// @param outOfOrderShare of all events that stand in a record, 0 to 1
/// @param largestStepBackSeconds the furthest that an event is earlier than the one before it
/// @param largestStepBackAt where that one stands, `file:line`
/// @param midnight events at midnight (UTC) to the microsecond
/// @param wrongUnit events before 1971 that would be of this age had their number been read as
///   seconds
/// @param zoneOffsets how the sampled events' times say their offset, by how many do; times that
///   are numbers, or say none, are not among them
public record Times(
    long outOfOrder,
    double outOfOrderShare,
    double largestStepBackSeconds,
    Optional<String> largestStepBackAt,
    long midnight,
    long wrongUnit,
    List<OffsetCount> zoneOffsets) {

  public static final Times NONE = new Times(0, 0, 0, Optional.empty(), 0, 0, List.of());

  public Times {
    zoneOffsets = List.copyOf(zoneOffsets);
  }

  /// How many sampled events say an offset.
  ///
  /// @param offset as written: `Z`, `+02:00`; `none` where the text says no offset
  public record OffsetCount(String offset, long events) {}
}
