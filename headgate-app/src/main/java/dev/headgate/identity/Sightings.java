package dev.headgate.identity;

import org.jspecify.annotations.Nullable;

/// When an id was first met: by an event that makes a person of it (`seen`), and by one that does
/// not (`personless`). Null: never.
public record Sightings(@Nullable Stamp seen, @Nullable Stamp personless) {
  public static final Sightings NONE = new Sightings(null, null);

  public Sightings merge(Sightings other) {
    return new Sightings(
        Stamp.earlier(seen, other.seen), Stamp.earlier(personless, other.personless));
  }

  /// Whether both have an event in common that is the earliest of its kind.
  public boolean sharesOneWith(Sightings other) {
    return (seen != null && seen.equals(other.seen))
        || (personless != null && personless.equals(other.personless));
  }

  boolean seenBefore(Stamp moment) {
    return seen != null && seen.isBefore(moment);
  }

  boolean personlessBefore(Stamp moment) {
    return personless != null && personless.isBefore(moment);
  }
}
