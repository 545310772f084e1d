package dev.headgate.eventlog.kafka;

import dev.headgate.event.ProjectToken;
import dev.headgate.eventlog.CapturedEvent;
import dev.headgate.eventlog.EventLog;
import dev.headgate.eventlog.Lane;
import dev.headgate.eventlog.LanePace;
import dev.headgate.eventlog.Locality;
import dev.headgate.eventlog.LogFault;
import dev.headgate.eventlog.LogReader;
import dev.headgate.eventlog.Partition;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/// The event log on Kafka, embedded or a cluster: a topic for each lane. A request's events of one
/// partition are gathered into one record ({@link PackedRecords}), which is packed by {@link
/// RecordValue}, and not by its producer a second time.
///
/// What it holds in memory is bound: unsent events by the producers' buffers (32 MiB for each lane,
/// after which `append` blocks), unread ones by the readers (see {@link KafkaLogReader}).
public final class KafkaEventLog implements EventLog {
  /// Longest encoded event.
  public static final int MAX_EVENT_BYTES = 8 << 20;

  /// Longest record: an event and its frame.
  static final int MAX_RECORD_BYTES = MAX_EVENT_BYTES + (64 << 10);

  /// What broker and topics accept: a record that does not compress, and the frame of its batch.
  static final int MAX_BATCH_BYTES = MAX_RECORD_BYTES + (64 << 10);

  /// When Kafka gives an event up that is not acknowledged yet; who appends it may have done so
  /// before.
  static final Duration DELIVERY_TIMEOUT = Duration.ofSeconds(20);

  /// How long a single request to the broker may take.
  static final Duration PATIENCE = Duration.ofSeconds(10);

  /// How long an event that is none of an import waits at most for room in the buffer, or for Kafka
  /// to say where its partitions are: who sends it does not wait for long.
  private static final Duration LIVE_PATIENCE = Duration.ofSeconds(2);

  private static final long BUFFER_BYTES = 32L << 20;
  private static final int BATCH_BYTES = 128 << 10;

  /// How long a record of an import waits for others of its partition. The rest come gathered
  /// ({@link dev.headgate.eventlog.GatheredEventLog}) and are waited for.
  private static final Duration LINGER = Duration.ofMillis(5);

  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(20);

  private final String bootstrap;
  private final InstantSource clock;
  private final Admin admin;
  private final Map<Lane, KafkaProducer<byte[], byte[]>> producers = new EnumMap<>(Lane.class);
  private final Set<TopicPartition> partitions;
  private final PackedRecords packed;
  private final LanePace pace;

  private KafkaEventLog(
      String bootstrap,
      InstantSource clock,
      Admin admin,
      Set<TopicPartition> partitions,
      Locality locality,
      LanePace pace) {
    this.bootstrap = bootstrap;
    this.clock = clock;
    this.admin = admin;
    this.partitions = partitions;
    this.pace = pace;
    this.packed = new PackedRecords(partitions, locality);
    for (Lane lane : Lane.values()) {
      producers.put(
          lane,
          new KafkaProducer<>(
              producerSettings(bootstrap, lane),
              new ByteArraySerializer(),
              new ByteArraySerializer()));
    }
  }

  /// Connects, and makes the topics that are missing. Every id keeps to one partition.
  public static KafkaEventLog open(String bootstrap, int partitionsPerLane, InstantSource clock)
      throws LogFault {
    return open(bootstrap, partitionsPerLane, clock, Locality.ONE_PARTITION, LanePace.SHARES);
  }

  /// Connects, and makes the topics that are missing.
  ///
  /// @param bootstrap `host:port`, several separated by commas
  /// @param partitionsPerLane for topics that are made; existing ones keep what they have
  /// @param clock tells the time of capture
  /// @param locality how many partitions the events of an id use
  /// @param pace how much its readers read of each lane
  public static KafkaEventLog open(
      String bootstrap,
      int partitionsPerLane,
      InstantSource clock,
      Locality locality,
      LanePace pace)
      throws LogFault {
    Admin admin = null;
    try {
      admin =
          Admin.create(
              Map.of(
                  "bootstrap.servers",
                  bootstrap,
                  "client.id",
                  "headgate-admin",
                  "metric.reporters",
                  "",
                  "enable.metrics.push",
                  "false",
                  "default.api.timeout.ms",
                  Long.toString(PATIENCE.toMillis()),
                  "request.timeout.ms",
                  Long.toString(PATIENCE.toMillis())));
      createMissing(admin, partitionsPerLane);
      return new KafkaEventLog(bootstrap, clock, admin, partitions(admin), locality, pace);
    } catch (KafkaException | LogFault e) {
      if (admin != null) {
        admin.close(Duration.ZERO);
      }
      throw e instanceof LogFault fault ? fault : fault("cannot reach Kafka at " + bootstrap, e);
    }
  }

  /// What a lane's producer is set to; its keys and values are bytes.
  public static Map<String, Object> producerSettings(String bootstrap, Lane lane) {
    Map<String, Object> settings = new HashMap<>();
    settings.put("bootstrap.servers", bootstrap);
    settings.put("client.id", "headgate-capture-" + lane.name().toLowerCase(Locale.ROOT));
    settings.put("acks", "all");
    settings.put("enable.idempotence", "true");
    settings.put("compression.type", "none");
    settings.put("batch.size", Integer.toString(BATCH_BYTES));
    settings.put("linger.ms", Long.toString(lane == Lane.HISTORICAL ? LINGER.toMillis() : 0));
    settings.put("buffer.memory", Long.toString(BUFFER_BYTES));
    settings.put("max.request.size", Integer.toString(MAX_RECORD_BYTES));
    settings.put(
        "max.block.ms",
        Long.toString((lane == Lane.HISTORICAL ? PATIENCE : LIVE_PATIENCE).toMillis()));
    settings.put("request.timeout.ms", Long.toString(PATIENCE.toMillis()));
    settings.put("delivery.timeout.ms", Long.toString(DELIVERY_TIMEOUT.toMillis()));
    settings.put("metric.reporters", "");
    settings.put("enable.metrics.push", "false");
    return settings;
  }

  private static void createMissing(Admin admin, int partitionsPerLane) throws LogFault {
    Set<String> there = get("list topics", admin.listTopics().names());
    List<NewTopic> missing = new ArrayList<>();
    for (Lane lane : Lane.values()) {
      if (!there.contains(lane.topic())) {
        // The replication factor is the cluster's default.
        missing.add(
            new NewTopic(lane.topic(), Optional.of(partitionsPerLane), Optional.empty())
                .configs(
                    Map.of(
                        "retention.ms", "-1",
                        "retention.bytes", "-1",
                        "cleanup.policy", "delete",
                        "message.timestamp.type", "CreateTime",
                        "max.message.bytes", Integer.toString(MAX_BATCH_BYTES))));
      }
    }
    for (KafkaFuture<Void> made : admin.createTopics(missing).values().values()) {
      try {
        get("create topics", made);
      } catch (LogFault e) {
        if (!(e.getCause() instanceof TopicExistsException)) {
          throw e;
        }
      }
    }
  }

  /// The partitions that are there: a new topic may take a moment to show.
  private static Set<TopicPartition> partitions(Admin admin) throws LogFault {
    List<String> topics = Arrays.stream(Lane.values()).map(Lane::topic).toList();
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      try {
        Set<TopicPartition> partitions = new HashSet<>();
        for (TopicDescription topic :
            get("describe topics", admin.describeTopics(topics).allTopicNames()).values()) {
          topic
              .partitions()
              .forEach(each -> partitions.add(new TopicPartition(topic.name(), each.partition())));
        }
        return Set.copyOf(partitions);
      } catch (LogFault e) {
        if (!(e.getCause() instanceof UnknownTopicOrPartitionException)
            || System.nanoTime() > deadline) {
          throw e;
        }
        LockSupport.parkNanos(BETWEEN_LOOKS.toNanos());
      }
    }
  }

  @Override
  public void append(Lane lane, ProjectToken token, List<CapturedEvent> events, Duration patience)
      throws LogFault {
    long until = System.nanoTime() + patience.toNanos();
    List<ProducerRecord<byte[], byte[]>> records = packed.of(lane, token, events, clock.millis());
    Acknowledgements acknowledgements = new Acknowledgements(records.size());
    try {
      for (ProducerRecord<byte[], byte[]> each : records) {
        // The acknowledgements are told; the future says the same again.
        var _ = producer(lane).send(each, acknowledgements);
        if (acknowledgements.failed()) {
          break;
        }
      }
    } catch (KafkaException | IllegalStateException e) {
      throw fault("events could not be handed to Kafka", e);
    }
    acknowledgements.await(Duration.ofNanos(Math.max(0, until - System.nanoTime())));
    packed.count(lane, events.size(), records.size());
  }

  private KafkaProducer<byte[], byte[]> producer(Lane lane) {
    KafkaProducer<byte[], byte[]> producer = producers.get(lane);
    if (producer == null) {
      throw new IllegalStateException("no producer for " + lane);
    }
    return producer;
  }

  @Override
  public long eventsIn(Lane lane, long records) {
    return packed.eventsIn(lane, records);
  }

  @Override
  public Map<Partition, Long> handed() {
    return packed.handed();
  }

  @Override
  public int maxEventBytes() {
    return MAX_EVENT_BYTES;
  }

  @Override
  public LogReader reader(Map<Partition, Long> from) throws LogFault {
    return KafkaLogReader.open(bootstrap, partitions, from, pace);
  }

  @Override
  public Map<Partition, Long> endOffsets() throws LogFault {
    Map<TopicPartition, OffsetSpec> latest = new HashMap<>();
    partitions.forEach(partition -> latest.put(partition, OffsetSpec.latest()));
    Map<Partition, Long> ends = new TreeMap<>();
    for (Map.Entry<TopicPartition, ListOffsetsResultInfo> end :
        get("read the end of the log", admin.listOffsets(latest).all()).entrySet()) {
      ends.put(partition(end.getKey()), end.getValue().offset());
    }
    return ends;
  }

  @Override
  public void deleteBefore(Map<Partition, Long> committed) throws LogFault {
    Map<TopicPartition, RecordsToDelete> before = new HashMap<>();
    committed.forEach((partition, offset) ->
        before.put(topicPartition(partition), RecordsToDelete.beforeOffset(offset)));
    get("delete what is stored", admin.deleteRecords(before).all());
  }

  @Override
  public void close() {
    producers.values().forEach(producer -> producer.close(PATIENCE));
    admin.close(PATIENCE);
  }

  static TopicPartition topicPartition(Partition partition) {
    return new TopicPartition(partition.lane().topic(), partition.number());
  }

  static Partition partition(TopicPartition partition) {
    for (Lane lane : Lane.values()) {
      if (lane.topic().equals(partition.topic())) {
        return new Partition(lane, partition.partition());
      }
    }
    throw new IllegalArgumentException("not a topic of the log: " + partition);
  }

  static LogFault fault(String what, Throwable cause) {
    return new LogFault("the log failed: " + what + ": " + cause.getMessage(), cause);
  }

  private static <T> T get(String what, KafkaFuture<T> future) throws LogFault {
    try {
      return future.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      throw fault(what, e.getCause() == null ? e : e.getCause());
    } catch (TimeoutException e) {
      throw fault(what, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw fault(what, e);
    }
  }
}
