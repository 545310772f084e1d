package dev.headgate.benchmarks;

import dev.headgate.eventlog.Lane;
import dev.headgate.eventlog.kafka.KafkaEventLog;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/// What capture costs above the log. Batches of 1,000 events of 1 KB over HTTP, beside a plain
/// Kafka producer with capture's settings to the same broker: one that sends each event as a record
/// and lets Kafka pack it, as anybody would, and one that sends the very records that capture made,
/// which are gathered and packed already. And requests of one event beside an empty handler of the
/// same HTTP server that reads their bodies.
///
/// Arguments: `--requests N --singles N --pairs N --connections N --clients N --jvm OPTION`;
/// connections send batches, clients single events. The sender is this process, in all of them;
/// broker and capture ({@link CaptureAlone}) are another.
public final class CaptureSpeed {
  private static final int BODIES = 32;
  private static final int EVENTS = 1_000;
  private static final int EVENT_BYTES = 1_000;
  private static final int SINGLES = 4_096;
  private static final int PARTITIONS = 8;
  private static final String ID = "\"distinct_id\":\"";
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final int port;
  private final String bootstrap;
  private final HttpClient client = HttpClient.newHttpClient();
  private final SplittableRandom random = new SplittableRandom(20_261_127);

  private CaptureSpeed(int port, String bootstrap) {
    this.port = port;
    this.bootstrap = bootstrap;
  }

  /// How one measurement went.
  ///
  /// @param senderCpu seconds of this process
  /// @param serverCpu seconds of the other one
  private record Measured(double seconds, double senderCpu, double serverCpu) {}

  @FunctionalInterface
  private interface Work {
    void run() throws IOException, InterruptedException;
  }

  public static void main(String[] arguments) throws IOException, InterruptedException {
    int requests = number(arguments, "--requests", 640);
    int singles = number(arguments, "--singles", 150_000);
    int pairs = number(arguments, "--pairs", 5);
    int connections = number(arguments, "--connections", 8);
    int clients = number(arguments, "--clients", 128);
    Path folder = Files.createTempDirectory("headgate-capture-");
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseParallelGC",
                "-XX:+UseTransparentHugePages",
                "-Xmx2g",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow"));
    String option = EndToEnd.option(arguments, "--jvm", "");
    if (!option.isEmpty()) {
      command.add(option);
    }
    command.addAll(
        List.of(
            "-cp",
            System.getProperty("java.class.path"),
            CaptureAlone.class.getName(),
            folder.resolve("log").toString(),
            Integer.toString(PARTITIONS)));
    Process server =
        new ProcessBuilder(command).redirectError(folder.resolve("errors.txt").toFile()).start();
    try {
      BufferedReader said =
          new BufferedReader(
              new InputStreamReader(server.getInputStream(), StandardCharsets.UTF_8));
      String line = said.readLine();
      while (line != null && !line.startsWith(CaptureAlone.ANSWERS)) {
        line = said.readLine();
      }
      if (line == null) {
        throw new IOException(Files.readString(folder.resolve("errors.txt")));
      }
      String where = line.substring(CaptureAlone.ANSWERS.length());
      int space = where.indexOf(' ');
      CaptureSpeed speed =
          new CaptureSpeed(Integer.parseInt(where.substring(0, space)), where.substring(space + 1));
      // The batches leave gigabytes that the disk has yet to write.
      speed.singles(singles, pairs, clients);
      speed.batches(requests, pairs, connections);
    } finally {
      server.getOutputStream().close();
      server.waitFor();
      EndToEnd.delete(folder);
    }
  }

  private void batches(int requests, int pairs, int connections)
      throws IOException, InterruptedException {
    List<byte[]> bodies = new ArrayList<>();
    List<ProducerRecord<byte[], byte[]>> events = new ArrayList<>();
    for (int i = 0; i < BODIES; i++) {
      List<String> batch = Stream.generate(this::event).limit(EVENTS).toList();
      bodies.add(HttpLoad.rendered("/batch/", body(batch)));
      batch.forEach(event -> events.add(plainRecord(event)));
    }
    HttpLoad load = new HttpLoad(port, bodies);
    ask("POST", "/forget");
    load.send(BODIES, 1);
    List<ProducerRecord<byte[], byte[]>> records = records();
    int passes = requests / BODIES;
    double amount = (double) passes * BODIES * EVENTS;
    System.out.printf(
        Locale.ROOT,
        "%,.0f events of %,d bytes in batches of %,d, made into %,d records of %,d bytes on average%n",
        amount,
        bodies.getFirst().length / EVENTS,
        EVENTS,
        passes * records.size(),
        records.stream().mapToLong(each -> each.value().length).sum() / records.size());
    Work byCapture = () -> load.send(passes * BODIES, connections);
    Map<String, Object> settings = KafkaEventLog.producerSettings(bootstrap, Lane.LIVE);
    try (KafkaProducer<byte[], byte[]> producer = producer(settings)) {
      Work ofRecords = () -> produce(producer, records, passes);
      compare("events", amount, "capture", byCapture, "its records alone", ofRecords, pairs);
    }
    settings.put("compression.type", "lz4");
    try (KafkaProducer<byte[], byte[]> producer = producer(settings)) {
      Work ofEvents = () -> produce(producer, events, passes);
      compare("events", amount, "capture", byCapture, "a plain producer", ofEvents, pairs);
    }
  }

  private static KafkaProducer<byte[], byte[]> producer(Map<String, Object> settings) {
    return new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
  }

  /// An event as anybody would send it who has no use for capture.
  private static ProducerRecord<byte[], byte[]> plainRecord(String event) {
    int id = event.indexOf(ID) + ID.length();
    String key = event.substring(id, event.indexOf('"', id));
    return new ProducerRecord<>(
        Lane.LIVE.topic(),
        key.getBytes(StandardCharsets.UTF_8),
        event.getBytes(StandardCharsets.UTF_8));
  }

  private void singles(int count, int pairs, int connections)
      throws IOException, InterruptedException {
    List<byte[]> toCapture = new ArrayList<>();
    List<byte[]> toNobody = new ArrayList<>();
    for (int i = 0; i < SINGLES; i++) {
      byte[] body =
          ("{\"api_key\":\"token\"," + event().substring(1)).getBytes(StandardCharsets.UTF_8);
      toCapture.add(HttpLoad.rendered("/i/v0/e/", body));
      toNobody.add(HttpLoad.rendered("/empty", body));
    }
    HttpLoad capture = new HttpLoad(port, toCapture);
    HttpLoad empty = new HttpLoad(port, toNobody);
    System.out.printf(
        Locale.ROOT,
        "%,d requests of one event, %,d bytes, over %d connections%n",
        count,
        toCapture.getFirst().length,
        connections);
    compare(
        "requests",
        count,
        "capture",
        () -> capture.send(count, connections),
        "an empty handler",
        () -> empty.send(count, connections),
        pairs);
  }

  private void compare(
      String unit, double amount, String name, Work work, String otherName, Work other, int pairs)
      throws IOException, InterruptedException {
    List<Double> ratios = new ArrayList<>();
    for (int pair = -4; pair < pairs; pair++) {
      Measured one = measured(work);
      Measured two = measured(other);
      if (pair < 0) {
        continue; // Both are compiled by now.
      }
      ratios.add(two.seconds / one.seconds);
      print(name, unit, amount, one);
      print(otherName, unit, amount, two);
    }
    Measured first = measured(other);
    Measured second = measured(other);
    System.out.printf(
        Locale.ROOT,
        "%s over %s: %s; A/A %.3f%n",
        name,
        otherName,
        EndToEnd.spread(ratios),
        first.seconds / second.seconds);
  }

  private static void print(String name, String unit, double amount, Measured measured) {
    System.out.printf(
        Locale.ROOT,
        "%-18s %,9.0f %s/s, us an item: %.2f sender, %.2f server%n",
        name,
        amount / measured.seconds,
        unit,
        measured.senderCpu * 1e6 / amount,
        measured.serverCpu * 1e6 / amount);
  }

  private Measured measured(Work work) throws IOException, InterruptedException {
    ask("POST", "/forget");
    System.gc();
    long serverBefore = Long.parseLong(ask("GET", "/cpu"));
    long senderBefore = CaptureAlone.cpuNanos();
    long from = System.nanoTime();
    work.run();
    long took = System.nanoTime() - from;
    long sender = CaptureAlone.cpuNanos() - senderBefore;
    return new Measured(
        took / 1e9, sender / 1e9, (Long.parseLong(ask("GET", "/cpu")) - serverBefore) / 1e9);
  }

  /// What capture has made of the requests so far.
  private List<ProducerRecord<byte[], byte[]>> records() {
    List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>();
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(
            Map.of("bootstrap.servers", bootstrap),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer())) {
      List<TopicPartition> partitions =
          consumer.partitionsFor(Lane.LIVE.topic()).stream()
              .map(each -> new TopicPartition(each.topic(), each.partition()))
              .toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      long due = sum(consumer.endOffsets(partitions)) - sum(consumer.beginningOffsets(partitions));
      while (records.size() < due) {
        for (ConsumerRecord<byte[], byte[]> each : consumer.poll(PATIENCE)) {
          records.add(
              new ProducerRecord<>(
                  each.topic(), each.partition(), null, each.key(), each.value(), each.headers()));
        }
      }
    }
    return records;
  }

  private static long sum(Map<TopicPartition, Long> offsets) {
    return offsets.values().stream().mapToLong(Long::longValue).sum();
  }

  private static void produce(
      KafkaProducer<byte[], byte[]> producer,
      List<ProducerRecord<byte[], byte[]>> records,
      int passes)
      throws IOException, InterruptedException {
    List<Future<RecordMetadata>> sent = new ArrayList<>();
    for (int pass = 0; pass < passes; pass++) {
      for (ProducerRecord<byte[], byte[]> each : records) {
        sent.add(producer.send(each));
      }
    }
    try {
      for (Future<RecordMetadata> each : sent) {
        each.get();
      }
    } catch (ExecutionException e) {
      throw new IOException(e.getCause());
    }
  }

  private static byte[] body(List<String> events) {
    return ("{\"api_key\":\"token\",\"batch\":[" + String.join(",", events) + "]}")
        .getBytes(StandardCharsets.UTF_8);
  }

  private String event() {
    String start =
        ("{\"event\":\"$pageview\",\"distinct_id\":\"visitor-%d\",\"uuid\":\"%s\",\"timestamp\":"
                + "\"2026-11-27T10:%02d:%02d.%03dZ\",\"properties\":{\"$current_url\":"
                + "\"https://shop.example/articles/%d?from=%s\",\"$browser\":\"Firefox\","
                + "\"$browser_version\":141,\"$os\":\"Linux\",\"$screen_width\":1920,\"price\":%.2f")
            .formatted(
                random.nextInt(100_000),
                new UUID(random.nextLong(), random.nextLong()),
                random.nextInt(60),
                random.nextInt(60),
                random.nextInt(1000),
                random.nextInt(10_000),
                Long.toHexString(random.nextLong()),
                random.nextDouble() * 100);
    StringBuilder event = new StringBuilder(start);
    for (int i = 0; event.length() < EVENT_BYTES - 40; i++) {
      event
          .append(",\"property_")
          .append(i)
          .append("\":\"")
          .append(Long.toString(random.nextLong() >>> 1, 36))
          .append('"');
    }
    return event.append("}}").toString();
  }

  private String ask(String method, String path) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
            .method(method, HttpRequest.BodyPublishers.noBody())
            .build();
    HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
    if (answer.statusCode() != 200) {
      throw new IOException(path + " answered " + answer.statusCode());
    }
    return answer.body();
  }

  private static int number(String[] arguments, String name, int otherwise) {
    return Integer.parseInt(EndToEnd.option(arguments, name, Integer.toString(otherwise)));
  }
}
