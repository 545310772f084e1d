package dev.headgate.store;

import dev.headgate.event.DistinctId;
import dev.headgate.event.ProjectId;
import dev.headgate.identity.IdRegisters;
import dev.headgate.identity.MergeFact;
import dev.headgate.identity.MergeRefusal;
import dev.headgate.identity.Stamp;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The facts of one segment: at most one set of registers per id, however many events it had.
///
/// @param live ids of live events: of their persons somebody may be waiting to hear
public record PersonFacts(
    Map<ProjectId, Map<DistinctId, IdRegisters>> registers,
    List<Merge> merges,
    Map<ProjectId, Set<DistinctId>> live) {

  /// Facts of which it does not matter where they come from.
  public PersonFacts(Map<ProjectId, Map<DistinctId, IdRegisters>> registers, List<Merge> merges) {
    this(registers, merges, Map.of());
  }

  /// The ids of a project that live events are of.
  public Set<DistinctId> live(ProjectId project) {
    return live.getOrDefault(project, Set.of());
  }

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
