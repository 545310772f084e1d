package dev.headgate.store;

import dev.headgate.event.DistinctId;
import dev.headgate.event.ProjectId;
import dev.headgate.identity.IdRegisters;
import java.util.Optional;

/// Ids that keep no more properties.
public final class FullIds {
  private FullIds() {}

  /// What people should know of an id that has just come to have as many keys as it may; said once
  /// of an id.
  public static Optional<String> warning(
      ProjectId project, DistinctId id, IdRegisters before, IdRegisters now) {
    return now.isFull() && !before.isFull()
        ? Optional.of(
            "distinct_id %s of project %d has %d properties, the most it keeps: of more, those first in order of their names"
                .formatted(id, project.number(), now.size()))
        : Optional.empty();
  }
}
