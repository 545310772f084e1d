package dev.headgate.verify;

import dev.headgate.event.EventId;
import dev.headgate.event.EventTime;
import dev.headgate.event.UuidHash;
import dev.headgate.event.UuidSum;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/// What a store would say, from lists that a test fills.
class ObservedModel implements Observed {
  private record Key(int epochDay, String event) {}

  final List<Stored> stored = new ArrayList<>();
  final List<EventId> deduplicated = new ArrayList<>();
  final List<Dropped> dropped = new ArrayList<>();
  Merges merges = new Merges(0, 0, 0);

  /// How often {@link #events} was asked.
  int fetches;

  @Override
  public void groups(Consumer<Group> each) {
    UuidHash hash = new UuidHash();
    Map<Key, UuidSum> sums = new HashMap<>();
    for (Stored s : stored) {
      sums.merge(
          new Key(EventTime.epochDay(s.timestampMicros()), s.event()),
          hash.of(s.uuid()),
          UuidSum::plus);
    }
    sums.forEach((key, sum) -> each.accept(new Group(key.epochDay(), key.event(), sum)));
  }

  @Override
  public void prefixes(Consumer<Prefix> each) {
    UuidHash hash = new UuidHash();
    Map<Integer, UuidSum> sums = new HashMap<>();
    for (Stored s : stored) {
      sums.merge(prefix(s.uuid()), hash.of(s.uuid()), UuidSum::plus);
    }
    sums.forEach((prefix, sum) -> each.accept(new Prefix(prefix, sum)));
  }

  @Override
  public void events(int first, int last, Consumer<Stored> each) {
    fetches++;
    stored.stream()
        .filter(s -> prefix(s.uuid()) >= first && prefix(s.uuid()) <= last)
        .sorted(Comparator.comparing(Stored::uuid))
        .forEach(each);
  }

  @Override
  public void deduplicated(Consumer<EventId> each) {
    deduplicated.forEach(each);
  }

  @Override
  public void dropped(Consumer<Dropped> each) {
    dropped.forEach(each);
  }

  @Override
  public Merges merges() {
    return merges;
  }

  private static int prefix(EventId uuid) {
    return (int) (uuid.high() >>> 48);
  }
}
