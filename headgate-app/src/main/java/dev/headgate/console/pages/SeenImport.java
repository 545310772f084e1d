package dev.headgate.console.pages;

import dev.headgate.admit.ControlFault;
import dev.headgate.admit.ControlPlane;
import dev.headgate.admit.ImportRecord;
import dev.headgate.admit.Subject;
import dev.headgate.admit.TrailEntry;
import java.util.List;
import java.util.Optional;

/// An import and what was done to it, as a page shows both.
///
/// @param audit oldest first; the record knows all of it
record SeenImport(ImportRecord record, List<TrailEntry> audit) {
  SeenImport {
    audit = List.copyOf(audit);
  }

  /// Reads the trail first: of a step in between the page shows what came of it, and counts it as
  /// one that is still to be seen. The other way round nobody would ever be told of it.
  static Optional<SeenImport> read(ControlPlane control, int number) throws ControlFault {
    List<TrailEntry> audit = control.trail().of(Subject.ofImport(number));
    return control.imports().find(number).map(record -> new SeenImport(record, audit));
  }
}
