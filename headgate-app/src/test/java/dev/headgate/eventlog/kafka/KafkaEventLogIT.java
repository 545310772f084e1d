package dev.headgate.eventlog.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headgate.event.ProjectToken;
import dev.headgate.eventlog.CapturedEvent;
import dev.headgate.eventlog.CapturedEvents;
import dev.headgate.eventlog.EventLog;
import dev.headgate.eventlog.EventLogContract;
import dev.headgate.eventlog.Lane;
import dev.headgate.eventlog.LogFault;
import dev.headgate.eventlog.LogReader;
import dev.headgate.eventlog.LoggedEvent;
import dev.headgate.eventlog.Partition;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class KafkaEventLogIT extends EventLogContract {
  /// An event, at the fastest that a worker was ever seen to carry them: 250,000 a second.
  private static final long NANOS_OF_THE_WORKER = 4_000;

  private static final ProjectToken TOKEN = new ProjectToken("phc_kafka");
  private static final Instant CAPTURED = Instant.parse("2026-11-23T10:00:00.123Z");

  private Path folder;
  private EmbeddedBroker broker;
  private EventLog log;

  @BeforeAll
  void startBroker(@TempDir Path temporary) throws LogFault {
    folder = temporary;
    broker = EmbeddedBroker.start(folder.resolve("kafka"));
    log = KafkaEventLog.open(broker.bootstrap(), 4, () -> CAPTURED);
  }

  @AfterAll
  void stopBroker() {
    log.close();
    broker.close();
  }

  @Override
  protected EventLog log() {
    return log;
  }

  @Test
  void theTimeOfARecordIsTheTimeOfCapture() throws LogFault {
    Map<Partition, Long> end = log.endOffsets();
    log.append(Lane.LIVE, TOKEN, List.of(CapturedEvents.of("long ago", 1)));
    Partition grown =
        log.endOffsets().entrySet().stream()
            .filter(each -> each.getValue() > end.getOrDefault(each.getKey(), 0L))
            .findFirst()
            .orElseThrow()
            .getKey();
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(
            Map.of("bootstrap.servers", broker.bootstrap()),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer())) {
      TopicPartition partition = KafkaEventLog.topicPartition(grown);
      consumer.assign(List.of(partition));
      consumer.seek(partition, end.getOrDefault(grown, 0L));
      ConsumerRecord<byte[], byte[]> read =
          consumer.poll(Duration.ofSeconds(5)).records(partition).getFirst();
      assertThat(Instant.ofEpochMilli(read.timestamp())).isEqualTo(CAPTURED);
    }
  }

  @Tag("alone")
  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "LIVE")
  void aLiveEventDoesNotStandBehindWhatIsFetchedOfAnotherLane(Lane other) throws LogFault {
    Map<Partition, Long> end = log.endOffsets();
    for (int request = 0; request < 40; request++) {
      int from = 1_000 * request;
      log.append(
          other,
          TOKEN,
          IntStream.range(from, from + 1_000)
              .mapToObj(i -> CapturedEvents.of("old" + i % 50, i))
              .toList());
    }
    try (LogReader reader = log.reader(end)) {
      int before = 0;
      while (before == 0) {
        before = reader.poll(Duration.ofMillis(100)).size();
      }
      log.append(Lane.LIVE, TOKEN, List.of(CapturedEvents.of("now", 1)));
      int behind = 0;
      boolean live = false;
      for (int poll = 0; poll < 1_000 && !live; poll++) {
        List<LoggedEvent> events = reader.poll(Duration.ofMillis(100));
        live = events.stream().anyMatch(each -> each.partition().lane() == Lane.LIVE);
        behind += live ? 0 : events.size();
        // A reader that does nothing with what it reads is faster than a broker can answer.
        LockSupport.parkNanos(events.size() * NANOS_OF_THE_WORKER);
      }
      assertThat(live).isTrue();
      assertThat(behind).as("of some 36,000").isLessThan(15_000);
    }
  }

  @Test
  void whatWasDivertedStandsBehindEverythingElseAndNeverStill() throws LogFault {
    int history = 20_000;
    int flood = 4_000;
    int aRequest = 20;
    // Its share, and one bite of records that each hold a part of a request.
    int most = Lane.DIVERTED.besideOthers(KafkaLogReader.POLL_EVENTS) + 32 * aRequest;
    Map<Partition, Long> end = log.endOffsets();
    for (int from = 0; from < flood; from += aRequest) {
      append(Lane.DIVERTED, from, from + aRequest);
    }
    for (int from = 0; from < history; from += 500) {
      append(Lane.HISTORICAL, from, from + 500);
    }
    try (LogReader reader = log.reader(end)) {
      Map<Lane, Integer> read = new EnumMap<>(Lane.class);
      for (int poll = 0;
          poll < 500 && read.values().stream().mapToInt(i -> i).sum() < 24_000;
          poll++) {
        Map<Lane, Integer> now = new EnumMap<>(Lane.class);
        reader
            .poll(Duration.ofMillis(100))
            .forEach(each -> now.merge(each.partition().lane(), 1, Integer::sum));
        if (now.containsKey(Lane.HISTORICAL)) {
          assertThat(now.getOrDefault(Lane.DIVERTED, 0)).isLessThanOrEqualTo(most);
        }
        now.forEach((lane, events) -> read.merge(lane, events, Integer::sum));
      }
      assertThat(read).isEqualTo(Map.of(Lane.DIVERTED, flood, Lane.HISTORICAL, history));
    }
  }

  private void append(Lane lane, int from, int to) throws LogFault {
    log.append(
        lane,
        TOKEN,
        IntStream.range(from, to).mapToObj(i -> CapturedEvents.of(lane + " " + i, i)).toList());
  }

  @Test
  void aLogFromBeforeGetsTheLanesThatItLacks() throws Exception {
    try (EmbeddedBroker old = EmbeddedBroker.start(folder.resolve("old"))) {
      try (Admin admin = Admin.create(Map.of("bootstrap.servers", old.bootstrap()))) {
        List<NewTopic> topics =
            Stream.of(Lane.LIVE, Lane.HISTORICAL)
                .map(lane -> new NewTopic(lane.topic(), 3, (short) 1))
                .toList();
        admin.createTopics(topics).all().get();
      }
      try (EventLog opened = KafkaEventLog.open(old.bootstrap(), 4, () -> CAPTURED)) {
        Map<Lane, Integer> partitions = new EnumMap<>(Lane.class);
        opened
            .endOffsets()
            .keySet()
            .forEach(each -> partitions.merge(each.lane(), 1, Integer::sum));
        assertThat(partitions)
            .isEqualTo(
                Map.of(Lane.LIVE, 3, Lane.HISTORICAL, 3, Lane.LOAD_TEST, 4, Lane.DIVERTED, 4));
        opened.append(Lane.DIVERTED, TOKEN, List.of(CapturedEvents.of("someone", 1)));
      }
    }
  }

  @Test
  void aRequestIsOneRecordInEachOfItsPartitionsUntilThatIsLong() throws LogFault {
    Map<Partition, Long> end = log.endOffsets();
    List<CapturedEvent> request = new ArrayList<>();
    for (int number = 0; number < 400; number++) {
      request.add(CapturedEvents.of("person " + number % 30, number, "{\"a\":1}"));
    }
    log.append(Lane.HISTORICAL, TOKEN, request);
    Map<Partition, Long> after = log.endOffsets();
    for (int partition = 0; partition < 4; partition++) {
      Partition of = new Partition(Lane.HISTORICAL, partition);
      assertThat(after.getOrDefault(of, 0L) - end.getOrDefault(of, 0L)).as("%s", of).isOne();
    }
    String long100k = "{\"a\":\"" + "x".repeat(100_000) + "\"}";
    log.append(
        Lane.HISTORICAL,
        TOKEN,
        IntStream.range(0, 7).mapToObj(i -> CapturedEvents.of("one", 1000 + i, long100k)).toList());
    try (LogReader reader = log.reader(after)) {
      List<LoggedEvent> read = read(reader, 7);
      assertThat(read.stream().map(each -> each.captured().event().uuid().low()))
          .containsExactly(1000L, 1001L, 1002L, 1003L, 1004L, 1005L, 1006L);
      long first = read.getFirst().offset();
      assertThat(read.stream().map(each -> each.offset() - first))
          .containsExactly(0L, 0L, 1L, 1L, 2L, 2L, 3L);
    }
  }

  @Test
  void progressShowsInTheConsumerGroup() throws Exception {
    log.append(Lane.HISTORICAL, TOKEN, List.of(CapturedEvents.of("someone", 1)));
    Map<Partition, Long> end = log.endOffsets();
    try (LogReader reader = log.reader(end);
        Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrap()))) {
      Map<TopicPartition, Long> expected = new HashMap<>();
      end.forEach((each, offset) -> expected.put(KafkaEventLog.topicPartition(each), offset));
      Map<TopicPartition, Long> shown = new HashMap<>();
      for (int attempt = 0; attempt < 100 && !shown.equals(expected); attempt++) {
        reader.mirror(end);
        reader.poll(Duration.ofMillis(100));
        Map<TopicPartition, OffsetAndMetadata> group =
            admin
                .listConsumerGroupOffsets(KafkaLogReader.GROUP)
                .partitionsToOffsetAndMetadata()
                .get();
        group.forEach((partition, offset) -> shown.put(partition, offset.offset()));
      }
      assertThat(shown).isEqualTo(expected);
    }
  }

  @Test
  void aBrokerThatIsNotThereIsAFault() {
    assertThatThrownBy(() -> KafkaEventLog.open("not a place", 4, () -> CAPTURED))
        .isInstanceOf(LogFault.class);
  }

  @Test
  void aSecondBrokerOnTheSameFolderIsAFaultAndHarmless() throws LogFault {
    assertThatThrownBy(() -> EmbeddedBroker.start(folder.resolve("kafka")).close())
        .isInstanceOf(LogFault.class)
        .hasMessageContaining("another process");
    log.append(Lane.LIVE, TOKEN, List.of(CapturedEvents.of("still here", 1)));
  }
}
