package dev.headgate.assess;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What one pass over an export found. Its JSON form (snake_case keys) is `assessment.json`.
///
/// @param lines header + blank lines + lines of records
/// @param events events the records and the identity pairs make; what an import sends
/// @param rejected records refused
/// @param rejectedByReason by count, then reason: see {@link dev.headgate.source.RejectReason#key}
/// @param records lines that hold a record, rejected ones included: what `verify` calls `read`
/// @param noEvent records of which the format makes no event
/// @param topDistinctIds the 100 with most events, by events then id
/// @param eventTypes by events then name, the first {@link #MAX_EVENT_TYPES}
/// @param firstTimestamp RFC 3339 in UTC; empty without events
/// @param days events by day (UTC), in order
/// @param merges events that ask for a merge, those of identity pairs included
/// @param identityPairs pairs of a user and a device that records name side by side; each makes a
///   `$identify` where it stands first
/// @param repeatedRecords records that are byte for byte a repetition of an earlier one of their
///   file and have no uuid of their own
/// @param equalAcrossFiles records without a uuid of their own that also stand in an earlier file:
///   one event (where a file repeats them, as many as the earlier file has)
/// @param duplicateUuids events whose own uuid an earlier event had
/// @param futureTimestamps events later than the moment the assessment began
/// @param eventBytes sum of the bytes of all records that make events
public record Assessment(
    List<SourceSummary> sources,
    String format,
    long lines,
    long records,
    long events,
    long blankLines,
    long noEvent,
    long rejected,
    Map<String, Long> rejectedByReason,
    long distinctIds,
    List<IdCount> topDistinctIds,
    long eventTypeCount,
    List<TypeCount> eventTypes,
    Optional<String> firstTimestamp,
    Optional<String> lastTimestamp,
    List<DayCount> days,
    Merges merges,
    long identityPairs,
    long repeatedRecords,
    long equalAcrossFiles,
    long duplicateUuids,
    long futureTimestamps,
    long before1971,
    long eventBytes,
    long largestEventBytes,
    List<Hazard> hazards,
    Load load,
    Identities identities,
    Times times,
    PropertyFindings properties) {

  public static final int TOP_IDS = 100;
  public static final int MAX_EVENT_TYPES = 1_000;

  public Assessment {
    sources = List.copyOf(sources);
    rejectedByReason = Collections.unmodifiableMap(new LinkedHashMap<>(rejectedByReason));
    topDistinctIds = List.copyOf(topDistinctIds);
    eventTypes = List.copyOf(eventTypes);
    days = List.copyOf(days);
    hazards = List.copyOf(hazards);
  }

  /// One file of the export, or one entry of an archive.
  ///
  /// @param bytes bytes as they lie there, packed
  /// @param contentBytes bytes of uncompressed content
  /// @param contentDigest of the uncompressed bytes
  /// @param lines as in {@link Assessment#lines}
  /// @param firstTimestamp decides the order in which files are sent
  /// @param truncated where and why it ends too early
  public record SourceSummary(
      String name,
      long bytes,
      long contentBytes,
      String contentDigest,
      long lines,
      long events,
      Optional<String> firstTimestamp,
      Optional<String> truncated) {}

  /// How many events an id has.
  ///
  /// @param share of all events, 0 to 1
  public record IdCount(String distinctId, long events, double share) {}

  /// How many events a type has, and what they weigh.
  ///
  /// @param bytes of its events that stand in a record
  /// @param size how the sizes of those are spread, in bytes, to a sixteenth
  /// @param costShare of the estimated cost of an import of all, 0 to 1: see {@link CostWeights}
  public record TypeCount(String event, long events, long bytes, Spread size, double costShare) {}

  /// How many events a day has.
  ///
  /// @param day `2024-03-01`
  public record DayCount(String day, long events) {}

  /// Events that ask for two ids to be one person.
  public record Merges(long identify, long createAlias, long mergeDangerously) {
    public long total() {
      return identify + createAlias + mergeDangerously;
    }
  }

  /// Something about the data that people should know.
  ///
  /// @param kind stable name, such as `future_timestamps`
  /// @param what goes on after the count: `events lie in the future`
  /// @param examples at most a few places, `file:line`
  public record Hazard(String kind, long count, String what, List<String> examples) {
    public Hazard {
      examples = List.copyOf(examples);
    }
  }
}
