package dev.headgate.identity;

import dev.headgate.event.DistinctId;
import dev.headgate.event.Event;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What one event says about persons: that its id was met, what it writes to the person's
/// properties, and whether it asks for a merge.
public final class EventFacts {
  private final Stamp at;
  private final DistinctId id;
  private final boolean personless;
  private final PropertyWrites writes;
  private final @Nullable MergeFact fact;
  private final @Nullable MergeRefusal refusal;

  EventFacts(
      Stamp at,
      DistinctId id,
      boolean personless,
      PropertyWrites writes,
      @Nullable MergeFact fact,
      @Nullable MergeRefusal refusal) {
    this.at = at;
    this.id = id;
    this.personless = personless;
    this.writes = writes;
    this.fact = fact;
    this.refusal = refusal;
  }

  /// Reads the event's properties once.
  ///
  /// @throws IllegalArgumentException the properties are no JSON object; capture lets none through
  public static EventFacts of(Event event) {
    return new FactReader(FactReader.FEW_VALUES).read(event);
  }

  public Stamp at() {
    return at;
  }

  public DistinctId id() {
    return id;
  }

  /// Whether the event leaves persons alone (`$process_person_profile` is false): then it only says
  /// that its id was met so, and any merge it asks for is a refusal.
  public boolean personless() {
    return personless;
  }

  /// What the event writes, by property key: one write each, for of several the last to take effect
  /// counts (`$set_once`, then `$set`, then `$unset`).
  public PropertyWrites writes() {
    return writes;
  }

  /// The merge it asks for, if that is legal.
  public Optional<MergeFact> fact() {
    return Optional.ofNullable(fact);
  }

  /// The merge it asks for, if that is not legal.
  public Optional<MergeRefusal> refusal() {
    return Optional.ofNullable(refusal);
  }
}
