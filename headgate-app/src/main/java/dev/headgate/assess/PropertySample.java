package dev.headgate.assess;

import dev.headgate.source.EventDraft;
import dev.headgate.source.RawRecord;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Chooses the events whose properties are looked at, and holds them until the end. A record's hash
/// gives it a level, one in two records each that of the one above it; the sample is all records
/// from the lowest level on from which they are few enough: {@link #ENOUGH} events and {@link
/// #ENOUGH_BYTES}. So it depends on the records alone, not on how they are read, and a level that
/// one reader gives up is one that the whole export gives up as well.
///
/// ```
/// level      0    1    2    3 ...        hash ends in ...1  ..10  .100  1000
/// of records 1/2  1/4  1/8  1/16
///                      '---------- the sample, if it is small enough from here
/// ```
///
/// A small export is its own sample. One that is looked at thoroughly is looked at event by event,
/// and nothing is held.
final class PropertySample implements AutoCloseable {
  static final long ENOUGH = 5_000;
  static final long ENOUGH_BYTES = 8 << 20;

  private static final int LEVELS = 40;

  private record Held(List<EventDraft> drafts, RawRecord record) {}

  private final boolean thorough;
  private final PropertyCensus census;
  private final List<List<Held>> held = new ArrayList<>();
  private int least;
  private long sampled;
  private long heldBytes;

  /// @param thorough whether every event is looked at
  /// @param memoryBytes of the names of properties
  PropertySample(Path folder, boolean thorough, int memoryBytes) {
    this.thorough = thorough;
    this.census = new PropertyCensus(folder, memoryBytes);
    for (int level = 0; level < LEVELS; level++) {
      held.add(new ArrayList<>());
    }
  }

  /// @param hash 64 good bits of the record's bytes
  void add(List<EventDraft> drafts, RawRecord record, long hash) throws IOException {
    if (thorough) {
      sampled += drafts.size();
      look(drafts, record);
      return;
    }
    int level = Math.min(LEVELS - 1, Long.numberOfTrailingZeros(hash));
    if (level >= least) {
      hold(level, new Held(drafts, record));
      giveUpLevels();
    }
  }

  private void look(List<EventDraft> drafts, RawRecord record) throws IOException {
    for (EventDraft draft : drafts) {
      census.add(draft, record);
    }
  }

  private void hold(int level, Held chosen) {
    held.get(level).add(chosen);
    sampled += chosen.drafts.size();
    heldBytes += chosen.record.bytes().length;
  }

  private void giveUpLevels() {
    while (least < LEVELS - 1 && (sampled > ENOUGH || heldBytes > ENOUGH_BYTES)) {
      giveUpLeast();
    }
  }

  private void giveUpLeast() {
    for (Held given : held.get(least)) {
      sampled -= given.drafts.size();
      heldBytes -= given.record.bytes().length;
    }
    held.set(least, List.of());
    least++;
  }

  boolean thorough() {
    return thorough;
  }

  /// Events of the sample.
  long sampled() {
    return sampled;
  }

  void absorb(PropertySample other) {
    census.absorb(other.census);
    if (thorough) {
      sampled += other.sampled;
      return;
    }
    for (int level = least; level < LEVELS; level++) {
      for (Held its : other.held.get(level)) {
        hold(level, its);
      }
    }
    while (least < other.least) {
      giveUpLeast();
    }
    giveUpLevels();
  }

  /// What the events of the sample hold. Called once, after the last {@link #add}; closed with
  /// this.
  PropertyCensus whole() throws IOException {
    for (List<Held> level : held) {
      for (Held chosen : level) {
        look(chosen.drafts, chosen.record);
      }
    }
    held.clear();
    return census;
  }

  @Override
  public void close() throws IOException {
    held.clear();
    census.close();
  }
}
