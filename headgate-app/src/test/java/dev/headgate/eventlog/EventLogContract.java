package dev.headgate.eventlog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headgate.event.ProjectToken;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/// What every event log does. The log may hold events from before: each test begins at its end.
public abstract class EventLogContract {
  private static final ProjectToken TOKEN = new ProjectToken("phc_contract");
  private static final Duration PATIENCE = Duration.ofMillis(200);
  private static final int ATTEMPTS = 50;

  /// The log under test; the subclass closes it.
  protected abstract EventLog log();

  /// Reads until so many events have come.
  protected static List<LoggedEvent> read(LogReader reader, int events) throws LogFault {
    List<LoggedEvent> read = new ArrayList<>();
    for (int attempt = 0; attempt < ATTEMPTS && read.size() < events; attempt++) {
      read.addAll(reader.poll(PATIENCE));
    }
    assertThat(read).as("events within %d polls of %s", ATTEMPTS, PATIENCE).hasSize(events);
    return read;
  }

  private static List<CapturedEvent> people(int people, int eventsEach) {
    List<CapturedEvent> events = new ArrayList<>();
    for (int number = 0; number < people * eventsEach; number++) {
      events.add(CapturedEvents.of("person " + number % people, number));
    }
    return events;
  }

  /// Whatever lane it comes in, and whichever was read last.
  @Test
  void aReaderHearsWithinItsPatience() throws LogFault {
    int number = 0;
    for (Lane lane : Lane.values()) {
      Map<Partition, Long> end = log().endOffsets();
      log().append(lane, TOKEN, List.of(CapturedEvents.of("someone", number++)));
      try (LogReader reader = log().reader(end)) {
        assertThat(reader.poll(Duration.ofSeconds(5))).as("%s", lane).hasSize(1);
      }
    }
  }

  @Test
  void whatIsAppendedIsReadBackFromItsLane() throws LogFault {
    Map<Partition, Long> end = log().endOffsets();
    Map<Lane, CapturedEvent> sent = new HashMap<>();
    for (Lane lane : Lane.values()) {
      String properties = "{\"a\" : \"\\u00e9\", \"b\":1.0, \"lane\":\"" + lane + "\"}";
      CapturedEvent event = CapturedEvents.of("someone", sent.size(), properties);
      sent.put(lane, event);
      log().append(lane, TOKEN, List.of(event));
    }
    try (LogReader reader = log().reader(end)) {
      Map<Lane, CapturedEvent> read = new HashMap<>();
      read(reader, sent.size()).forEach(e -> read.put(e.partition().lane(), e.captured()));
      assertThat(read).isEqualTo(sent);
      assertThat(reader.poll(Duration.ZERO)).isEmpty();
    }
  }

  @Test
  void eventsOfOneIdShareAPartitionInTheirOrder() throws LogFault {
    Map<Partition, Long> end = log().endOffsets();
    log().append(Lane.HISTORICAL, TOKEN, people(20, 50));
    try (LogReader reader = log().reader(end)) {
      Map<String, Partition> homes = new HashMap<>();
      Map<String, Long> last = new HashMap<>();
      for (LoggedEvent each : read(reader, 1_000)) {
        String id = each.captured().event().distinctId().value();
        Partition home = homes.putIfAbsent(id, each.partition());
        assertThat(home == null || home.equals(each.partition())).as(id).isTrue();
        long number = each.captured().event().uuid().low();
        assertThat(number).as(id).isGreaterThan(last.getOrDefault(id, -1L));
        last.put(id, number);
      }
      assertThat(new HashSet<>(homes.values())).as("partitions used").hasSizeGreaterThan(1);
    }
  }

  @Test
  void offsetsOfAPartitionAscendByRecordAndEndOffsetsFollow() throws LogFault {
    Map<Partition, Long> end = log().endOffsets();
    assertThat(end).hasSizeGreaterThan(3);
    log().append(Lane.LIVE, TOKEN, people(7, 10));
    Map<Partition, Long> next = new HashMap<>(end);
    try (LogReader reader = log().reader(end)) {
      for (LoggedEvent each : read(reader, 70)) {
        long expected = next.getOrDefault(each.partition(), 0L);
        // Of the same record as the one before, or of the next.
        boolean same =
            each.offset() == expected - 1 && expected > end.getOrDefault(each.partition(), 0L);
        assertThat(same || each.offset() == expected).as("offset %s", each).isTrue();
        next.put(each.partition(), each.offset() + 1);
      }
    }
    assertThat(log().endOffsets()).isEqualTo(next);
  }

  @Test
  void recordsAreKnownToHoldEvents() throws LogFault {
    Map<Partition, Long> end = log().endOffsets();
    log().append(Lane.LIVE, TOKEN, people(7, 30));
    long records = 0;
    for (Map.Entry<Partition, Long> now : log().endOffsets().entrySet()) {
      records += now.getValue() - end.getOrDefault(now.getKey(), 0L);
    }
    assertThat(records).isBetween(1L, 210L);
    assertThat(log().eventsIn(Lane.LIVE, records)).isBetween(records, 210L);
    assertThat(log().eventsIn(Lane.LIVE, 0)).isZero();
  }

  @Test
  void aReaderGoesOnAtTheOffsetsItIsGiven() throws LogFault {
    Map<Partition, Long> end = log().endOffsets();
    for (CapturedEvent event : people(1, 10)) {
      log().append(Lane.LIVE, TOKEN, List.of(event));
    }
    List<LoggedEvent> all;
    try (LogReader reader = log().reader(end)) {
      all = read(reader, 10);
    }
    Map<Partition, Long> middle = new HashMap<>(end);
    middle.put(all.get(6).partition(), all.get(6).offset());
    try (LogReader reader = log().reader(middle)) {
      assertThat(read(reader, 4)).isEqualTo(all.subList(6, 10));
    }
  }

  @Test
  void aReaderPicksUpWhatComesLater() throws LogFault {
    try (LogReader reader = log().reader(log().endOffsets())) {
      assertThat(reader.poll(Duration.ofMillis(1))).isEmpty();
      CapturedEvent event = CapturedEvents.of("late", 5);
      log().append(Lane.LIVE, TOKEN, List.of(event));
      assertThat(read(reader, 1)).extracting(LoggedEvent::captured).containsExactly(event);
      reader.mirror(log().endOffsets());
    }
  }

  @Test
  void anOffsetBeyondTheEndIsAFaultThatNamesIt() throws LogFault {
    Map<Partition, Long> end = log().endOffsets();
    Partition partition = new Partition(Lane.LIVE, 1);
    Map<Partition, Long> beyond = new HashMap<>(end);
    beyond.merge(partition, 5L, Long::sum);
    assertThatThrownBy(() -> log().reader(beyond).close())
        .isInstanceOf(LogFault.class)
        .hasMessageContaining("lost events")
        .hasMessageContaining(partition.toString())
        .hasMessageContaining(Long.toString(beyond.getOrDefault(partition, -1L)));
  }

  @Test
  void whatWasDeletedIsGoneAndReadersStartAfterIt() throws LogFault {
    Map<Partition, Long> before = log().endOffsets();
    log().append(Lane.HISTORICAL, TOKEN, people(20, 5));
    Map<Partition, Long> committed = log().endOffsets();
    log().append(Lane.HISTORICAL, TOKEN, people(20, 1));
    log().deleteBefore(committed);
    assertThat(log().endOffsets()).isNotEqualTo(committed);
    for (Map<Partition, Long> from : List.of(before, committed, Map.<Partition, Long>of())) {
      try (LogReader reader = log().reader(from)) {
        assertThat(read(reader, 20))
            .allMatch(e -> e.offset() >= committed.getOrDefault(e.partition(), 0L));
      }
    }
  }

  @Test
  void manyRequestsAppendAtOnce() throws Exception {
    Map<Partition, Long> end = log().endOffsets();
    int requests = 60;
    try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> answers = new ArrayList<>();
      for (int request = 0; request < requests; request++) {
        List<CapturedEvent> events = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
          events.add(CapturedEvents.of("person " + i, request * 1_000L + i));
        }
        answers.add(
            clients.submit(() -> {
              log().append(Lane.HISTORICAL, TOKEN, events);
              return null;
            }));
      }
      for (Future<?> answer : answers) {
        answer.get();
      }
    }
    Set<Long> numbers = new HashSet<>();
    try (LogReader reader = log().reader(end)) {
      read(reader, requests * 50).forEach(e -> numbers.add(e.captured().event().uuid().low()));
    }
    assertThat(numbers).hasSize(requests * 50);
  }

  @Test
  void theLongestEventFitsAndALongerOneIsAFault() throws LogFault {
    Map<Partition, Long> end = log().endOffsets();
    CapturedEvent longest = ofLength(log().maxEventBytes());
    assertThat(LogCodec.lengthAtMost(longest.event())).isEqualTo(log().maxEventBytes());
    log().append(Lane.LIVE, TOKEN, List.of(longest));
    try (LogReader reader = log().reader(end)) {
      assertThat(read(reader, 1)).extracting(LoggedEvent::captured).containsExactly(longest);
    }
    CapturedEvent tooLong = ofLength(log().maxEventBytes() + (1 << 20));
    assertThatThrownBy(() -> log().append(Lane.LIVE, TOKEN, List.of(tooLong)))
        .isInstanceOf(LogFault.class);
    log().append(Lane.LIVE, TOKEN, List.of());
  }

  /// Random letters, so that it does not compress.
  private static CapturedEvent ofLength(int bytes) {
    int rest = LogCodec.lengthAtMost(CapturedEvents.of("long", 1, "{\"p\":\"\"}").event());
    String letters =
        new SplittableRandom(71)
            .ints(bytes - rest, '0', 'z' - 1)
            .map(letter -> letter == '\\' ? 'z' : letter)
            .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
            .toString();
    return CapturedEvents.of("long", 1, "{\"p\":\"" + letters + "\"}");
  }
}
