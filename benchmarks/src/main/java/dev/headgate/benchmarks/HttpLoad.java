package dev.headgate.benchmarks;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/// Sends requests that were rendered before, as fast as they are answered, over connections that
/// stay open: so that as little as can be of the two cores goes to whoever sends.
final class HttpLoad {
  private final int port;
  private final List<byte[]> requests;

  /// @param requests as they go over the wire, sent in turn
  HttpLoad(int port, List<byte[]> requests) {
    this.port = port;
    this.requests = List.copyOf(requests);
  }

  /// A request as it goes over the wire.
  static byte[] rendered(String path, byte[] body) {
    String head =
        """
        POST %s HTTP/1.1
        Host: 127.0.0.1
        Content-Type: application/json
        Content-Length: %d

        """
            .formatted(path, body.length)
            .replace("\n", "\r\n");
    byte[] start = head.getBytes(StandardCharsets.US_ASCII);
    byte[] request = new byte[start.length + body.length];
    System.arraycopy(start, 0, request, 0, start.length);
    System.arraycopy(body, 0, request, start.length, body.length);
    return request;
  }

  /// Sends so many, and returns when the last is answered.
  ///
  /// @throws IOException if one is answered anything but 200
  void send(int count, int connections) throws IOException, InterruptedException {
    AtomicInteger next = new AtomicInteger();
    List<Future<?>> lanes = new ArrayList<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(connections)) {
      for (int i = 0; i < connections; i++) {
        lanes.add(
            threads.submit(() -> {
              sendSome(next, count);
              return null;
            }));
      }
      for (Future<?> lane : lanes) {
        lane.get();
      }
    } catch (ExecutionException e) {
      throw new IOException(e.getCause());
    }
  }

  private void sendSome(AtomicInteger next, int count) throws IOException {
    boolean more = true;
    while (more) {
      try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
        socket.setTcpNoDelay(true);
        InputStream in = new BufferedInputStream(socket.getInputStream(), 1 << 10);
        boolean open = true;
        while (open) {
          int number = next.getAndIncrement();
          if (number >= count) {
            more = false;
            break;
          }
          socket.getOutputStream().write(requests.get(number % requests.size()));
          open = answered(in);
        }
      }
    }
  }

  /// Whether the connection stays open after the answer.
  private static boolean answered(InputStream in) throws IOException {
    String status = line(in);
    if (!status.startsWith("HTTP/1.1 200")) {
      throw new IOException("answered " + status);
    }
    int length = 0;
    boolean open = true;
    for (String header = line(in); !header.isEmpty(); header = line(in)) {
      if (header.regionMatches(true, 0, "content-length:", 0, 15)) {
        length = Integer.parseInt(header.substring(15).trim());
      } else if (header.equalsIgnoreCase("connection: close")) {
        open = false;
      }
    }
    in.skipNBytes(length);
    return open;
  }

  private static String line(InputStream in) throws IOException {
    StringBuilder line = new StringBuilder(64);
    while (true) {
      int b = in.read();
      if (b < 0) {
        throw new EOFException("the connection ended before an answer");
      }
      if (b == '\n') {
        return line.toString();
      }
      if (b != '\r') {
        line.append((char) b);
      }
    }
  }
}
