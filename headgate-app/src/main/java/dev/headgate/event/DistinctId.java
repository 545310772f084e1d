package dev.headgate.event;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A `distinct_id`: what a client calls a user or a device. At most 200 code points, never blank,
/// without NUL; ordered by code point.
public record DistinctId(String value) implements Comparable<DistinctId> {

  public DistinctId {
    if (Text.isBlank(value) || !Text.storable(value).equals(value)) {
      throw new IllegalArgumentException("not a storable distinct_id: use DistinctId.of");
    }
  }

  /// The id as it is stored: NUL becomes U+FFFD, the rest beyond 200 code points is cut; empty for
  /// a blank one. Surrounding white space is kept.
  public static Optional<DistinctId> of(String raw) {
    String storable = Text.storable(raw);
    return Text.isBlank(storable) ? Optional.empty() : Optional.of(new DistinctId(storable));
  }

  @Override
  public int compareTo(DistinctId other) {
    return Text.compareByCodePoint(value, other.value);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof DistinctId that && value.equals(that.value);
  }

  @Override
  public int hashCode() {
    return value.hashCode();
  }

  @Override
  public String toString() {
    return value;
  }
}
