package dev.headgate.benchmarks;

import dev.headgate.event.DistinctId;
import dev.headgate.event.Event;
import dev.headgate.event.EventId;
import dev.headgate.event.JsonBytes;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;

/// Persons who sign in on several devices, one after the other, at random times.
///
/// @param before what happened before the first merge, in time order
/// @param merges in time order
record MergeHistory(String name, List<Event> before, List<Event> merges) {
  private static final long SEED = 20_261_124;

  /// Microseconds since 1970 at which merges begin.
  private static final long FIRST_MERGE = (1L << 30) * 1_000_000;

  private static final int SECONDS = 1 << 28;

  /// Nobody was seen before: every merge names a device that is new, and every first one a person
  /// that is new as well.
  static MergeHistory newIds(int merges, int persons) {
    return new MergeHistory("new ids", List.of(), identifies(merges, persons));
  }

  /// Every person and every device was seen before, once, in an ordinary event: every merge joins
  /// two persons that are there.
  static MergeHistory knownPersons(int merges, int persons) {
    Random random = new Random(SEED + 1);
    List<Event> before = new ArrayList<>(merges + persons);
    for (int i = 0; i < merges; i++) {
      before.add(pageview(device(i, persons), random));
      if (i < persons) {
        before.add(pageview(user(i), random));
      }
    }
    before.sort(Comparator.comparingLong(Event::timestampMicros));
    return new MergeHistory("known persons", before, identifies(merges, persons));
  }

  /// The merges as they may come at worst.
  List<Event> shuffled() {
    List<Event> shuffled = new ArrayList<>(merges);
    Collections.shuffle(shuffled, new Random(SEED));
    return shuffled;
  }

  private static List<Event> identifies(int merges, int persons) {
    Random random = new Random(SEED);
    List<Event> events = new ArrayList<>(merges);
    for (int i = 0; i < merges; i++) {
      String properties =
          "{\"$anon_distinct_id\":\"%s\",\"$set\":{\"plan\":\"p%d\",\"seats\":%d}}"
              .formatted(device(i, persons), random.nextInt(5), random.nextInt(100));
      long micros = FIRST_MERGE + random.nextInt(SECONDS) * 1_000_000L;
      events.add(event("$identify", user(i % persons), micros, properties, random));
    }
    events.sort(Comparator.comparingLong(Event::timestampMicros));
    return events;
  }

  private static Event pageview(String id, Random random) {
    String properties =
        "{\"$browser\":\"Browser %d\",\"$device_type\":\"Desktop\",\"$os\":\"System %d\"}"
            .formatted(random.nextInt(9), random.nextInt(5));
    return event("$pageview", id, random.nextInt(SECONDS) * 1_000_000L, properties, random);
  }

  /// A merge event of no properties of its own.
  static Event bare(String into, String other, long micros, Random random) {
    return event("$identify", into, micros, "{\"$anon_distinct_id\":\"" + other + "\"}", random);
  }

  private static Event event(
      String name, String id, long micros, String properties, Random random) {
    return new Event(
        new EventId(random.nextLong(), random.nextLong()),
        name,
        new DistinctId(id),
        micros,
        JsonBytes.of(properties));
  }

  private static String user(int person) {
    return "user-" + person;
  }

  private static String device(int merge, int persons) {
    return "device-" + merge % persons + "-" + merge / persons;
  }
}
