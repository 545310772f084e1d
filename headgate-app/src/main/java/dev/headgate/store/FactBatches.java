package dev.headgate.store;

import dev.headgate.event.DistinctId;
import dev.headgate.event.ProjectId;
import dev.headgate.identity.IdRegisters;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/// Hands facts on in batches of some thousand, as they are read from a store. Not thread-safe.
public final class FactBatches {
  private static final int MOST = 5_000;

  private final Consumer<PersonFacts> each;
  private Map<ProjectId, Map<DistinctId, IdRegisters>> registers = new HashMap<>();
  private List<PersonFacts.Merge> merges = new ArrayList<>();
  private int size;

  public FactBatches(Consumer<PersonFacts> each) {
    this.each = each;
  }

  /// What is known of an id; each id once.
  public void add(ProjectId project, DistinctId id, IdRegisters known) {
    registers.computeIfAbsent(project, _ -> new HashMap<>()).put(id, known);
    grown();
  }

  public void add(PersonFacts.Merge merge) {
    merges.add(merge);
    grown();
  }

  private void grown() {
    if (++size == MOST) {
      end();
    }
  }

  /// Hands on what is left.
  public void end() {
    if (size > 0) {
      PersonFacts batch = new PersonFacts(registers, merges);
      registers = new HashMap<>();
      merges = new ArrayList<>();
      size = 0;
      each.accept(batch);
    }
  }
}
