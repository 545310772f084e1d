package dev.headgate.eventlog;

import dev.headgate.event.DistinctId;
import dev.headgate.event.EventId;
import dev.headgate.event.PartitionShare;
import dev.headgate.event.ProjectId;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/// The ids that are too hot for one partition, and how many each uses. Some are said in advance, by
/// an import's assessment or by people; others are found in the traffic.
///
/// An id comes back to one partition when it is not hot any more *and* the log holds nothing that
/// is not stored. Thread-safe.
public final class SpreadIds implements Locality {
  /// Sampled events between two looks at who is hot.
  static final int WINDOW = 1 << 14;

  /// One event of so many is sampled, by its uuid.
  static final int SAMPLE = 8;

  private static final int COUNTERS = 128;
  private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(1);

  private final int partitions;
  private final boolean on;
  private final InstantSource clock;
  private final BooleanSupplier drained;
  private final Consumer<SpreadId> recorded;
  private final Map<Key, SpreadId> spread = new ConcurrentHashMap<>();
  private final Set<Key> cooled = new HashSet<>();

  /// The imports that want an id spread.
  private final Map<Key, Set<Integer>> wantedBy = new HashMap<>();

  private final Map<Lane, HeavyHitters<Key>> traffic = new EnumMap<>(Lane.class);
  private Instant looked = Instant.MIN;
  private volatile boolean someCooled;

  private record Key(Lane lane, ProjectId project, DistinctId id) {
    static Key of(SpreadId spread) {
      return new Key(spread.lane(), spread.project(), spread.id());
    }
  }

  /// @param partitions of each lane
  /// @param on else every id keeps to one partition, whatever is said or found
  /// @param drained whether all that the log holds is stored; asked now and then
  /// @param recorded told of each id that is spread, and again when it is not any more
  public SpreadIds(
      int partitions,
      boolean on,
      InstantSource clock,
      BooleanSupplier drained,
      Consumer<SpreadId> recorded) {
    this.partitions = partitions;
    this.on = on && partitions > 1;
    this.clock = clock;
    this.drained = drained;
    this.recorded = recorded;
    for (Lane lane : Lane.values()) {
      traffic.put(lane, new HeavyHitters<>(COUNTERS));
    }
  }

  @Override
  public int partitionsOf(Lane lane, ProjectId project, DistinctId id) {
    if (spread.isEmpty()) {
      return 1;
    }
    SpreadId found = spread.get(new Key(lane, project, id));
    return found == null ? 1 : found.partitions();
  }

  /// Takes up what was spread when the pipeline was last stopped. What nobody asked for comes back
  /// to one partition once all is stored, unless its import goes on, or it is found anew.
  public synchronized void restore(Collection<SpreadId> known) {
    if (on) {
      for (SpreadId each : known) {
        Key key = Key.of(each);
        spread.put(key, each);
        if (each.found() || each.importNumber() != SpreadId.NO_IMPORT) {
          cool(key);
        }
      }
    }
  }

  /// Spreads an id because of its share of an import's events; does nothing if one partition can
  /// bear it.
  ///
  /// @param share of the import's events, 0 to 1
  public void spreadForImport(ProjectId project, DistinctId id, double share, int importNumber) {
    int used = PartitionShare.partitionsFor(share, partitions);
    if (used > 1) {
      String reason =
          String.format(
              Locale.ROOT,
              "%.1f %% of the events of import %d, by its assessment",
              100 * share,
              importNumber);
      add(Lane.HISTORICAL, project, id, used, importNumber, false, reason);
    }
  }

  /// Spreads an id because somebody says so, until somebody says otherwise ({@link #letGo}).
  public void spreadOnRequest(Lane lane, ProjectId project, DistinctId id, int used, String why) {
    add(lane, project, id, used, SpreadId.NO_IMPORT, false, why);
  }

  private synchronized void add(
      Lane lane,
      ProjectId project,
      DistinctId id,
      int used,
      int importNumber,
      boolean found,
      String reason) {
    Key key = new Key(lane, project, id);
    cooled.remove(key);
    if (importNumber != SpreadId.NO_IMPORT) {
      wantedBy.computeIfAbsent(key, _ -> new HashSet<>()).add(importNumber);
    }
    if (on && !spread.containsKey(key)) {
      SpreadId added =
          new SpreadId(
              lane,
              project,
              id,
              Math.min(used, partitions),
              importNumber,
              found,
              reason,
              clock.instant(),
              Optional.empty());
      spread.put(key, added);
      recorded.accept(added);
    }
  }

  /// An import has ended: its ids come back to one partition each, once all is stored.
  public synchronized void letGo(int importNumber) {
    wantedBy.forEach((key, imports) -> {
      SpreadId each = spread.get(key);
      boolean ended = imports.remove(importNumber) && imports.isEmpty();
      if (ended && each != null && each.importNumber() != SpreadId.NO_IMPORT) {
        cool(key);
      }
    });
    wantedBy.values().removeIf(Set::isEmpty);
    settle();
  }

  /// An id comes back to one partition, once all is stored.
  public synchronized void letGo(Lane lane, ProjectId project, DistinctId id) {
    cool(new Key(lane, project, id));
    settle();
  }

  private void cool(Key key) {
    if (spread.containsKey(key)) {
      cooled.add(key);
      someCooled = true;
    }
  }

  private synchronized void settle() {
    Instant now = clock.instant();
    if (cooled.isEmpty() || now.isBefore(looked.plus(BETWEEN_LOOKS))) {
      return;
    }
    looked = now;
    if (drained.getAsBoolean()) {
      for (Key key : cooled) {
        SpreadId ended = spread.remove(key);
        if (ended != null) {
          recorded.accept(ended.endedAt(now));
        }
      }
      cooled.clear();
      someCooled = false;
    }
  }

  /// The ids that are spread now, those spread first before the others.
  public List<SpreadId> list() {
    settle();
    return spread.values().stream()
        .sorted(Comparator.comparing(SpreadId::since).thenComparing(SpreadId::id))
        .toList();
  }

  /// Takes note of events that are about to be appended, and of who is hot among them.
  public void note(Lane lane, List<CapturedEvent> events) {
    if (!on) {
      return;
    }
    if (someCooled) {
      settle();
    }
    for (CapturedEvent event : events) {
      if (isSampled(event.event().uuid())) {
        sample(new Key(lane, event.project(), event.event().distinctId()));
      }
    }
  }

  /// By the uuid: so who sends at a steady beat is seen as often as others.
  private static boolean isSampled(EventId uuid) {
    return Math.floorMod(uuid.low(), SAMPLE) == 0;
  }

  private synchronized void sample(Key key) {
    HeavyHitters<Key> hitters = traffic.get(key.lane);
    if (hitters != null) {
      hitters.add(key);
      if (hitters.total() >= WINDOW) {
        judge(key.lane, hitters);
        hitters.clear();
      }
    }
  }

  /// An id is hot that would fill a partition's average load alone, and has cooled at half of that.
  private void judge(Lane lane, HeavyHitters<Key> hitters) {
    Map<Key, Long> counts = hitters.atLeast();
    double hot = (double) hitters.total() / partitions;
    counts.forEach((key, count) -> {
      if (count >= hot) {
        double share = (double) count / hitters.total();
        add(
            lane,
            key.project,
            key.id,
            PartitionShare.partitionsFor(share, partitions),
            SpreadId.NO_IMPORT,
            true,
            String.format(
                Locale.ROOT,
                "%.1f %% of about %,d events in a row",
                100 * share,
                hitters.total() * SAMPLE));
      }
    });
    spread.forEach((key, each) -> {
      if (each.found() && key.lane == lane && counts.getOrDefault(key, 0L) < hot / 2) {
        cool(key);
      }
    });
    settle();
  }
}
