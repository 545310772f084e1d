package dev.headgate.assess;

import dev.headgate.event.EventId;
import dev.headgate.event.EventKind;
import dev.headgate.event.EventTime;
import dev.headgate.event.IllegalIds;
import dev.headgate.source.ContentPin;
import dev.headgate.source.Decoded;
import dev.headgate.source.EventDraft;
import dev.headgate.source.Position;
import dev.headgate.source.RawRecord;
import dev.headgate.source.RecordHash;
import dev.headgate.source.RejectReason;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Reads an export once, record by record, and says what is in it: exactly, at any size, in memory
/// that does not grow with it. One thread feeds it, part by part, in the order of the export:
///
/// ```
/// startPart  add add add ...  endPart     startPart ... endPart     finish
/// ```
///
/// Memory, of the bytes given: 3/8 distinct ids, 1/16 event types, 1/4 records without a uuid, 1/4
/// uuids. Merging what was spilled takes at most 4 MiB, the last sixteenth of the default. What
/// comes on top: identity pairs, if there are any, 1/4; days and the sketch of the records, next to
/// nothing, or 30 MB if every day of ten thousand years has events.
public final class Assessor implements AutoCloseable {
  public static final int DEFAULT_MEMORY_BYTES = 64 << 20;

  private static final long YEAR_1971_MICROS =
      EventTime.ofInstant(LocalDate.of(1971, 1, 1).atStartOfDay().toInstant(ZoneOffset.UTC));

  private final String format;
  private final RecordHash hash;
  private final int memoryBytes;
  private final long nowMicros;
  private final KeyTally ids;
  private final KeyTally types;
  private final EqualRecords equalRecords;
  private final OwnUuids ownUuids;
  private final IdentityPairs pairs;
  private final RecordSketch.Builder sketch = new RecordSketch.Builder();
  private final DayTally days = new DayTally();
  private final MergeTally merges = new MergeTally();
  private final Examples future = new Examples();
  private final Examples before1971 = new Examples();
  private final Examples illegalIds = new Examples();
  private final Map<RejectReason, Long> rejectedByReason = new EnumMap<>(RejectReason.class);
  private final byte[] row = new byte[RecordRow.BYTES];
  private final List<PartTally> parts = new ArrayList<>();
  private @Nullable PartTally part;
  private long blankLines;
  private long noEvent;
  private long eventBytes;
  private long largestEventBytes;

  /// Makes an assessor for one export.
  ///
  /// @param spillFolder exists; what is written there is deleted by {@link #close}
  /// @param format the name of the export's format, for the report
  /// @param clock read once: a timestamp later than now is in the future
  /// @param memoryBytes of all counters together; {@link #DEFAULT_MEMORY_BYTES} is good for any
  ///   size
  public Assessor(
      Path spillFolder, String format, RecordHash hash, InstantSource clock, int memoryBytes) {
    this.format = format;
    this.hash = hash;
    this.memoryBytes = memoryBytes;
    this.nowMicros = EventTime.ofInstant(clock.instant());
    this.ids = new KeyTally(spillFolder, "ids", memoryBytes / 8 * 3);
    this.types = new KeyTally(spillFolder, "types", memoryBytes / 16);
    this.equalRecords = new EqualRecords(spillFolder, memoryBytes / 4);
    this.ownUuids = new OwnUuids(spillFolder, memoryBytes / 4);
    this.pairs = new IdentityPairs(spillFolder, hash, memoryBytes / 4);
  }

  /// Starts the next part of the export.
  ///
  /// @param packedBytes bytes as the part lies there
  public void startPart(String name, long packedBytes) {
    if (part != null) {
      throw new IllegalStateException("end " + part.name() + " first");
    }
    part = new PartTally(name, packedBytes);
    parts.add(part);
  }

  public void add(RawRecord record, Decoded decoded) throws IOException {
    PartTally current = current();
    switch (decoded) {
      case Decoded.Blank _ -> blankLines += record.lines();
      case Decoded.NoEvent _ -> {
        current.record();
        noEvent++;
      }
      case Decoded.Rejected rejected -> {
        current.record();
        rejectedByReason.merge(rejected.reason(), 1L, Long::sum);
      }
      case Decoded.Events events -> {
        current.record();
        addEvents(current, record, events.drafts());
        for (int i = 0; i < events.pairs().size(); i++) {
          pairs.add(events.pairs().get(i), record.position(), i);
        }
      }
    }
  }

  private void addEvents(PartTally current, RawRecord record, List<EventDraft> drafts)
      throws IOException {
    Position position = record.position();
    if (position.part() != parts.size() - 1) {
      throw new IllegalArgumentException(position + " is not in part " + (parts.size() - 1));
    }
    RecordRow.putPlace(row, position);
    boolean derivesUuid = false;
    for (EventDraft draft : drafts) {
      addEvent(current, position, draft);
      derivesUuid |= draft.uuid().isEmpty();
    }
    hash.hash(record.bytes(), 0, record.bytes().length, row, 0);
    sketch.offer(ByteBuffer.wrap(row).getLong());
    if (derivesUuid) {
      equalRecords.add(row);
    }
    eventBytes += record.bytes().length;
    largestEventBytes = Math.max(largestEventBytes, record.bytes().length);
  }

  private void addEvent(PartTally current, Position position, EventDraft draft) throws IOException {
    addMoment(current, draft.timestampMicros(), position.part(), position.line());
    ids.add(draft.distinctId().value());
    if (IllegalIds.isIllegal(draft.distinctId().value())) {
      illegalIds.add(position.part(), position.line());
    }
    types.add(draft.name());
    merges.add(draft, position);
    Optional<EventId> uuid = draft.uuid();
    if (uuid.isPresent()) {
      RecordRow.putName(row, uuid.get().high(), uuid.get().low());
      ownUuids.add(row);
    }
  }

  private void addMoment(PartTally of, long timestampMicros, int partIndex, long line) {
    of.event(timestampMicros);
    days.add(timestampMicros);
    if (timestampMicros > nowMicros) {
      future.add(partIndex, line);
    }
    if (timestampMicros < YEAR_1971_MICROS) {
      before1971.add(partIndex, line);
    }
  }

  /// Ends the part that was started last.
  ///
  /// @param lines all lines of the part, as its reader counts them: header, blank lines and lines
  ///   of records
  public void endPart(ContentPin pin, long lines) {
    current().end(pin, lines);
    part = null;
  }

  /// Sums up, after the last part.
  ///
  /// @param repeatsFile written: see {@link RepeatsReader}
  /// @param pairsFile written: see {@link PairsReader}
  /// @param sketchFile written: see {@link RecordSketch}
  public Assessed finish(Path repeatsFile, Path pairsFile, Path sketchFile) throws IOException {
    if (part != null) {
      throw new IllegalStateException("end " + part.name() + " first");
    }
    long identityPairs = countPairs(pairsFile);
    KeyTally.Ranking topIds = ids.rank(Assessment.TOP_IDS);
    ids.close();
    KeyTally.Ranking topTypes = types.rank(Assessment.MAX_EVENT_TYPES);
    types.close();
    equalRecords.find(repeatsFile, memoryBytes / 4);
    equalRecords.close();
    Examples duplicateUuids = ownUuids.findDuplicates();
    ownUuids.close();
    Files.write(sketchFile, sketch.build().toBytes());

    long events = parts.stream().mapToLong(PartTally::events).sum();
    List<Assessment.SourceSummary> sources = parts.stream().map(PartTally::summary).toList();
    List<PartTally> withEvents = parts.stream().filter(tally -> tally.events() > 0).toList();
    Assessment assessment =
        new Assessment(
            sources,
            format,
            sources.stream().mapToLong(Assessment.SourceSummary::lines).sum(),
            parts.stream().mapToLong(PartTally::records).sum(),
            events,
            blankLines,
            noEvent,
            rejected().values().stream().mapToLong(Long::longValue).sum(),
            rejected(),
            topIds.distinct(),
            topIds.top().stream()
                .map(id -> new Assessment.IdCount(id.key(), id.count(), share(id.count(), events)))
                .toList(),
            topTypes.distinct(),
            topTypes.top().stream()
                .map(type -> new Assessment.TypeCount(type.key(), type.count()))
                .toList(),
            withEvents.stream()
                .min(Comparator.comparingLong(PartTally::firstMicros))
                .map(tally -> EventTime.format(tally.firstMicros())),
            withEvents.stream()
                .max(Comparator.comparingLong(PartTally::lastMicros))
                .map(tally -> EventTime.format(tally.lastMicros())),
            days.days(),
            merges.merges(),
            identityPairs,
            equalRecords.repeated().count(),
            equalRecords.acrossFiles().count(),
            duplicateUuids.count(),
            future.count(),
            before1971.count(),
            eventBytes,
            largestEventBytes,
            hazards(sources, duplicateUuids));
    return new Assessed(assessment, parts.stream().map(PartTally::pin).toList());
  }

  /// Each pair makes an event of its user, at its first moment.
  private long countPairs(Path pairsFile) throws IOException {
    long found =
        pairs.find(
            pairsFile,
            memoryBytes / 4,
            (timestampMicros, partIndex, line) ->
                addMoment(parts.get(partIndex), timestampMicros, partIndex, line),
            ids::add);
    pairs.close();
    if (found > 0) {
      types.add(EventKind.IDENTIFY_NAME, found);
      merges.addPairs(found);
    }
    return found;
  }

  private static double share(long count, long events) {
    return (double) count / events;
  }

  private Map<String, Long> rejected() {
    Map<String, Long> byReason = new LinkedHashMap<>();
    rejectedByReason.entrySet().stream()
        .sorted(
            Map.Entry.<RejectReason, Long>comparingByValue()
                .reversed()
                .thenComparing(entry -> entry.getKey().key()))
        .forEach(entry -> byReason.put(entry.getKey().key(), entry.getValue()));
    return byReason;
  }

  private List<Assessment.Hazard> hazards(
      List<Assessment.SourceSummary> sources, Examples duplicateUuids) {
    HazardList hazards = new HazardList(part -> parts.get(part).name());
    hazards.truncated(sources);
    hazards.withoutRecords(parts);
    hazards.future(future);
    hazards.before1971(before1971);
    hazards.equalAcrossFiles(equalRecords.acrossFiles());
    hazards.duplicateUuids(duplicateUuids);
    hazards.repeated(equalRecords.repeated());
    hazards.illegalIds(illegalIds);
    hazards.illegalMerges(merges.illegal());
    hazards.sharedDevices(pairs.sharedDevices());
    return hazards.list();
  }

  private PartTally current() {
    if (part == null) {
      throw new IllegalStateException("start a part first");
    }
    return part;
  }

  /// Deletes what was spilled; also when the assessment is given up.
  @Override
  public void close() throws IOException {
    try (ids;
        types;
        equalRecords;
        ownUuids;
        pairs) {
      part = null;
    }
  }
}
