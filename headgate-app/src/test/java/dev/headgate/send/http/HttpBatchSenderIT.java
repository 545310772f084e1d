package dev.headgate.send.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import dev.headgate.event.JsonBytes;
import dev.headgate.event.Trace;
import dev.headgate.send.Answer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What an importer hears of a pipeline that slows it.
class HttpBatchSenderIT {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"governor\";q=1250;w=1;factor=0.2500 | 0.25",
        "\"governor\";q=5000;w=1;factor=1.0000 | 1",
        "\"governor\";q=1250;w=1; factor=0.5 | 0.5",
        "\"somebody else's\";q=100;w=60 | 1",
        "\"governor\";q=1250;w=1;factor=0.0000 | 1",
        "\"governor\";q=1250;w=1;factor=1.7 | 1",
        "factor | 1",
      })
  void theFactorStandsInTheRateLimitPolicy(String policy, double factor) throws Exception {
    try (Server server =
        Server.answering(exchange -> {
          exchange.getResponseHeaders().add("RateLimit-Policy", policy);
          exchange.sendResponseHeaders(200, -1);
        })) {
      HttpBatchSender sender = new HttpBatchSender(server.url(), "1.secret");
      assertThat(sender.post(JsonBytes.of("{}"), false)).isEqualTo(new Answer.Accepted(factor));
    }
  }

  @Test
  void everyRequestNamesTheTraceThatItWasTold() throws Exception {
    String told = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
    List<String> named = new CopyOnWriteArrayList<>();
    try (Server server =
        Server.answering(exchange -> {
          named.add(String.valueOf(exchange.getRequestHeaders().getFirst(Trace.HEADER)));
          exchange.sendResponseHeaders(200, -1);
        })) {
      HttpBatchSender sender =
          new HttpBatchSender(server.url(), "1.secret", Optional.empty(), Optional.of(told));
      sender.post(JsonBytes.of("{}"), false);
      sender.post(JsonBytes.of("{}"), true);
    }
    assertThat(named).containsExactly(told, told);
  }

  /// A pipeline's `/batch/` on loopback.
  private record Server(HttpServer http) implements AutoCloseable {
    static Server answering(HttpHandler handler) throws IOException {
      HttpServer http =
          HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      http.createContext(
          "/batch/",
          exchange -> {
            try (exchange) {
              handler.handle(exchange);
            }
          });
      http.start();
      return new Server(http);
    }

    URI url() {
      return URI.create("http://127.0.0.1:" + http.getAddress().getPort());
    }

    @Override
    public void close() {
      http.stop(0);
    }
  }
}
