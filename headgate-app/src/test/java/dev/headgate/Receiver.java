package dev.headgate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/// A server of webhooks on loopback: each path answers as it is told to, and keeps what it got.
public final class Receiver implements AutoCloseable {
  /// What a request was.
  public record Received(String id, String timestamp, String signature, String body, int answered) {
    public JsonNode json() {
      try {
        return new ObjectMapper().readTree(body);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    public String text() {
      return json().path("data").path("text").asText();
    }
  }

  /// Answers in place of a status.
  public static final int HANGS = 0;

  public static final int TRICKLES = 1;
  public static final int TALKS_FOR_EVER = 2;

  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final CountDownLatch closing = new CountDownLatch(1);
  private final Map<String, Integer> answers = new ConcurrentHashMap<>();
  private final Map<String, List<Received>> received = new ConcurrentHashMap<>();

  public Receiver() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/", this::handle);
    server.start();
  }

  public String url(String path) {
    return "http://127.0.0.1:" + server.getAddress().getPort() + path;
  }

  /// From now on a path answers so; 200 at first.
  public void answer(String path, int status) {
    answers.put(path, status);
  }

  public List<Received> at(String path) {
    return received.computeIfAbsent(path, _ -> new CopyOnWriteArrayList<>());
  }

  private void handle(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath();
    int status = answers.getOrDefault(path, 200);
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    at(path)
        .add(
            new Received(
                header(exchange, "webhook-id"),
                header(exchange, "webhook-timestamp"),
                header(exchange, "webhook-signature"),
                body,
                status));
    try (exchange) {
      switch (status) {
        case HANGS -> await();
        case TRICKLES -> {
          exchange.sendResponseHeaders(200, 100);
          exchange.getResponseBody().write('x');
          exchange.getResponseBody().flush();
          await();
        }
        case TALKS_FOR_EVER -> {
          exchange.sendResponseHeaders(200, 0);
          byte[] talk = "x".repeat(1 << 14).getBytes(StandardCharsets.UTF_8);
          while (closing.getCount() > 0) {
            exchange.getResponseBody().write(talk);
          }
        }
        default -> {
          if (status / 100 == 3) {
            exchange.getResponseHeaders().add("Location", url("/elsewhere"));
          }
          exchange.sendResponseHeaders(status, -1);
        }
      }
    }
  }

  private void await() {
    try {
      closing.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static String header(HttpExchange exchange, String name) {
    String value = exchange.getRequestHeaders().getFirst(name);
    return value == null ? "" : value;
  }

  @Override
  public void close() {
    closing.countDown();
    server.stop(0);
    threads.close();
  }
}
