package dev.headgate.eventlog;

import dev.headgate.event.DistinctId;
import dev.headgate.event.ProjectId;
import java.time.Instant;
import java.util.Optional;

/// An id whose events use several partitions, or did.
///
/// @param partitions it uses
/// @param importNumber the import it was spread for; {@link #NO_IMPORT} if for none
/// @param found whether its share was seen in the traffic, not said in advance
/// @param reason for people
/// @param until when it came back to one partition; empty while it is spread
public record SpreadId(
    Lane lane,
    ProjectId project,
    DistinctId id,
    int partitions,
    int importNumber,
    boolean found,
    String reason,
    Instant since,
    Optional<Instant> until) {
  public static final int NO_IMPORT = 0;

  SpreadId endedAt(Instant moment) {
    return new SpreadId(
        lane, project, id, partitions, importNumber, found, reason, since, Optional.of(moment));
  }
}
