package dev.headgate.assess;

import dev.headgate.source.RecordHash;
import dev.headgate.source.RejectReason;
import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/// All that an {@link Assessor} counts. Two of them add up: {@link #absorb} is associative and, as
/// long as no record was counted twice, the order does not matter.
final class Tallies implements AutoCloseable {
  final long nowMicros;
  final IdTally ids;
  final TypeTally types;
  final TimeTally times;
  final EqualRecords equalRecords;
  final OwnUuids ownUuids;
  final IdentityPairs pairs;
  final MergeIds mergeIds;
  final MergeTally merges;
  final PropertySample properties;
  final RecordSketch.Builder sketch = new RecordSketch.Builder();
  final Examples large = new Examples();
  final Map<RejectReason, Long> rejectedByReason = new EnumMap<>(RejectReason.class);

  /// By their index in the export.
  final NavigableMap<Integer, PartTally> parts = new TreeMap<>();

  long blankLines;
  long noEvent;
  long eventBytes;
  long largestEventBytes;

  Tallies(Path folder, RecordHash hash, long nowMicros, int memoryBytes, boolean thorough) {
    this.nowMicros = nowMicros;
    this.ids = new IdTally(folder, memoryBytes / 8 * 3);
    this.types = new TypeTally(folder, memoryBytes / 16);
    this.times = new TimeTally(folder, memoryBytes / 8, nowMicros);
    this.equalRecords = new EqualRecords(folder, memoryBytes / 4);
    this.ownUuids = new OwnUuids(folder, memoryBytes / 4);
    this.pairs = new IdentityPairs(folder, hash, memoryBytes / 4);
    this.mergeIds = new MergeIds(folder, hash, memoryBytes / 8);
    this.merges = new MergeTally(mergeIds);
    this.properties = new PropertySample(folder, thorough, memoryBytes / 64);
  }

  /// Takes over what was counted of other records; the other one is of no use after that.
  void absorb(Tallies other) throws IOException {
    if (nowMicros != other.nowMicros || properties.thorough() != other.properties.thorough()) {
      throw new IllegalArgumentException("not of the same assessment");
    }
    for (PartTally its : other.parts.values()) {
      PartTally ours = parts.putIfAbsent(its.index(), its);
      if (ours != null) {
        ours.absorb(its);
      }
    }
    ids.absorb(other.ids);
    types.absorb(other.types);
    times.absorb(other.times);
    equalRecords.absorb(other.equalRecords);
    ownUuids.absorb(other.ownUuids);
    pairs.absorb(other.pairs);
    mergeIds.absorb(other.mergeIds);
    merges.absorb(other.merges);
    properties.absorb(other.properties);
    sketch.absorb(other.sketch);
    large.absorb(other.large);
    other.rejectedByReason.forEach((reason, n) -> rejectedByReason.merge(reason, n, Long::sum));
    blankLines += other.blankLines;
    noEvent += other.noEvent;
    eventBytes += other.eventBytes;
    largestEventBytes = Math.max(largestEventBytes, other.largestEventBytes);
  }

  @Override
  public void close() throws IOException {
    try (ids;
        types;
        times;
        equalRecords;
        ownUuids;
        pairs;
        mergeIds;
        properties) {
      parts.clear();
    }
  }
}
