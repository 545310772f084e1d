package dev.headgate.store;

import dev.headgate.event.DistinctId;
import dev.headgate.event.Event;
import dev.headgate.event.ProjectId;
import dev.headgate.eventlog.CapturedEvent;
import dev.headgate.identity.EventFacts;
import dev.headgate.identity.FactReader;
import dev.headgate.identity.IdRegisters;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Collects the facts of a segment's events: however many events an id has, it comes out once. Not
/// thread-safe; holds no more than the segment it is fed.
public final class FactCollector {
  private final Map<ProjectId, Map<DistinctId, IdRegisters.Builder>> builders = new HashMap<>();
  private final FactReader reader = new FactReader();
  private List<PersonFacts.Merge> merges = new ArrayList<>();
  private Map<ProjectId, Set<DistinctId>> live = new HashMap<>();

  /// Adds what one event says, of live traffic or of an import.
  ///
  /// @param importNumber the import that brought it; {@link CapturedEvent#LIVE} for live traffic
  public void add(ProjectId project, int importNumber, Event event) {
    add(importNumber == CapturedEvent.LIVE, project, importNumber, event);
  }

  /// Adds what one event says.
  ///
  /// @param isLive whether somebody may be waiting to hear of its person: it came in the live lane
  /// @param importNumber the import that brought it; 0 for none
  public void add(boolean isLive, ProjectId project, int importNumber, Event event) {
    EventFacts facts = reader.read(event);
    builders
        .computeIfAbsent(project, _ -> new HashMap<>())
        .computeIfAbsent(facts.id(), _ -> new IdRegisters.Builder())
        .absorb(facts);
    if (isLive) {
      live.computeIfAbsent(project, _ -> new HashSet<>()).add(facts.id());
    }
    facts.fact().ifPresent(fact -> merges.add(new PersonFacts.Asked(project, importNumber, fact)));
    facts
        .refusal()
        .ifPresent(refusal -> merges.add(new PersonFacts.Illegal(project, importNumber, refusal)));
  }

  /// What was collected since the last time; the collector starts anew.
  public PersonFacts take() {
    Map<ProjectId, Map<DistinctId, IdRegisters>> registers = new HashMap<>();
    builders.forEach((project, ofProject) -> {
      Map<DistinctId, IdRegisters> byId = HashMap.newHashMap(ofProject.size());
      ofProject.forEach((id, builder) -> byId.put(id, builder.build()));
      registers.put(project, byId);
    });
    PersonFacts facts = new PersonFacts(registers, merges, live);
    builders.clear();
    merges = new ArrayList<>();
    live = new HashMap<>();
    return facts;
  }
}
