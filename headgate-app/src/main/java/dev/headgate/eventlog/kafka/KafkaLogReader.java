package dev.headgate.eventlog.kafka;

import dev.headgate.eventlog.Lane;
import dev.headgate.eventlog.LanePace;
import dev.headgate.eventlog.LogCodec;
import dev.headgate.eventlog.LogFault;
import dev.headgate.eventlog.LogReader;
import dev.headgate.eventlog.LoggedEvent;
import dev.headgate.eventlog.Partition;
import dev.headgate.json.MalformedJson;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteBufferDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Reads all partitions of all lanes, from offsets that the stores remember. It belongs to no
/// group's rebalancing; the group {@link #GROUP} only shows its progress.
///
/// Each lane has a consumer of its own, and they are asked in the order of lanes, live ones first:
/// those never stand behind what was fetched of an import. A lane gets its full share of a poll
/// where those before it brought nothing, and else what the {@link LanePace} says. Where none has
/// anything, the lane is waited for that brought something last.
///
/// A poll is put together from small bites, until it holds {@link #POLL_EVENTS} events or {@link
/// #POLL_BYTES}. So it holds at most that and one bite ({@link #BITE_RECORDS} records) for each
/// lane; fetched but unread are at most {@link #FETCH_BYTES} compressed for each, or one batch
/// where that is longer.
final class KafkaLogReader implements LogReader {
  /// How long one lane is waited for before the others are looked at again.
  private static final Duration LOOK_AROUND = Duration.ofMillis(50);

  private static final Logger LOG = LoggerFactory.getLogger(KafkaLogReader.class);

  static final String GROUP = "headgate-worker";

  static final int POLL_EVENTS = 4_000;
  static final int POLL_BYTES = 32 << 20;
  private static final int BITE_RECORDS = 32;
  private static final int FETCH_BYTES = 16 << 20;

  /// The broker waits for so many, or for a moment: else every live request is fetched by itself,
  /// which costs as much as to write it.
  private static final int WORTH_FETCHING_BYTES = 64 << 10;

  /// In so long not much of another lane goes before a live event.
  private static final Duration LIVE_WAITS = Duration.ofMillis(10);

  private static final int PARTITION_FETCH_BYTES = 2 << 20;

  private final Map<Lane, KafkaConsumer<byte[], ByteBuffer>> consumers;
  private final RecordValue.Scratch unpacked = new RecordValue.Scratch();
  private final LanePace pace;
  private Lane latest = Lane.LIVE;

  private KafkaLogReader(Map<Lane, KafkaConsumer<byte[], ByteBuffer>> consumers, LanePace pace) {
    this.consumers = consumers;
    this.pace = pace;
  }

  static KafkaLogReader open(
      String bootstrap, Set<TopicPartition> partitions, Map<Partition, Long> from, LanePace pace)
      throws LogFault {
    Map<TopicPartition, Long> wanted = new HashMap<>();
    from.forEach(
        (partition, offset) -> wanted.put(KafkaEventLog.topicPartition(partition), offset));
    Map<Lane, KafkaConsumer<byte[], ByteBuffer>> consumers = new EnumMap<>(Lane.class);
    boolean opened = false;
    try {
      for (Lane lane : Lane.values()) {
        KafkaConsumer<byte[], ByteBuffer> consumer = consumer(bootstrap, lane);
        consumers.put(lane, consumer);
        Set<TopicPartition> ofLane = new HashSet<>(partitions);
        ofLane.removeIf(partition -> !partition.topic().equals(lane.topic()));
        consumer.assign(ofLane);
        seek(consumer, ofLane, wanted);
      }
      opened = true;
      return new KafkaLogReader(consumers, pace);
    } catch (KafkaException e) {
      throw KafkaEventLog.fault("cannot read", e);
    } finally {
      if (!opened) {
        close(consumers);
      }
    }
  }

  private KafkaConsumer<byte[], ByteBuffer> of(Lane lane) {
    KafkaConsumer<byte[], ByteBuffer> consumer = consumers.get(lane);
    if (consumer == null) {
      throw new IllegalStateException("nothing reads " + lane);
    }
    return consumer;
  }

  private static KafkaConsumer<byte[], ByteBuffer> consumer(String bootstrap, Lane lane) {
    return new KafkaConsumer<>(
        settings(bootstrap, lane), new ByteArrayDeserializer(), new ByteBufferDeserializer());
  }

  private static Map<String, Object> settings(String bootstrap, Lane lane) {
    Map<String, Object> settings = new HashMap<>();
    settings.put("bootstrap.servers", bootstrap);
    settings.put("client.id", "headgate-worker-" + lane.name().toLowerCase(Locale.ROOT));
    settings.put("group.id", GROUP);
    settings.put("enable.auto.commit", "false");
    settings.put("auto.offset.reset", "none");
    settings.put("isolation.level", "read_uncommitted");
    settings.put("max.poll.records", Integer.toString(BITE_RECORDS));
    settings.put("fetch.max.bytes", Integer.toString(FETCH_BYTES));
    if (lane == Lane.LIVE || lane == Lane.HISTORICAL) {
      settings.put("fetch.min.bytes", Integer.toString(WORTH_FETCHING_BYTES));
      Duration wait = lane == Lane.LIVE ? LIVE_WAITS : LOOK_AROUND;
      settings.put("fetch.max.wait.ms", Long.toString(wait.toMillis()));
    }
    settings.put("max.partition.fetch.bytes", Integer.toString(PARTITION_FETCH_BYTES));
    settings.put("default.api.timeout.ms", Long.toString(KafkaEventLog.PATIENCE.toMillis()));
    settings.put("request.timeout.ms", Long.toString(KafkaEventLog.PATIENCE.toMillis()));
    settings.put("metric.reporters", "");
    settings.put("enable.metrics.push", "false");
    return settings;
  }

  /// Goes to the offsets wanted, or to the beginning where that is later or none is wanted.
  private static void seek(
      KafkaConsumer<?, ?> consumer,
      Set<TopicPartition> partitions,
      Map<TopicPartition, Long> wanted)
      throws LogFault {
    Map<TopicPartition, Long> starts = consumer.beginningOffsets(partitions);
    Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
    for (TopicPartition partition : partitions) {
      long start = starts.getOrDefault(partition, 0L);
      long end = ends.getOrDefault(partition, 0L);
      long offset = Math.max(start, wanted.getOrDefault(partition, start));
      if (offset > end) {
        throw new LogFault(
            ("the log ends at %d in %s, before the stored offset %d: it has lost events or is"
                    + " another log. Put the right one back, or start with empty stores")
                .formatted(end, partition, offset));
      }
      consumer.seek(partition, offset);
    }
  }

  @Override
  public List<LoggedEvent> poll(Duration patience) throws LogFault {
    List<LoggedEvent> events = new ArrayList<>();
    long until = System.nanoTime() + patience.toNanos();
    long left = patience.toNanos();
    do {
      for (Lane lane : Lane.values()) {
        poll(lane, Duration.ZERO, events);
      }
      if (events.isEmpty()) {
        Lane awaited = pace.most(latest, POLL_EVENTS, true) > 0 ? latest : Lane.LIVE;
        poll(awaited, Duration.ofNanos(Math.min(left, LOOK_AROUND.toNanos())), events);
        left = until - System.nanoTime();
      }
    } while (events.isEmpty() && left > 0);
    return events;
  }

  private void poll(Lane lane, Duration patience, List<LoggedEvent> events) throws LogFault {
    KafkaConsumer<byte[], ByteBuffer> consumer = of(lane);
    int before = events.size();
    int mostOfLane = pace.most(lane, POLL_EVENTS, before == 0);
    int most = before + mostOfLane;
    int mostBytes = before == 0 ? POLL_BYTES : lane.besideOthers(POLL_BYTES);
    if (mostOfLane <= 0) {
      return;
    }
    long bytes = 0;
    try {
      ConsumerRecords<byte[], ByteBuffer> bite = consumer.poll(patience);
      while (!bite.isEmpty()) {
        for (TopicPartition of : bite.partitions()) {
          Partition partition = KafkaEventLog.partition(of);
          for (ConsumerRecord<byte[], ByteBuffer> each : bite.records(of)) {
            bytes += decode(partition, each, events);
          }
        }
        if (events.size() >= most || bytes >= mostBytes) {
          break;
        }
        bite = consumer.poll(Duration.ZERO);
      }
      latest = events.size() > before ? lane : latest;
      pace.read(lane, events.size() - before);
    } catch (OffsetOutOfRangeException e) {
      seekAgain(consumer, e.offsetOutOfRangePartitions());
    } catch (KafkaException e) {
      throw KafkaEventLog.fault("cannot read", e);
    }
  }

  /// Deleted under the reader: whoever deletes says that it is stored.
  private static void seekAgain(KafkaConsumer<?, ?> consumer, Map<TopicPartition, Long> deleted)
      throws LogFault {
    try {
      seek(consumer, deleted.keySet(), deleted);
    } catch (KafkaException e) {
      throw KafkaEventLog.fault("cannot read", e);
    }
  }

  /// Answers how many bytes the lines of the record are.
  private int decode(
      Partition partition, ConsumerRecord<byte[], ByteBuffer> each, List<LoggedEvent> into)
      throws LogFault {
    try {
      ByteBuffer lines = RecordValue.lines(each.value(), KafkaEventLog.MAX_RECORD_BYTES, unpacked);
      int from = lines.arrayOffset() + lines.position();
      LogCodec.decode(
          lines.array(),
          from,
          from + lines.remaining(),
          event -> into.add(new LoggedEvent(partition, each.offset(), each.timestamp(), event)));
      return lines.remaining();
    } catch (MalformedJson e) {
      throw KafkaEventLog.fault(
          "offset %d of %s holds what Headgate never wrote".formatted(each.offset(), partition), e);
    }
  }

  @Override
  public void mirror(Map<Partition, Long> committed) {
    Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
    committed.forEach((partition, offset) ->
        offsets.put(KafkaEventLog.topicPartition(partition), new OffsetAndMetadata(offset)));
    // Best effort: the truth is in the store, and the next one comes soon.
    of(Lane.HISTORICAL).commitAsync(offsets, (_, _) -> {});
  }

  @Override
  public void close() {
    close(consumers);
  }

  private static void close(Map<Lane, KafkaConsumer<byte[], ByteBuffer>> consumers) {
    for (KafkaConsumer<byte[], ByteBuffer> consumer : consumers.values()) {
      try {
        consumer.close(CloseOptions.timeout(KafkaEventLog.PATIENCE.dividedBy(2)));
      } catch (KafkaException e) {
        LOG.warn("a reader of the log was not closed in good order: {}", e.getMessage());
      }
    }
  }
}
