package dev.headgate.source;

import java.util.List;

/// Where exports may lie, beside the files of this machine.
public interface Place {
  /// Whether an EXPORT argument names something here: told from its scheme.
  boolean holds(String argument);

  /// What the argument names, at most {@link #MAX_OBJECTS}.
  ///
  /// @throws SourceFault if there is nothing, or it cannot be had
  List<StoredObject> find(String argument) throws SourceFault;

  /// Most objects that one argument may name.
  int MAX_OBJECTS = 100_000;
}
