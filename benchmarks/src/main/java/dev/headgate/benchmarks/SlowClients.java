package dev.headgate.benchmarks;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// Connections that begin a request and never end its headers, a byte at a time, opened faster than
/// the server gives them up, beside live requests: what they take of the server, and what the live
/// requests feel.
///
/// Arguments: `--connections N` (in all) `--rate N` (opened in a second) `--live N` (requests a
/// second) `--alone S` (seconds of the load before and after) `--headgate PATH`. They come from 250
/// addresses of loopback. Pipeline, slow clients and load share the machine.
public final class SlowClients {
  private static final Duration BETWEEN_BYTES = Duration.ofSeconds(3);

  /// Longest wait for the server to end the last of them.
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  private static final int ADDRESSES = 250;
  private static final byte[] BEGINNING =
      "POST /i/v0/e/ HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Slow: ".getBytes(StandardCharsets.US_ASCII);

  private final URI server;
  private final Selector selector;
  private final Deque<Trickle> open = new ArrayDeque<>();
  private final ByteBuffer in = ByteBuffer.allocate(4 << 10);
  private int opened;
  private int refused;
  private int ended;
  private int mostAtOnce;

  private record Trickle(SocketChannel channel, long nextByte) {}

  private SlowClients(URI server, Selector selector) {
    this.server = server;
    this.selector = selector;
  }

  public static void main(String[] arguments)
      throws IOException, InterruptedException, ExecutionException {
    int connections = Integer.parseInt(EndToEnd.option(arguments, "--connections", "100000"));
    int rate = Integer.parseInt(EndToEnd.option(arguments, "--rate", "1000"));
    int live = Integer.parseInt(EndToEnd.option(arguments, "--live", "50"));
    Duration alone =
        Duration.ofSeconds(Integer.parseInt(EndToEnd.option(arguments, "--alone", "30")));
    String headgate =
        Path.of(EndToEnd.option(arguments, "--headgate", "headgate")).toAbsolutePath().toString();
    Path folder = Files.createTempDirectory("headgate-slow-");
    try (StandalonePipeline pipeline =
            StandalonePipeline.start(headgate, folder.resolve("pipeline"), Map.of());
        Selector selector = Selector.open()) {
      LiveLoad.Outcome warm = load(pipeline, live, alone);
      System.out.println("warm:  " + warm);
      long before = pipeline.residentBytes();
      System.out.println("alone: " + load(pipeline, live, alone));
      SlowClients slow = new SlowClients(pipeline.url(), selector);
      Duration length = Duration.ofSeconds(Math.ceilDiv(connections, rate));
      try (ExecutorService beside = Executors.newVirtualThreadPerTaskExecutor()) {
        Future<LiveLoad.Outcome> loading = beside.submit(() -> load(pipeline, live, length));
        slow.run(pipeline, connections, rate, before);
        System.out.println("beside: " + loading.get());
      }
      System.out.println("after: " + load(pipeline, live, alone));
    } finally {
      EndToEnd.delete(folder);
    }
  }

  private static LiveLoad.Outcome load(StandalonePipeline pipeline, int live, Duration length)
      throws IOException, InterruptedException {
    return new LiveLoad(pipeline.url(), pipeline.projectToken(), pipeline.pipelineKey(), live)
        .run(length);
  }

  private void run(StandalonePipeline pipeline, int connections, int rate, long before)
      throws IOException {
    long start = System.nanoTime();
    long most = before;
    long lastOpened = start;
    long nextLook = start;
    while (opened < connections || !open.isEmpty()) {
      long now = System.nanoTime();
      long due = Math.min(connections, (now - start) * rate / 1_000_000_000L);
      while (opened < due) {
        open(now);
        lastOpened = now;
      }
      trickle(now);
      lookForEnds();
      mostAtOnce = Math.max(mostAtOnce, opened - refused - ended);
      if (now >= nextLook) {
        most = Math.max(most, pipeline.residentBytes());
        nextLook = now + 1_000_000_000L;
      }
      if (now - lastOpened > PATIENCE.toNanos()) {
        throw new IOException(open.size() + " connections are open still");
      }
    }
    System.out.printf(
        Locale.ROOT,
        "%,d connections, %,d a second: at most %,d at once, %,d not accepted, %,d ended by the"
            + " server, the last %.1f s after it was opened%n",
        connections,
        rate,
        mostAtOnce,
        refused,
        ended,
        (System.nanoTime() - lastOpened) / 1e9);
    System.out.printf(
        Locale.ROOT, "resident: %,d MB before, %,d MB at most%n", before >> 20, most >> 20);
  }

  private void open(long now) throws IOException {
    byte[] from = {127, 0, 1, (byte) (1 + opened % ADDRESSES)};
    opened++;
    SocketChannel channel = SocketChannel.open();
    try {
      channel.bind(new InetSocketAddress(InetAddress.getByAddress(from), 0));
      channel.connect(new InetSocketAddress(server.getHost(), server.getPort()));
      channel.configureBlocking(false);
      channel.write(ByteBuffer.wrap(BEGINNING));
      channel.register(selector, SelectionKey.OP_READ);
      open.add(new Trickle(channel, now + BETWEEN_BYTES.toNanos()));
    } catch (IOException e) {
      refused++;
      channel.close();
    }
  }

  /// Sends a byte on each whose turn it is; they are in the order of their turns.
  private void trickle(long now) throws IOException {
    while (!open.isEmpty() && (open.peek().nextByte <= now || !open.peek().channel.isOpen())) {
      Trickle next = open.poll();
      if (!next.channel.isOpen()) {
        continue;
      }
      try {
        next.channel.write(ByteBuffer.wrap(new byte[] {'a'}));
        open.add(new Trickle(next.channel, now + BETWEEN_BYTES.toNanos()));
      } catch (IOException e) {
        end(next.channel);
      }
    }
  }

  private void lookForEnds() throws IOException {
    selector.select(
        key -> {
          SocketChannel channel = (SocketChannel) key.channel();
          try {
            in.clear();
            if (channel.read(in) < 0) {
              end(channel);
            }
          } catch (IOException e) {
            end(channel);
          }
        },
        5);
  }

  private void end(SocketChannel channel) {
    ended++;
    try {
      channel.close();
    } catch (IOException e) {
      // It has ended, one way or the other.
    }
  }
}
