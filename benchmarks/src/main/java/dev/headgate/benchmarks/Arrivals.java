package dev.headgate.benchmarks;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.headgate.pace.Envelope;
import dev.headgate.pace.Stage;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
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
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;

/// Whether an import keeps to its envelope: arrivals are counted, second by second, by a proxy in
/// front of the pipeline that belongs to neither side, and compared with the integral of the rate.
///
/// Arguments: `--peak N --seconds S --headgate PATH`. Prints a line a second and the largest
/// deviation.
public final class Arrivals {
  private static final Set<String> NOT_FORWARDED =
      Set.of("connection", "content-length", "expect", "host", "upgrade", "http2-settings");
  private static final byte[] MARK = "\"distinct_id\":".getBytes(StandardCharsets.US_ASCII);

  /// An import that is not looked at: pipeline and proxy have run before, as one in service has. On
  /// two cores three processes that compile themselves at once are no longer on time.
  private static final int WARM_SECONDS = 20;

  private final URI pipeline;
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final List<Arrival> arrivals = new ArrayList<>();
  private volatile String run = "";

  private record Arrival(long nanos, int events) {}

  private Arrivals(URI pipeline) {
    this.pipeline = pipeline;
  }

  public static void main(String[] arguments) throws IOException, InterruptedException {
    int peak = Integer.parseInt(EndToEnd.option(arguments, "--peak", "5000"));
    int seconds = Integer.parseInt(EndToEnd.option(arguments, "--seconds", "60"));
    String headgate =
        Path.of(EndToEnd.option(arguments, "--headgate", "headgate")).toAbsolutePath().toString();
    Path folder = Files.createTempDirectory("headgate-arrivals-");
    Path history = folder.resolve("history.jsonl");
    Path before = folder.resolve("before.jsonl");
    ChildProcess.synth(headgate, history, folder, "--events", Integer.toString(peak * seconds));
    ChildProcess.synth(
        headgate, before, folder, "--seed", "2", "--events", Integer.toString(peak * WARM_SECONDS));
    try (StandalonePipeline pipeline =
        StandalonePipeline.start(headgate, folder.resolve("pipeline"), Map.of())) {
      Arrivals arrivals = new Arrivals(pipeline.url());
      HttpServer proxy = arrivals.proxy();
      try {
        for (Path export : List.of(before, history)) {
          arrivals.arrivals.clear();
          ChildProcess.importTo(
              "http://127.0.0.1:" + proxy.getAddress().getPort(),
              pipeline.pipelineKey(),
              headgate,
              export,
              folder.resolve("importer"),
              peak,
              folder);
        }
      } finally {
        proxy.stop(0);
      }
      arrivals.report();
    } finally {
      EndToEnd.delete(folder);
    }
  }

  private HttpServer proxy() throws IOException {
    HttpServer proxy =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    proxy.createContext("/", this::forward);
    proxy.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    proxy.start();
    return proxy;
  }

  private void forward(HttpExchange exchange) throws IOException {
    try (exchange) {
      byte[] body = exchange.getRequestBody().readAllBytes();
      if (exchange.getRequestURI().getPath().equals("/batch/")) {
        synchronized (arrivals) {
          arrivals.add(new Arrival(System.nanoTime(), eventsIn(body)));
        }
      }
      HttpRequest.Builder request =
          HttpRequest.newBuilder(pipeline.resolve(exchange.getRequestURI()))
              .method(exchange.getRequestMethod(), HttpRequest.BodyPublishers.ofByteArray(body));
      exchange
          .getRequestHeaders()
          .forEach((name, values) -> {
            if (!NOT_FORWARDED.contains(name.toLowerCase(Locale.ROOT))) {
              values.forEach(value -> request.header(name, value));
            }
          });
      HttpResponse<byte[]> response =
          client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
      if (exchange.getRequestURI().getPath().endsWith("/run")) {
        run = new String(response.body(), StandardCharsets.UTF_8);
      }
      exchange.sendResponseHeaders(
          response.statusCode(), response.body().length == 0 ? -1 : response.body().length);
      exchange.getResponseBody().write(response.body());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }

  private static int eventsIn(byte[] body) throws IOException {
    byte[] plain = body;
    if (body.length > 1 && body[0] == 0x1f && body[1] == (byte) 0x8b) {
      try (InputStream in = new GZIPInputStream(new java.io.ByteArrayInputStream(body))) {
        plain = in.readAllBytes();
      }
    }
    int events = 0;
    for (int i = 0; i + MARK.length <= plain.length; i++) {
      int k = 0;
      while (k < MARK.length && plain[i + k] == MARK[k]) {
        k++;
      }
      events += k == MARK.length ? 1 : 0;
    }
    return events;
  }

  private Envelope envelope() {
    List<Stage> stages = new ArrayList<>();
    Matcher stage =
        Pattern.compile("\"nanos\":(\\d+),\"target_per_second\":([0-9.E]+)").matcher(run);
    while (stage.find()) {
      stages.add(
          new Stage(
              Duration.ofNanos(Long.parseLong(stage.group(1))),
              Double.parseDouble(stage.group(2))));
    }
    Matcher start = Pattern.compile("\"start_per_second\":([0-9.E]+)").matcher(run);
    if (!start.find()) {
      throw new IllegalStateException("no envelope in " + run);
    }
    return new Envelope(Double.parseDouble(start.group(1)), stages);
  }

  /// When the envelope began on this side's clock: half of the batches came earlier than they were
  /// due from then on, half later. The first arrival says less: it met a connection that had to be
  /// opened and a sender that had never run.
  private long timeZero(Envelope envelope) {
    List<Long> zeros = new ArrayList<>();
    long events = 0;
    for (Arrival arrival : arrivals) {
      events += arrival.events;
      zeros.add(arrival.nanos - envelope.timeOf((double) events).toNanos());
    }
    zeros.sort(null);
    long zero = zeros.get(zeros.size() / 2);
    System.out.printf(
        Locale.ROOT,
        "the first batch came %d ms after the envelope began%n",
        (arrivals.getFirst().nanos - zero) / 1_000_000);
    return zero;
  }

  private void report() {
    Envelope envelope = envelope();
    long zero = timeZero(envelope);
    long last = arrivals.stream().mapToLong(Arrival::nanos).max().orElseThrow();
    int seconds = (int) ((last - zero) / 1_000_000_000L);
    long[] counts = new long[seconds + 1];
    for (Arrival arrival : arrivals) {
      counts[(int) (Math.max(0, arrival.nanos - zero) / 1_000_000_000L)] += arrival.events;
    }
    double largest = 0;
    int over = 0;
    for (int second = 0; second < seconds; second++) {
      double due =
          envelope.permitsBy(Duration.ofSeconds(second + 1))
              - envelope.permitsBy(Duration.ofSeconds(second));
      double deviation = (counts[second] - due) / due;
      largest = Math.max(largest, Math.abs(deviation));
      over += Math.abs(deviation) > 0.02 ? 1 : 0;
      System.out.printf(
          Locale.ROOT,
          "second %2d: %,6d arrived, %,8.0f due, %+.2f %%%n",
          second + 1,
          counts[second],
          due,
          deviation * 100);
    }
    System.out.printf(
        Locale.ROOT,
        "largest deviation %.2f %% over %d whole seconds; %d of them beyond 2 %%%n",
        largest * 100,
        seconds,
        over);
  }
}
