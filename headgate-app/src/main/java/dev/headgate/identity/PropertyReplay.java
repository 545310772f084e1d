package dev.headgate.identity;

import dev.headgate.event.DistinctId;
import dev.headgate.event.JsonBytes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// A person's properties: the registers of its ids written down in time order, joined where the ids
/// were joined. A join comes before the writes of its own event.
///
/// ```
/// id a   set k=1 ----------+-- set k=3 ->   k=3
/// id b   set k=2, m=5 -----+                m=5     (into a: a's value, else b's)
///                         join
/// ```
///
/// Per key, a group is in one of three states: nothing, a value, or unset on purpose (a tombstone,
/// which a write-once does not overwrite).
final class PropertyReplay {
  private final Map<DistinctId, Group> groupOf = new HashMap<>();

  private PropertyReplay() {}

  static SortedMap<String, JsonBytes> of(
      Component component, Function<DistinctId, IdRegisters> registersOf) {
    SortedMap<String, JsonBytes> values = new TreeMap<>();
    group(component, registersOf)
        .states
        .forEach((key, state) -> {
          if (state.kind() != PropertyRegister.Kind.UNSET) {
            values.put(key, state.value());
          }
        });
    return values;
  }

  /// The writes that stand in the end, by key; also those that unset.
  static SortedMap<String, PropertyRegister> writes(
      Component component, Function<DistinctId, IdRegisters> registersOf) {
    return new TreeMap<>(group(component, registersOf).states);
  }

  private static Group group(Component component, Function<DistinctId, IdRegisters> registersOf) {
    if (component.ids().size() == 1) {
      Group alone = new Group();
      registersOf.apply(component.ids().getFirst()).forEach(alone.states::put);
      return alone;
    }
    return new PropertyReplay().replay(component, registersOf);
  }

  private Group replay(Component component, Function<DistinctId, IdRegisters> registersOf) {
    List<Write> writes = new ArrayList<>();
    for (DistinctId id : component.ids()) {
      groupOf.put(id, new Group());
      registersOf.apply(id).forEach((key, register) -> writes.add(new Write(id, key, register)));
    }
    writes.sort(Comparator.comparing(write -> write.register.at()));
    int next = 0;
    for (MergeFact join : component.joins()) {
      while (next < writes.size() && writes.get(next).register.at().isBefore(join.at())) {
        write(writes.get(next++));
      }
      join(groupOf(join.into()), groupOf(join.other()));
    }
    while (next < writes.size()) {
      write(writes.get(next++));
    }
    return groupOf(component.survivor());
  }

  private void write(Write write) {
    Map<String, PropertyRegister> states = groupOf(write.id).states;
    if (write.register.kind() == PropertyRegister.Kind.SET_ONCE) {
      states.putIfAbsent(write.key, write.register);
    } else {
      states.put(write.key, write.register);
    }
  }

  /// The group with fewer keys is poured into the other, so that a key moves at most log n times.
  private static void join(Group into, Group other) {
    boolean keepInto = into.states.size() >= other.states.size();
    Group kept = keepInto ? into : other;
    Group poured = keepInto ? other : into;
    poured.states.forEach((key, state) ->
        kept.states.merge(
            key, state, (mine, theirs) -> keepInto ? joined(mine, theirs) : joined(theirs, mine)));
    poured.states = Map.of();
    poured.partOf = kept;
  }

  /// `into`'s value, else `other`'s, else a tombstone.
  private static PropertyRegister joined(PropertyRegister into, PropertyRegister other) {
    return into.kind() == PropertyRegister.Kind.UNSET ? other : into;
  }

  private Group groupOf(DistinctId id) {
    Group group = groupOf.get(id);
    if (group == null) {
      throw new IllegalStateException("a join names " + id + ", which is not of the component");
    }
    return group.last();
  }

  private record Write(DistinctId id, String key, PropertyRegister register) {}

  /// The states of a group's keys, until it is poured into another.
  private static final class Group {
    private Map<String, PropertyRegister> states = new HashMap<>();
    private @Nullable Group partOf;

    /// The group this one has become part of, halving the path to it.
    Group last() {
      Group at = this;
      while (at.partOf != null) {
        if (at.partOf.partOf != null) {
          at.partOf = at.partOf.partOf;
        }
        at = at.partOf;
      }
      return at;
    }
  }
}
