package dev.headgate.assess;

import dev.headgate.event.EventKind;
import dev.headgate.event.EventTime;
import dev.headgate.source.RejectReason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/// Sums up what was counted of all parts of an export, once.
final class AssessmentSum {
  private final Tallies counted;
  private final int memoryBytes;

  /// @param memoryBytes for sorting what is written down
  AssessmentSum(Tallies counted, int memoryBytes) {
    this.counted = counted;
    this.memoryBytes = memoryBytes;
  }

  /// Closes the counters as it is done with them.
  Assessed sum(String format, Path repeatsFile, Path pairsFile, Path sketchFile)
      throws IOException {
    if (!counted.parts.isEmpty() && counted.parts.lastKey() != counted.parts.size() - 1) {
      throw new IllegalStateException("not all parts were read: " + counted.parts.keySet());
    }
    long identityPairs = countPairs(pairsFile);
    counted.equalRecords.find(repeatsFile, memoryBytes / 4);
    counted.equalRecords.close();
    Examples duplicateUuids = counted.ownUuids.findDuplicates();
    counted.ownUuids.close();
    Files.write(sketchFile, counted.sketch.build().toBytes());

    List<PartTally> all = List.copyOf(counted.parts.values());
    List<Assessment.SourceSummary> sources = all.stream().map(PartTally::summary).toList();
    long events = all.stream().mapToLong(PartTally::events).sum();
    long inRecords = events - identityPairs;
    KeyTally.Ranking rankedIds = counted.ids.rank(Assessment.TOP_IDS);
    counted.ids.close();
    CostWeights weights = CostWeights.measured();
    TypeTally.Ranking rankedTypes =
        counted.types.rank(
            Assessment.MAX_EVENT_TYPES,
            weights.shares(events, counted.eventBytes, counted.merges.merges()));
    counted.types.close();
    TimeTally.Summed time = counted.times.sum();
    counted.times.close();
    PropertyCensus census = counted.properties.whole();
    Identities identities = identities();
    List<PartTally> withEvents = all.stream().filter(tally -> tally.events() > 0).toList();
    Assessment assessment =
        new Assessment(
            sources,
            format,
            sources.stream().mapToLong(Assessment.SourceSummary::lines).sum(),
            all.stream().mapToLong(PartTally::records).sum(),
            events,
            counted.blankLines,
            counted.noEvent,
            rejected().values().stream().mapToLong(Long::longValue).sum(),
            rejected(),
            rankedIds.distinct(),
            IdTally.shares(rankedIds, events),
            rankedTypes.distinct(),
            rankedTypes.top(),
            withEvents.stream()
                .min(Comparator.comparingLong(PartTally::firstMicros))
                .map(tally -> EventTime.format(tally.firstMicros())),
            withEvents.stream()
                .max(Comparator.comparingLong(PartTally::lastMicros))
                .map(tally -> EventTime.format(tally.lastMicros())),
            time.days(),
            counted.merges.merges(),
            identityPairs,
            counted.equalRecords.repeated().count(),
            counted.equalRecords.acrossFiles().count(),
            duplicateUuids.count(),
            counted.times.future().count(),
            counted.times.before1971().count(),
            counted.eventBytes,
            counted.largestEventBytes,
            hazards(sources, duplicateUuids, census, identities),
            load(time, rankedIds.spread(), weights, events),
            identities,
            timesOf(all, inRecords, census),
            propertyFindings(census, inRecords));
    return new Assessed(assessment, all.stream().map(PartTally::pin).toList());
  }

  /// Each pair makes an event of its user, at its first moment.
  private long countPairs(Path pairsFile) throws IOException {
    long found =
        counted.pairs.find(
            pairsFile,
            memoryBytes / 4,
            (timestampMicros, partIndex, line) -> {
              Objects.requireNonNull(counted.parts.get(partIndex)).event(timestampMicros);
              counted.times.add(timestampMicros, partIndex, line);
            },
            (user, deviceHash) -> {
              counted.ids.add(user);
              counted.mergeIds.addPair(user, deviceHash);
            });
    counted.pairs.close();
    if (found > 0) {
      counted.types.addWithoutSize(EventKind.IDENTIFY_NAME, found);
      counted.merges.addPairs(found);
    }
    return found;
  }

  private Load load(TimeTally.Summed time, Spread eventsPerId, CostWeights weights, long events) {
    double micros = weights.micros(events, counted.eventBytes, counted.merges.merges().total());
    return new Load(
        counted.types.sizes(),
        counted.large.count(),
        eventsPerId,
        new Load.Cost(
            micros / 1e6,
            events == 0 ? 0 : micros / events,
            weights.eventMicros(),
            weights.byteMicros(),
            weights.mergeMicros()),
        time.busiest(),
        time.hoursOfWeek());
  }

  private Identities identities() throws IOException {
    MergeIds.Ranking ranked =
        counted.mergeIds.rank(Identities.MOST_MERGE_IDS, counted.merges.merges().total());
    counted.mergeIds.close();
    return new Identities(
        ranked.named(),
        ranked.top(),
        counted.ids.illegal().count(),
        counted.ids.zeroUuids().count(),
        counted.ids.testAddresses().count(),
        counted.ownUuids.duplicated(),
        counted.ownUuids.mostOfOne());
  }

  private Times timesOf(List<PartTally> all, long inRecords, PropertyCensus census) {
    long outOfOrder = all.stream().mapToLong(tally -> tally.order().outOfOrder()).sum();
    Optional<PartTally> furthest =
        all.stream()
            .filter(tally -> tally.order().outOfOrder() > 0)
            .max(
                Comparator.<PartTally>comparingLong(tally -> tally.order().largestStepBack())
                    .thenComparing(PartTally::index, Comparator.reverseOrder()));
    return new Times(
        outOfOrder,
        inRecords == 0 ? 0 : (double) outOfOrder / inRecords,
        furthest.map(tally -> tally.order().largestStepBack() / 1e6).orElse(0.0),
        furthest.map(tally -> tally.name() + ":" + tally.order().largestStepBackLine()),
        counted.times.midnight(),
        counted.times.wrongUnit().count(),
        census.offsets());
  }

  private PropertyFindings propertyFindings(PropertyCensus census, long inRecords)
      throws IOException {
    PropertyCensus.Names names = census.names(PropertyFindings.MOST_TYPE_CHANGES);
    return new PropertyFindings(
        counted.properties.thorough(),
        counted.properties.sampled(),
        inRecords == 0 ? 0 : (double) counted.properties.sampled() / inRecords,
        census.keysPerEvent(),
        census.nestingDepth(),
        names.names(),
        names.changing(),
        names.changes(),
        census.outOfPlace());
  }

  private Map<String, Long> rejected() {
    Map<String, Long> byReason = new LinkedHashMap<>();
    counted.rejectedByReason.entrySet().stream()
        .sorted(
            Map.Entry.<RejectReason, Long>comparingByValue()
                .reversed()
                .thenComparing(entry -> entry.getKey().key()))
        .forEach(entry -> byReason.put(entry.getKey().key(), entry.getValue()));
    return byReason;
  }

  private List<Assessment.Hazard> hazards(
      List<Assessment.SourceSummary> sources,
      Examples duplicateUuids,
      PropertyCensus census,
      Identities identities) {
    HazardList hazards = new HazardList(index -> sources.get(index).name());
    hazards.truncated(sources);
    hazards.withoutRecords(counted.parts.values());
    hazards.future(counted.times.future());
    hazards.before1971(counted.times.before1971());
    hazards.wrongUnit(counted.times.wrongUnit());
    hazards.large(counted.large);
    hazards.equalAcrossFiles(counted.equalRecords.acrossFiles());
    hazards.duplicateUuids(duplicateUuids);
    hazards.repeated(counted.equalRecords.repeated());
    hazards.illegalIds(counted.ids.illegal());
    hazards.zeroUuids(counted.ids.zeroUuids());
    hazards.testAddresses(counted.ids.testAddresses());
    hazards.illegalMerges(counted.merges.illegal());
    hazards.manyMerges(identities.mergeIds());
    hazards.sharedDevices(counted.pairs.sharedDevices());
    census.misplaced().forEach(hazards::misplaced);
    return hazards.list();
  }
}
