package dev.headgate.assess;

import dev.headgate.event.DistinctId;
import dev.headgate.event.EventKind;
import dev.headgate.event.IllegalIds;
import dev.headgate.event.JsonBytes;
import dev.headgate.json.JsonCursor;
import dev.headgate.json.JsonKind;
import dev.headgate.json.MalformedJson;
import dev.headgate.source.EventDraft;
import dev.headgate.source.Position;
import java.io.IOException;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/// The events that ask for a merge, by kind, and those of them that name an id no merge may name.
final class MergeTally {
  private final Map<EventKind, Long> byKind = new EnumMap<>(EventKind.class);
  private final Examples illegal = new Examples();
  private final MergeIds ids;

  /// @param ids told of each legal merge
  MergeTally(MergeIds ids) {
    this.ids = ids;
  }

  void add(EventDraft draft, Position position) throws IOException {
    EventKind kind = EventKind.ofName(draft.name());
    if (kind == EventKind.PLAIN) {
      return;
    }
    OtherId other = otherId(draft.properties(), kind.otherIdProperty());
    if (!kind.asksForMerge(other.json)) {
      return;
    }
    byKind.merge(kind, 1L, Long::sum);
    if (IllegalIds.isIllegal(other.text) || IllegalIds.isIllegal(draft.distinctId().value())) {
      illegal.add(position.part(), position.line());
      return;
    }
    Optional<DistinctId> legal = DistinctId.of(other.text);
    if (legal.isPresent() && !legal.get().equals(draft.distinctId())) {
      ids.add(draft.distinctId().value(), legal.get().value());
    }
  }

  void absorb(MergeTally other) {
    other.byKind.forEach((kind, count) -> byKind.merge(kind, count, Long::sum));
    illegal.absorb(other.illegal);
  }

  /// Counts merges that identity pairs imply; they name no placeholder.
  void addPairs(long pairs) {
    byKind.merge(EventKind.IDENTIFY, pairs, Long::sum);
  }

  /// @param text the id itself: a string decoded, anything else as it is written
  private record OtherId(Optional<JsonBytes> json, String text) {}

  private static OtherId otherId(JsonBytes properties, String name) {
    OtherId found = new OtherId(Optional.empty(), "");
    try {
      JsonCursor members = JsonCursor.object(properties);
      while (members.next()) {
        if (members.name().equals(name)) {
          boolean string = members.kind() == JsonKind.STRING;
          JsonBytes json = members.raw();
          found = new OtherId(Optional.of(json), string ? decoded(json) : json.toString());
        }
      }
      return found;
    } catch (MalformedJson e) {
      throw new IllegalArgumentException("a draft's properties are a well-formed object", e);
    }
  }

  private static String decoded(JsonBytes string) throws MalformedJson {
    JsonCursor only = JsonCursor.array(JsonBytes.of("[" + string + "]"));
    only.next();
    return only.text();
  }

  Assessment.Merges merges() {
    return new Assessment.Merges(
        byKind.getOrDefault(EventKind.IDENTIFY, 0L),
        byKind.getOrDefault(EventKind.CREATE_ALIAS, 0L),
        byKind.getOrDefault(EventKind.MERGE_DANGEROUSLY, 0L));
  }

  Examples illegal() {
    return illegal;
  }
}
