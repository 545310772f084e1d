package dev.headgate.source.http;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A real HTTP server on loopback that serves one content at every path, and does as it is told.
final class FaultyServer implements AutoCloseable {
  private static final Pattern RANGE = Pattern.compile("bytes=(\\d+)-(\\d+)");

  /// What it does with the next request instead of answering it well.
  sealed interface Fault {
    /// An answer without the content.
    record Status(int code, String header, String value) implements Fault {}

    /// The connection ends after so many bytes of the answer.
    record Cut(int bytes) implements Fault {}

    /// Nothing more comes after so many bytes of the answer.
    record Stall(int bytes) implements Fault {}
  }

  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final CountDownLatch closing = new CountDownLatch(1);
  private final Deque<Fault> faults = new ArrayDeque<>();
  private final List<String> requests = Collections.synchronizedList(new ArrayList<>());
  private byte[] content;
  private String tag = "\"one\"";
  private boolean ranges = true;
  private boolean sized = true;

  FaultyServer(byte[] content) throws IOException {
    this.content = content;
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/", this::answer);
    server.start();
  }

  URI address(String path) {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path);
  }

  synchronized void next(Fault... next) {
    faults.addAll(List.of(next));
  }

  synchronized void change(byte[] newContent, String newTag) {
    content = newContent;
    tag = newTag;
  }

  synchronized void offerNoRanges(boolean sayLength) {
    ranges = false;
    sized = sayLength;
  }

  /// `path range` of each request so far.
  List<String> requests() {
    return List.copyOf(requests);
  }

  private void answer(HttpExchange exchange) throws IOException {
    String range = exchange.getRequestHeaders().getFirst("Range");
    requests.add(exchange.getRequestURI() + " " + range);
    Fault fault;
    byte[] all;
    String now;
    synchronized (this) {
      fault = faults.poll();
      all = content;
      now = tag;
    }
    try (exchange) {
      if (fault instanceof Fault.Status(int code, String header, String value)) {
        if (!header.isEmpty()) {
          exchange.getResponseHeaders().set(header, value);
        }
        exchange.sendResponseHeaders(code, -1);
        return;
      }
      if (!now.isEmpty()) {
        exchange.getResponseHeaders().set("ETag", now);
      }
      String onlyIf = exchange.getRequestHeaders().getFirst("If-Range");
      Matcher asked = RANGE.matcher(range == null ? "" : range);
      boolean partial = ranges && asked.matches() && (onlyIf == null || onlyIf.equals(now));
      if (partial && Long.parseLong(asked.group(1)) >= all.length) {
        exchange.getResponseHeaders().set("Content-Range", "bytes */" + all.length);
        exchange.sendResponseHeaders(416, -1);
        return;
      }
      int from = partial ? Integer.parseInt(asked.group(1)) : 0;
      int to = partial ? Math.min(all.length, Integer.parseInt(asked.group(2)) + 1) : all.length;
      if (partial) {
        exchange
            .getResponseHeaders()
            .set("Content-Range", "bytes %d-%d/%d".formatted(from, to - 1, all.length));
      }
      exchange.sendResponseHeaders(partial ? 206 : 200, sized ? to - from : 0);
      write(exchange.getResponseBody(), Arrays.copyOfRange(all, from, to), fault);
    }
  }

  private void write(OutputStream out, byte[] body, @org.jspecify.annotations.Nullable Fault fault)
      throws IOException {
    switch (fault) {
      case null -> {
        out.write(body);
        out.close();
      }
      case Fault.Cut(int bytes) -> {
        out.write(body, 0, Math.min(bytes, body.length));
        out.flush();
      }
      case Fault.Stall(int bytes) -> {
        out.write(body, 0, Math.min(bytes, body.length));
        out.flush();
        try {
          closing.await();
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
        }
      }
      case Fault.Status _ -> throw new IllegalStateException("answered before");
    }
  }

  @Override
  public void close() {
    closing.countDown();
    server.stop(0);
    threads.close();
  }
}
