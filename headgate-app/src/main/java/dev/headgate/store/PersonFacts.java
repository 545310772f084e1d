package dev.headgate.store;

import dev.headgate.event.DistinctId;
import dev.headgate.event.ProjectId;
import dev.headgate.identity.IdRegisters;
import dev.headgate.identity.MergeFact;
import dev.headgate.identity.MergeRefusal;
import dev.headgate.identity.Stamp;
import java.util.List;
import java.util.Map;

/// The facts of one segment: at most one set of registers per id, however many events it had.
public record PersonFacts(
    Map<ProjectId, Map<DistinctId, IdRegisters>> registers, List<Merge> merges) {

  /// A merge that an event asked for.
  public sealed interface Merge {
    ProjectId project();

    int importNumber();

    /// When its event happened.
    Stamp at();
  }

  public record Asked(ProjectId project, int importNumber, MergeFact fact) implements Merge {
    @Override
    public Stamp at() {
      return fact.at();
    }
  }

  /// Not legal, so never a fact: kept to be counted and explained.
  public record Illegal(ProjectId project, int importNumber, MergeRefusal refusal)
      implements Merge {
    @Override
    public Stamp at() {
      return refusal.at();
    }
  }
}
