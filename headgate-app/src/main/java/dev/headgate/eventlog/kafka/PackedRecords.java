package dev.headgate.eventlog.kafka;

import dev.headgate.event.ProjectToken;
import dev.headgate.eventlog.CapturedEvent;
import dev.headgate.eventlog.Lane;
import dev.headgate.eventlog.Locality;
import dev.headgate.eventlog.LogCodec;
import dev.headgate.eventlog.Partition;
import dev.headgate.json.JsonOutput;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.atomic.LongAdder;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.utils.Utils;

/// Packs the events of a request into records, several into one where they share a partition: what
/// a producer, a broker and a consumer do for every record costs more than the event itself.
///
/// The partition is what Kafka's own partitioner would choose for the key `token:distinct_id`, or
/// for a hot id one of the next few. The record has no key, for its events have different ones.
/// Thread-safe.
final class PackedRecords {
  /// A record takes further events until it has so many bytes.
  private static final int RECORD_BYTES = 256 << 10;

  /// Buffers kept to be written into again, at most; each may have grown to that of a record.
  private static final int SPARE_BUFFERS = 32;

  private final Map<Lane, Integer> partitions = new EnumMap<>(Lane.class);
  private final Map<Lane, Sum> sums = new EnumMap<>(Lane.class);

  private final Map<Partition, LongAdder> handed = new TreeMap<>();
  private final BlockingQueue<JsonOutput> spare = new ArrayBlockingQueue<>(SPARE_BUFFERS);
  private final BlockingQueue<RecordValue.Scratch> scratches =
      new ArrayBlockingQueue<>(SPARE_BUFFERS);
  private final Locality locality;

  private record Sum(LongAdder events, LongAdder records) {}

  /// @param topics the partitions of all lanes
  PackedRecords(Set<TopicPartition> topics, Locality locality) {
    this.locality = locality;
    for (Lane lane : Lane.values()) {
      long count = topics.stream().filter(each -> each.topic().equals(lane.topic())).count();
      partitions.put(lane, (int) count);
      sums.put(lane, new Sum(new LongAdder(), new LongAdder()));
      for (int number = 0; number < count; number++) {
        handed.put(new Partition(lane, number), new LongAdder());
      }
    }
  }

  /// Packs events, in their order within each partition.
  ///
  /// @param now milliseconds since 1970
  List<ProducerRecord<byte[], byte[]>> of(
      Lane lane, ProjectToken token, List<CapturedEvent> events, long now) {
    JsonOutput[] open = new JsonOutput[partitions.getOrDefault(lane, 1)];
    int[] taken = new int[open.length];
    int capacity = capacity(events, open.length);
    List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>();
    RecordValue.Scratch used = scratches.poll();
    RecordValue.Scratch scratch = used == null ? new RecordValue.Scratch() : used;
    for (CapturedEvent event : events) {
      byte[] key = LogCodec.key(token, event.event().distinctId());
      int partition = partition(lane, event, key, open.length);
      taken[partition]++;
      if (open[partition] == null) {
        JsonOutput buffer = spare.poll();
        open[partition] = buffer == null ? new JsonOutput(capacity) : buffer;
      }
      JsonOutput record = open[partition];
      if (record.length() > 0
          && record.length() + LogCodec.lengthAtMost(event.event()) > RECORD_BYTES) {
        records.add(record(lane, partition, now, record, scratch));
        record.clear();
      }
      LogCodec.encode(event, record);
    }
    for (int partition = 0; partition < open.length; partition++) {
      if (open[partition] != null) {
        records.add(record(lane, partition, now, open[partition], scratch));
        handed(new Partition(lane, partition)).add(taken[partition]);
        giveBack(open[partition]);
      }
    }
    if (scratch.length() <= 2 * RECORD_BYTES) {
      var _ = scratches.offer(scratch);
    }
    return records;
  }

  /// One event may be far longer than a record of several: its buffer is not kept.
  private void giveBack(JsonOutput buffer) {
    if (buffer.buffer().length <= 2 * RECORD_BYTES) {
      buffer.clear();
      var _ = spare.offer(buffer);
    }
  }

  private int partition(Lane lane, CapturedEvent event, byte[] key, int of) {
    int home = Utils.toPositive(Utils.murmur2(key)) % of;
    int used = locality.partitionsOf(lane, event.project(), event.event().distinctId());
    return Locality.partition(home, event.event().uuid(), used, of);
  }

  private LongAdder handed(Partition partition) {
    LongAdder sum = handed.get(partition);
    if (sum == null) {
      throw new IllegalStateException("no sum for " + partition);
    }
    return sum;
  }

  /// Events of each partition, since the start.
  Map<Partition, Long> handed() {
    Map<Partition, Long> events = new TreeMap<>();
    handed.forEach((partition, sum) -> events.put(partition, sum.sum()));
    return events;
  }

  /// Enough for most partitions' share of the events, so that their buffers need not grow.
  private static int capacity(List<CapturedEvent> events, int partitions) {
    long bytes = 0;
    for (CapturedEvent event : events) {
      bytes += LogCodec.lengthAtMost(event.event());
    }
    return (int) Math.min(RECORD_BYTES, events.size() == 1 ? bytes : 3 * bytes / partitions / 2);
  }

  private static ProducerRecord<byte[], byte[]> record(
      Lane lane, int partition, long now, JsonOutput lines, RecordValue.Scratch scratch) {
    return new ProducerRecord<>(
        lane.topic(),
        partition,
        now,
        null,
        RecordValue.packed(lines.buffer(), lines.length(), scratch));
  }

  /// Notes what was written.
  void count(Lane lane, int events, int records) {
    Sum sum = sum(lane);
    sum.events.add(events);
    sum.records.add(records);
  }

  /// By the average of what was written since the start.
  long eventsIn(Lane lane, long records) {
    Sum sum = sum(lane);
    long written = sum.records.sum();
    return written == 0 ? records : Math.max(records, records * sum.events.sum() / written);
  }

  private Sum sum(Lane lane) {
    Sum sum = sums.get(lane);
    if (sum == null) {
      throw new IllegalStateException("no sum for " + lane);
    }
    return sum;
  }
}
