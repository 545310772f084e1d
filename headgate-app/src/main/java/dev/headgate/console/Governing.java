package dev.headgate.console;

import dev.headgate.pace.Moment;
import java.util.List;
import java.util.Optional;

/// What the governor of a pipeline does, as its face sees it.
public interface Governing {
  /// The last moments, a quarter of an hour or so, oldest first; none while nothing was felt yet.
  List<Moment> trace();

  /// The present moment; none while nothing is felt.
  Optional<Moment> latest();
}
