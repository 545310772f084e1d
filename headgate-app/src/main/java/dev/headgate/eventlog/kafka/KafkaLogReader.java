package dev.headgate.eventlog.kafka;

import dev.headgate.eventlog.Lane;
import dev.headgate.eventlog.LogCodec;
import dev.headgate.eventlog.LogFault;
import dev.headgate.eventlog.LogReader;
import dev.headgate.eventlog.LoggedEvent;
import dev.headgate.eventlog.Partition;
import dev.headgate.json.MalformedJson;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
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

/// Reads all partitions of both lanes, from offsets that the stores remember. It belongs to no
/// group's rebalancing; the group {@link #GROUP} only shows its progress.
///
/// Each lane has a consumer of its own, and live events are asked for first: they never stand
/// behind what was fetched of an import.
///
/// A poll is put together from small bites, until it holds {@link #POLL_EVENTS} events or {@link
/// #POLL_BYTES}. So it holds at most that and one bite ({@link #BITE_RECORDS} records) for each
/// lane; fetched but unread are at most {@link #FETCH_BYTES} compressed for each, or one batch
/// where that is longer.
final class KafkaLogReader implements LogReader {
  static final String GROUP = "headgate-worker";

  static final int POLL_EVENTS = 4_000;
  static final int POLL_BYTES = 32 << 20;
  private static final int BITE_RECORDS = 32;
  private static final int FETCH_BYTES = 16 << 20;
  private static final int PARTITION_FETCH_BYTES = 2 << 20;

  private final KafkaConsumer<byte[], ByteBuffer> live;
  private final KafkaConsumer<byte[], ByteBuffer> historical;
  private final RecordValue.Scratch unpacked = new RecordValue.Scratch();

  private KafkaLogReader(
      KafkaConsumer<byte[], ByteBuffer> live, KafkaConsumer<byte[], ByteBuffer> historical) {
    this.live = live;
    this.historical = historical;
  }

  static KafkaLogReader open(
      String bootstrap, Set<TopicPartition> partitions, Map<Partition, Long> from) throws LogFault {
    Map<TopicPartition, Long> wanted = new HashMap<>();
    from.forEach(
        (partition, offset) -> wanted.put(KafkaEventLog.topicPartition(partition), offset));
    KafkaLogReader reader =
        new KafkaLogReader(consumer(bootstrap, Lane.LIVE), consumer(bootstrap, Lane.HISTORICAL));
    try {
      for (Lane lane : Lane.values()) {
        Set<TopicPartition> ofLane = new HashSet<>(partitions);
        ofLane.removeIf(partition -> !partition.topic().equals(lane.topic()));
        reader.of(lane).assign(ofLane);
        seek(reader.of(lane), ofLane, wanted);
      }
      return reader;
    } catch (KafkaException e) {
      reader.close();
      throw KafkaEventLog.fault("cannot read", e);
    } catch (LogFault e) {
      reader.close();
      throw e;
    }
  }

  private KafkaConsumer<byte[], ByteBuffer> of(Lane lane) {
    return switch (lane) {
      case LIVE -> live;
      case HISTORICAL -> historical;
    };
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
    poll(live, Duration.ZERO, events);
    poll(historical, events.isEmpty() ? patience : Duration.ZERO, events);
    return events;
  }

  private void poll(
      KafkaConsumer<byte[], ByteBuffer> consumer, Duration patience, List<LoggedEvent> events)
      throws LogFault {
    int most = events.size() + POLL_EVENTS;
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
        if (events.size() >= most || bytes >= POLL_BYTES) {
          break;
        }
        bite = consumer.poll(Duration.ZERO);
      }
    } catch (OffsetOutOfRangeException e) {
      // Deleted under the reader: whoever deletes says that it is stored.
      Map<TopicPartition, Long> deleted = e.offsetOutOfRangePartitions();
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
          event -> into.add(new LoggedEvent(partition, each.offset(), event)));
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
    historical.commitAsync(offsets, (_, _) -> {});
  }

  @Override
  public void close() {
    live.close(CloseOptions.timeout(KafkaEventLog.PATIENCE));
    historical.close(CloseOptions.timeout(KafkaEventLog.PATIENCE));
  }
}
