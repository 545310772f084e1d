package dev.headgate.store;

import dev.headgate.identity.Stamp;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/// Merges that were asked for and not made.
///
/// @param counts of all that the question meant, by what is warned of; none is left out as zero
/// @param page some of them, in time order; each has a {@link MergeWarning}
public record MergeWarnings(Map<MergeWarning, Long> counts, List<PersonHistory.Merge> page) {

  /// Which warnings are meant, and how many of them come at once.
  ///
  /// @param importNumber those of this import's events only; 0 is live traffic
  /// @param after the page begins behind this merge
  /// @param most entries of the page
  public record Question(OptionalInt importNumber, Optional<Stamp> after, int most) {}
}
