package dev.headgate.verify;

import dev.headgate.event.EventId;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The verdict on an import: what was read against what is stored. `read = stored + deduplicated +
/// rejected + dropped`, and what that leaves is `missing`. Its JSON form (snake_case keys) is
/// `verification.json`.
///
/// @param read events, records that make none, and rejects
/// @param stored events read and found under this import's number
/// @param deduplicated events whose uuid occurred earlier in the export, or that another holder had
/// @param dropped by an app, or by the format
/// @param missing events read that are nowhere
/// @param extra rows stored under this import's number that were not read, or are there twice
/// @param conflicting events read whose uuid is stored with another day or name: two different
///   events of one uuid
/// @param multisetHashEqual whether, conflicts reconciled, all sums agree
/// @param discrepancies the first {@link #MAX_DISCREPANCIES}
public record Verification(
    int importNumber,
    long read,
    long stored,
    long deduplicated,
    long rejected,
    Map<String, Long> rejectedByReason,
    long dropped,
    Map<String, Long> droppedByApp,
    long missing,
    long extra,
    long conflicting,
    MergeFacts mergeFacts,
    boolean multisetHashEqual,
    boolean verified,
    List<Discrepancy> discrepancies) {

  public static final int MAX_DISCREPANCIES = 1_000;

  /// The name under which records count as dropped of which the format makes no event.
  public static final String DROPPED_BY_FORMAT = "format";

  public Verification {
    if (read != stored + deduplicated + rejected + dropped + missing) {
      throw new IllegalArgumentException(
          "read " + read + " is not the sum of what became of it: a bug in the verifier");
    }
    boolean holds = missing == 0 && extra == 0 && multisetHashEqual && mergeFacts.addUp();
    if (verified != holds) {
      throw new IllegalArgumentException("verified must say whether everything agrees: " + holds);
    }
  }

  /// What became of the merges that events asked for.
  ///
  /// @param read by events that were read, and neither deduplicated nor dropped
  public record MergeFacts(long read, long applied, long refused, long setAside) {
    public boolean addUp() {
      return read == applied + refused + setAside;
    }
  }

  /// One event about which the export and the store differ.
  ///
  /// @param place where the export has it
  /// @param stored what the store has
  public record Discrepancy(
      Kind kind, EventId uuid, Optional<Place> place, Optional<Observed.Stored> stored) {}

  public enum Kind {
    MISSING,
    EXTRA,
    CONFLICTING
  }

  /// Where the export has an event.
  ///
  /// @param source the file's name
  /// @param line from 1
  /// @param offset in bytes of the uncompressed content
  public record Place(String source, long line, long offset) {}
}
