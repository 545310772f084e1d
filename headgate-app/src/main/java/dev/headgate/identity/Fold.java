package dev.headgate.identity;

import dev.headgate.event.DistinctId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Which ids are one person: the fold of merge facts.
///
/// A sequential processor refuses a merge `(into, other)` when `other` already belongs to an
/// identified person and `into` to a person of its own. Whether that is so can be told from three
/// minima per id, without replaying anything:
///
/// - A legal merge leaves both its ids on identified persons, whatever becomes of it, and every
///   group of two ids was made by such a merge. So "`other` is identified" means "an earlier merge
///   names `other`".
/// - A person exists from the first sighting or the first merge that names one of its ids. So
///   "`into` has no person" means "no earlier merge names `into`, and it was not seen before".
///
/// Hence a merge is *active*, it joins its ids unless they are joined already, if it is
/// `$merge_dangerously`, or the earliest to name its `other`, or the earliest to name its `into`
/// while that was not seen before. Active merges are joined in time order, because the limit on ids
/// and the survivor of a join depend on what was joined before.
///
/// @param components of all ids that the facts name, sorted by smallest id
/// @param outcomes of every fact, in time order
public record Fold(List<Component> components, Map<MergeFact, MergeOutcome> outcomes) {
  /// The most ids one person may have unless a policy says otherwise.
  public static final int DEFAULT_ID_LIMIT = 100_000;

  /// Folds all facts that name any of the ids they name.
  ///
  /// @param facts in any order, repeats allowed; no two different ones of the same stamp
  /// @param sightings of any id the facts name
  /// @param idLimit the most ids of one person; a merge that would exceed it is set aside
  public static Fold of(
      Collection<MergeFact> facts, Function<DistinctId, Sightings> sightings, int idLimit) {
    List<MergeFact> inTimeOrder = new ArrayList<>(facts);
    inTimeOrder.sort(Comparator.comparing(MergeFact::at));
    Groups groups = new Groups(sightings);
    Map<MergeFact, MergeOutcome> outcomes = LinkedHashMap.newLinkedHashMap(inTimeOrder.size());
    for (MergeFact fact : inTimeOrder) {
      outcomes.computeIfAbsent(fact, f -> groups.process(f, idLimit));
    }
    return new Fold(groups.components(), outcomes);
  }

  /// Whether it may matter to the fold when the fact's `other` was seen; if not, it may be told
  /// that it never was. It matters only where `into` had no person yet, which the other one's would
  /// survive.
  ///
  /// @param ofInto the sightings of `into`
  public static boolean asksForOther(MergeFact fact, Sightings ofInto) {
    return !ofInto.seenBefore(fact.at());
  }

  /// Ids by number, in a forest of groups: union by size, with path halving.
  private static final class Groups {
    private final Function<DistinctId, Sightings> sightingsOf;
    private final Map<DistinctId, Integer> numbers = new HashMap<>();
    private final List<DistinctId> ids = new ArrayList<>();
    private final List<Sightings> sightings = new ArrayList<>();
    private final List<@Nullable Stamp> touched = new ArrayList<>();
    private final List<MergeFact> joins = new ArrayList<>();
    private int[] parent = new int[16];
    private int[] size = new int[16];
    private int[] survivor = new int[16];

    Groups(Function<DistinctId, Sightings> sightingsOf) {
      this.sightingsOf = sightingsOf;
    }

    MergeOutcome process(MergeFact fact, int idLimit) {
      int into = number(fact.into());
      int other = number(fact.other());
      boolean intoExists = exists(into, fact.at());
      boolean otherExists = exists(other, fact.at());
      boolean active =
          fact.kind() == MergeKind.MERGE_DANGEROUSLY || touched.get(other) == null || !intoExists;
      touch(into, fact.at());
      touch(other, fact.at());
      int intoGroup = group(into);
      int otherGroup = group(other);
      if (intoGroup == otherGroup) {
        return MergeOutcome.NOTHING_TO_DO;
      }
      if (!active) {
        return MergeOutcome.REFUSED;
      }
      if (size[intoGroup] + size[otherGroup] > idLimit) {
        return MergeOutcome.SET_ASIDE;
      }
      boolean otherSurvives =
          !intoExists && (otherExists || onlyOtherWasPersonless(into, other, fact.at()));
      join(intoGroup, otherGroup, survivor[otherSurvives ? otherGroup : intoGroup]);
      joins.add(fact);
      return MergeOutcome.JOINED;
    }

    private boolean exists(int id, Stamp moment) {
      return touched.get(id) != null || sightings.get(id).seenBefore(moment);
    }

    private boolean onlyOtherWasPersonless(int into, int other, Stamp moment) {
      return sightings.get(other).personlessBefore(moment)
          && !sightings.get(into).personlessBefore(moment);
    }

    private void touch(int id, Stamp at) {
      if (touched.get(id) == null) {
        touched.set(id, at);
      }
    }

    private int number(DistinctId id) {
      Integer known = numbers.get(id);
      if (known != null) {
        return known;
      }
      int number = ids.size();
      numbers.put(id, number);
      ids.add(id);
      sightings.add(sightingsOf.apply(id));
      touched.add(null);
      if (number == parent.length) {
        parent = Arrays.copyOf(parent, 2 * number);
        size = Arrays.copyOf(size, 2 * number);
        survivor = Arrays.copyOf(survivor, 2 * number);
      }
      parent[number] = number;
      size[number] = 1;
      survivor[number] = number;
      return number;
    }

    private int group(int id) {
      int at = id;
      while (parent[at] != at) {
        parent[at] = parent[parent[at]];
        at = parent[at];
      }
      return at;
    }

    private void join(int a, int b, int survivorOfBoth) {
      int large = size[a] >= size[b] ? a : b;
      int small = large == a ? b : a;
      parent[small] = large;
      size[large] += size[small];
      survivor[large] = survivorOfBoth;
    }

    List<Component> components() {
      Map<Integer, List<DistinctId>> members = new HashMap<>();
      Map<Integer, Stamp> earliest = new HashMap<>();
      for (int id = 0; id < ids.size(); id++) {
        members.computeIfAbsent(group(id), _ -> new ArrayList<>()).add(ids.get(id));
        Stamp first = touched.get(id);
        if (first != null) {
          earliest.merge(group(id), first, (a, b) -> b.isBefore(a) ? b : a);
        }
      }
      Map<Integer, List<MergeFact>> joinsOf = new HashMap<>();
      for (MergeFact join : joins) {
        joinsOf.computeIfAbsent(group(number(join.into())), _ -> new ArrayList<>()).add(join);
      }
      List<Component> components = new ArrayList<>(members.size());
      members.forEach((group, of) -> {
        of.sort(null);
        components.add(
            new Component(
                List.copyOf(of),
                ids.get(survivor[group]),
                List.copyOf(joinsOf.getOrDefault(group, List.of())),
                earliest.get(group)));
      });
      components.sort(Comparator.comparing(component -> component.ids().getFirst()));
      return List.copyOf(components);
    }
  }
}
