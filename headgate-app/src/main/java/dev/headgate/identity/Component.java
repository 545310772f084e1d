package dev.headgate.identity;

import dev.headgate.event.DistinctId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The ids that are one person, and how they became one.
///
/// @param ids sorted, at least one
/// @param survivor the first id of the person that survived all joins: it names the person
/// @param joins the merges that joined two groups of these ids, in time order: one fewer than ids
/// @param touched the earliest legal merge that names one of the ids, whatever became of it; null
///   if none does. A touched person is identified
public record Component(
    List<DistinctId> ids, DistinctId survivor, List<MergeFact> joins, @Nullable Stamp touched) {
  public Component {
    if (joins.size() != ids.size() - 1) {
      throw new IllegalArgumentException(
          ids.size() + " ids are one person by " + joins.size() + " joins");
    }
  }

  /// An id that no merge names.
  public static Component untouched(DistinctId id) {
    return new Component(List.of(id), id, List.of(), null);
  }
}
