package dev.headgate.store.postgresql;

import dev.headgate.event.DistinctId;
import dev.headgate.identity.Fold;
import dev.headgate.identity.MergeFact;
import dev.headgate.identity.Sightings;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What a step of folding has read, to be computed and written.
///
/// @param seeds marks it began with
/// @param projects what came of them
record FoldStep(int seeds, List<OfProject> projects) {
  static final FoldStep NOTHING = new FoldStep(0, List.of());

  /// @param ids all that were reached
  /// @param statuses all legal merges that name them, each with what is written of it
  /// @param sightings of the ids, as far as the fold asks for them
  /// @param members what is written of those ids that are members already
  /// @param marks of the ids, to be deleted
  record OfProject(
      int project,
      Set<DistinctId> ids,
      Map<MergeFact, @Nullable String> statuses,
      Map<DistinctId, Sightings> sightings,
      Map<DistinctId, Member> members,
      Set<Mark> marks) {

    Fold fold(int idLimit) {
      return Fold.of(statuses.keySet(), id -> sightings.getOrDefault(id, Sightings.NONE), idLimit);
    }
  }

  /// A row of `dirty`.
  ///
  /// @param place where the table has it (`ctid`)
  record Mark(String place, long number) {}

  /// The ids it has reached in a project.
  Set<DistinctId> ids(int project) {
    for (OfProject each : projects) {
      if (each.project == project) {
        return each.ids;
      }
    }
    return Set.of();
  }

  /// Whether both have reached an id.
  boolean meets(FoldStep other) {
    return projects.stream()
        .anyMatch(each -> !Collections.disjoint(each.ids, other.ids(each.project)));
  }
}
