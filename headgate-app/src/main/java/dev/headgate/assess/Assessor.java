package dev.headgate.assess;

import dev.headgate.event.EventId;
import dev.headgate.event.EventTime;
import dev.headgate.source.ContentPin;
import dev.headgate.source.Decoded;
import dev.headgate.source.EventDraft;
import dev.headgate.source.Position;
import dev.headgate.source.RawRecord;
import dev.headgate.source.RecordHash;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Reads an export once, record by record, and says what is in it: exactly, at any size, in memory
/// that does not grow with it. One thread feeds it, stretch by stretch of the export's parts:
///
/// ```
/// startPart  add add add ...  leavePart     startPart ... leavePart  endPart     finish
/// ```
///
/// It may be given any stretches of any parts, in any order, and {@link #absorb} those that others
/// were given: what {@link #finish} says of all does not depend on who read which. One of them is
/// told when a part has come to its end.
///
/// Memory, of the bytes given: 3/8 distinct ids, 1/16 event types, 1/4 records without a uuid, 1/4
/// uuids. Merging what was spilled takes at most 4 MiB, the last sixteenth of the default. What
/// comes on top, and only as far as it is needed: identity pairs 1/4, ids that merges name 1/8,
/// minutes 1/8, names of properties 1/64, and the sample of records, at most 8 MiB of them and what
/// they were decoded to.
public final class Assessor implements AutoCloseable {
  public static final int DEFAULT_MEMORY_BYTES = 64 << 20;

  private final String format;
  private final RecordHash hash;
  private final int memoryBytes;
  private final Tallies counted;
  private final byte[] row = new byte[RecordRow.BYTES];
  private final TimeOrder.Stretch stretch = new TimeOrder.Stretch();
  private @Nullable PartTally part;

  /// Makes an assessor for one export.
  ///
  /// @param spillFolder exists; what is written there is deleted by {@link #close}
  /// @param format the name of the export's format, for the report
  /// @param clock read once: a timestamp later than now is in the future
  /// @param memoryBytes of all counters together; {@link #DEFAULT_MEMORY_BYTES} is good for any
  ///   size
  /// @param thorough whether the properties of every event are looked at, not only of a sample
  public Assessor(
      Path spillFolder,
      String format,
      RecordHash hash,
      InstantSource clock,
      int memoryBytes,
      boolean thorough) {
    this.format = format;
    this.hash = hash;
    this.memoryBytes = memoryBytes;
    this.counted =
        new Tallies(spillFolder, hash, EventTime.ofInstant(clock.instant()), memoryBytes, thorough);
  }

  /// Starts a part of the export, or another stretch of one.
  ///
  /// @param index of the part in the export, from 0: what the positions of its records name
  /// @param packedBytes bytes as the part lies there
  public void startPart(int index, String name, long packedBytes) {
    requireNoPart();
    part = tally(index, name, packedBytes);
  }

  private PartTally tally(int index, String name, long packedBytes) {
    return counted.parts.computeIfAbsent(index, i -> new PartTally(i, name, packedBytes));
  }

  private void requireNoPart() {
    if (part != null) {
      throw new IllegalStateException("leave " + part.name() + " first");
    }
  }

  public void add(RawRecord record, Decoded decoded) throws IOException {
    PartTally current = current();
    switch (decoded) {
      case Decoded.Events events -> {
        current.record();
        addEvents(current, record, events.drafts());
        for (int i = 0; i < events.pairs().size(); i++) {
          counted.pairs.add(events.pairs().get(i), record.position(), i);
        }
      }
      case Decoded.Blank _ -> counted.blankLines += record.lines();
      case Decoded.NoEvent _ -> {
        current.record();
        counted.noEvent++;
      }
      case Decoded.Rejected rejected -> {
        current.record();
        counted.rejectedByReason.merge(rejected.reason(), 1L, Long::sum);
      }
    }
  }

  private void addEvents(PartTally current, RawRecord record, List<EventDraft> drafts)
      throws IOException {
    Position position = record.position();
    if (position.part() != current.index()) {
      throw new IllegalArgumentException(position + " is not in part " + current.index());
    }
    RecordRow.putPlace(row, position);
    int bytes = record.bytes().length;
    boolean derivesUuid = false;
    for (int i = 0; i < drafts.size(); i++) {
      EventDraft draft = drafts.get(i);
      addEvent(current, position, draft, share(bytes, drafts.size(), i));
      derivesUuid |= draft.uuid().isEmpty();
    }
    hash.hash(record.bytes(), 0, bytes, row, 0);
    long hashed = RecordRow.nameHigh(row);
    counted.sketch.offer(hashed);
    counted.properties.add(drafts, record, hashed);
    if (derivesUuid) {
      counted.equalRecords.add(row);
    }
    counted.eventBytes += bytes;
    counted.largestEventBytes = Math.max(counted.largestEventBytes, bytes);
  }

  /// An event's part of the bytes of its record; the first has what cannot be divided.
  private static int share(int bytes, int events, int index) {
    return bytes / events + (index == 0 ? bytes % events : 0);
  }

  private void addEvent(PartTally current, Position position, EventDraft draft, int bytes)
      throws IOException {
    current.event(draft.timestampMicros());
    stretch.add(draft.timestampMicros(), position.line());
    counted.times.add(draft.timestampMicros(), position.part(), position.line());
    counted.ids.add(draft.distinctId().value(), position.part(), position.line());
    counted.types.add(draft.name(), bytes);
    if (bytes > Load.LARGE_BYTES) {
      counted.large.add(position.part(), position.line());
    }
    counted.merges.add(draft, position);
    Optional<EventId> uuid = draft.uuid();
    if (uuid.isPresent()) {
      RecordRow.putName(row, uuid.get().high(), uuid.get().low());
      counted.ownUuids.add(row);
    }
  }

  /// Ends a stretch of a part.
  ///
  /// @return how the times of its events lie, for {@link #endPart}
  public TimeOrder leavePart() {
    current();
    part = null;
    return stretch.take();
  }

  /// Ends a part. Of several assessors one is told, whether or not it was given any of it.
  ///
  /// @param index as in {@link #startPart}, like the two that follow
  /// @param lines all lines of the part, as its reader counts them: header, blank lines and lines
  ///   of records
  /// @param order of all its stretches, in the order in which they stand in it
  public void endPart(
      int index, String name, long packedBytes, ContentPin pin, long lines, TimeOrder order) {
    requireNoPart();
    tally(index, name, packedBytes).end(pin, lines, order);
  }

  /// Takes over all that another one has counted, of other records of the same export; that one is
  /// closed and of no use after that.
  ///
  /// @param other with the same format and clock reading, and a spill folder of its own, which
  ///   stays until this one is closed
  public void absorb(Assessor other) throws IOException {
    requireNoPart();
    other.requireNoPart();
    if (!format.equals(other.format)) {
      throw new IllegalArgumentException("not of the same assessment: format " + other.format);
    }
    counted.absorb(other.counted);
    other.close();
  }

  /// Sums up, after the last part.
  ///
  /// @param repeatsFile written: see {@link RepeatsReader}
  /// @param pairsFile written: see {@link PairsReader}
  /// @param sketchFile written: see {@link RecordSketch}
  public Assessed finish(Path repeatsFile, Path pairsFile, Path sketchFile) throws IOException {
    requireNoPart();
    return new AssessmentSum(counted, memoryBytes).sum(format, repeatsFile, pairsFile, sketchFile);
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
    part = null;
    counted.close();
  }
}
