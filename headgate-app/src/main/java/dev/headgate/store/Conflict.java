package dev.headgate.store;

import dev.headgate.event.DistinctId;
import dev.headgate.event.EventId;
import dev.headgate.event.ProjectId;
import java.util.List;

/// That somebody brought another event under the uuid of one that was stored first. That one stays;
/// the other is not stored, and kept here without its properties.
///
/// @param importNumber who brought it; 0 for live traffic
/// @param holder who has the stored one; 0 for live traffic
/// @param copies how many such events came, all of this uuid and importNumber
/// @param event the name of the first of them
/// @param differs in what that one is another: `event`, `distinct_id`, `timestamp`, `properties`
public record Conflict(
    ProjectId project,
    EventId uuid,
    int importNumber,
    int holder,
    long copies,
    String event,
    DistinctId distinctId,
    long timestampMicros,
    List<String> differs) {

  /// The same, with more copies.
  public Conflict plus(long more) {
    return new Conflict(
        project,
        uuid,
        importNumber,
        holder,
        copies + more,
        event,
        distinctId,
        timestampMicros,
        differs);
  }
}
