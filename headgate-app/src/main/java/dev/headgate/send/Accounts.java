package dev.headgate.send;

import dev.headgate.event.Event;
import dev.headgate.event.EventKind;
import dev.headgate.event.JsonBytes;
import dev.headgate.json.JsonMembers;
import dev.headgate.json.JsonOutput;
import dev.headgate.json.MalformedJson;
import dev.headgate.source.RejectReason;
import dev.headgate.verify.ManifestWriter;
import dev.headgate.verify.ReadTally;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.function.Predicate;

/// What is accounted for: batches land in any order and are entered in the order they were read,
/// each with its manifest rows and its rejects. What stands in the files is therefore always a
/// function of the place in the checkpoint.
public final class Accounts implements AutoCloseable {
  /// The manifest's name in an import's folder.
  public static final String MANIFEST = "manifest.bin";

  /// The reject file's name there.
  public static final String REJECTS = "rejects.jsonl";

  private final ManifestWriter manifest;
  private final RejectFile rejects;
  private final IntFunction<String> sourceName;
  private final Map<Long, Landed> waiting = new HashMap<>();
  private long next;
  private Checkpoint checkpoint;
  private long refusedByPipeline;

  private record Landed(Batch batch, List<Delivery.Refused> refused) {}

  /// Opens the files of an import, cut back to the checkpoint.
  ///
  /// @param folder where `manifest.bin` and `rejects.jsonl` are
  /// @param sourceName of a part, by its number
  public static Accounts open(Path folder, Checkpoint from, IntFunction<String> sourceName)
      throws IOException {
    ManifestWriter manifest = ManifestWriter.open(folder.resolve(MANIFEST), from.manifestBytes());
    RejectFile rejects = new RejectFile(folder.resolve(REJECTS), from.rejectBytes());
    return new Accounts(from, manifest, rejects, sourceName);
  }

  /// Whether the files in this folder are at least as long as the checkpoint says.
  public static boolean reach(Path folder, Checkpoint checkpoint) throws IOException {
    return reaches(folder.resolve(MANIFEST), checkpoint.manifestBytes())
        && reaches(folder.resolve(REJECTS), checkpoint.rejectBytes());
  }

  private static boolean reaches(Path file, long bytes) throws IOException {
    return Files.exists(file) && Files.size(file) >= bytes;
  }

  private Accounts(
      Checkpoint from,
      ManifestWriter manifest,
      RejectFile rejects,
      IntFunction<String> sourceName) {
    this.checkpoint = from;
    this.manifest = manifest;
    this.rejects = rejects;
    this.sourceName = sourceName;
  }

  /// Enters a batch whose every event is durable or refused, and whatever waited for it.
  synchronized void land(Batch batch, List<Delivery.Refused> refused) throws IOException {
    waiting.put(batch.number(), new Landed(batch, refused));
    for (Landed landed = waiting.remove(next); landed != null; landed = waiting.remove(next)) {
      enter(landed);
      next++;
      notifyAll();
    }
  }

  /// Waits until no more than this many batches are read but not entered.
  synchronized void awaitNear(long number, int most) throws InterruptedException {
    while (number - next >= most) {
      wait(100);
    }
  }

  /// Makes everything entered so far durable, and says up to where.
  public Checkpoint force() throws IOException {
    Checkpoint upTo;
    synchronized (this) {
      manifest.flush();
      upTo = checkpoint;
    }
    // Batches land meanwhile: what they append is on the disk then, or not, and no part of this.
    manifest.sync();
    rejects.force();
    return upTo;
  }

  synchronized Checkpoint checkpoint() {
    return checkpoint;
  }

  /// Events that only the pipeline refused, since the start of this run.
  synchronized long refusedByPipeline() {
    return refusedByPipeline;
  }

  /// Enters one record that was read and is not sent, as when an export is read again.
  ///
  /// @param refused of an event: whether the pipeline would not take it
  public synchronized void enter(ReadRecord record, Place after, Predicate<Event> refused)
      throws IOException {
    Batch.Builder one = new Batch.Builder(new JsonOutput(1_024), JsonBytes.EMPTY_OBJECT, 1, 1);
    one.add(record);
    Batch batch = one.build(next, after);
    String reason = "refused when it was sent";
    List<Delivery.Refused> refusals =
        batch.events().stream()
            .filter(sent -> refused.test(sent.event()))
            .map(sent -> new Delivery.Refused(sent, reason))
            .toList();
    enter(new Landed(batch, refusals));
  }

  private void enter(Landed landed) throws IOException {
    Map<Event, String> reasons = new HashMap<>();
    Set<ReadRecord> refusedRecords = new HashSet<>();
    for (Delivery.Refused refused : landed.refused) {
      reasons.put(refused.event().event(), refused.reason());
      refusedRecords.add(refused.event().record());
    }
    ReadTally read = landed.batch.read();
    for (ReadRecord record : landed.batch.records()) {
      switch (record) {
        case ReadRecord.Refused r ->
            rejects.append(
                sourceName.apply(r.position().part()), r.raw(), r.reason().key(), r.detail());
        case ReadRecord.Makes makes -> {
          for (Event event : makes.events()) {
            if (refusedRecords.contains(record) && reasons.containsKey(event)) {
              rejects.append(
                  sourceName.apply(record.position().part()),
                  record.raw(),
                  Optional.of(event.uuid()),
                  RejectReason.REFUSED_BY_PIPELINE.key(),
                  reasons.get(event));
              read = read.withdrawn(RejectReason.REFUSED_BY_PIPELINE);
              refusedByPipeline++;
            } else {
              enter(makes, event);
            }
          }
        }
        case ReadRecord.MakesNone _ -> {}
      }
    }
    checkpoint =
        new Checkpoint(
            checkpoint.content(),
            landed.batch.after(),
            checkpoint.read().plus(read),
            manifest.length(),
            rejects.length());
  }

  private void enter(ReadRecord.Makes makes, Event event) throws IOException {
    manifest.append(
        event.uuid(), makes.position(), event.name(), event.timestampMicros(), asksForMerge(event));
  }

  private static boolean asksForMerge(Event event) {
    EventKind kind = event.kind();
    if (kind == EventKind.PLAIN) {
      return false;
    }
    try {
      return kind.asksForMerge(JsonMembers.find(event.properties(), kind.otherIdProperty()));
    } catch (MalformedJson e) {
      throw new IllegalStateException("properties were read before", e);
    }
  }

  @Override
  public synchronized void close() throws IOException {
    manifest.close();
    rejects.close();
  }
}
