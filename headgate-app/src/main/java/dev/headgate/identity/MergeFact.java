package dev.headgate.identity;

import dev.headgate.event.DistinctId;

/// An event's wish that `other` be the same person as `into`. Legal: neither id is illegal, they
/// differ, and the event is not personless; what is not legal is no fact but a {@link
/// MergeRefusal}.
public record MergeFact(Stamp at, DistinctId into, DistinctId other, MergeKind kind) {
  public MergeFact {
    if (into.equals(other)) {
      throw new IllegalArgumentException("an id cannot be merged into itself: " + into);
    }
  }
}
