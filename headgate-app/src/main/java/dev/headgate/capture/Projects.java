package dev.headgate.capture;

import dev.headgate.event.ProjectId;
import dev.headgate.event.ProjectToken;
import java.util.Optional;

/// Whose token it is. Asked for every request: answers from memory.
@FunctionalInterface
public interface Projects {
  Optional<ProjectId> withToken(ProjectToken token);
}
