package dev.headgate.standalone;

import dev.headgate.capture.http.CaptureService;
import dev.headgate.console.http.LocalRoutes;
import dev.headgate.store.Loop;
import io.helidon.webserver.ListenerConfig;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.WebServerConfig;
import io.helidon.webserver.http.HttpRouting;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;

/// The HTTP server of a pipeline: its sockets, TLS, and the limits on connections. With TLS there
/// are two sockets: the one that is stated, and one on loopback without TLS for the commands on the
/// same data directory.
final class GateServer implements AutoCloseable {
  private static final String LOCAL = "local";
  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(500);

  private final Listener listener;
  private final WebServer server;
  private final Connections connections;
  private final Optional<TlsReload> reload;
  private final Loop watch = new Loop("headgate-connections", this::run);

  private GateServer(
      Listener listener, WebServer server, Connections connections, Optional<TlsReload> reload) {
    this.listener = listener;
    this.server = server;
    this.connections = connections;
    this.reload = reload;
  }

  /// Starts it.
  ///
  /// @param routes called once a socket
  static GateServer start(
      Listener listener,
      Connections.Limits limits,
      String pipelineKey,
      Consumer<HttpRouting.Builder> routes,
      MeterRegistry registry,
      InstantSource clock)
      throws TlsFault {
    new WebServerLogging().initialization(); // the server logs before it looks for its logging
    Connections connections = new Connections(limits, System::nanoTime);
    RequestWatch requests = new RequestWatch(connections);
    Consumer<HttpRouting.Builder> all =
        routing -> {
          routing.addFilter(new TraceFilter());
          routing.addFilter(requests);
          routing.addFilter(new PeerFilter());
          routing.addFilter(new LocalRoutes(pipelineKey));
          routes.accept(routing);
        };
    WebServerConfig.Builder web = WebServer.builder();
    web.shutdownHook(false) // an import that is told to stop still has answers to hear
        .host(listener.host())
        .port(listener.port())
        .routing(all);
    configure(web, connections);
    Optional<Reloading> reloading = Optional.empty();
    if (listener.tls().isPresent()) {
      TlsFiles files = listener.tls().get();
      TlsFiles.Content content = files.read();
      reloading = Optional.of(new Reloading(files, content, content.pair()));
      web.tls(reloading.get().pair().forServer());
      ListenerConfig.Builder local = ListenerConfig.builder().name(LOCAL);
      configure(local.host(Listener.LOOPBACK).port(0), connections);
      web.putSocket(LOCAL, local.buildPrototype());
      web.routing(LOCAL, all);
    }
    WebServer server = web.build().start();
    Optional<TlsReload> reload =
        reloading.map(read ->
            new TlsReload(
                read.files(),
                read.content(),
                read.pair(),
                pair -> server.reloadTls(pair.forServer()),
                clock,
                registry));
    GateServer gate = new GateServer(listener, server, connections, reload);
    gate.measure(registry);
    gate.watch.start();
    reload.ifPresent(TlsReload::start);
    return gate;
  }

  private record Reloading(TlsFiles files, TlsFiles.Content content, TlsPair pair) {}

  private static void configure(ListenerConfig.BuilderBase<?, ?> socket, Connections connections) {
    CaptureService.configure(socket);
    socket.connectionOptions(new WatchedSockets(connections));
  }

  private void measure(MeterRegistry registry) {
    Gauge.builder("headgate_connections", connections, Connections::count)
        .description("open connections")
        .register(registry);
    FunctionCounter.builder("headgate_connections_accepted", connections, Connections::accepted)
        .description("connections since the start, with those that were closed at once")
        .register(registry);
    for (Connections.Reason reason : Connections.Reason.values()) {
      FunctionCounter.builder(
              "headgate_connections_closed", connections, each -> each.closed(reason))
          .description("connections that were closed because they took too long, or for room")
          .tag("reason", reason.name().toLowerCase(Locale.ROOT))
          .register(registry);
    }
  }

  private void run() {
    while (!watch.closed()) {
      watch.pause(BETWEEN_LOOKS);
      connections.look();
    }
  }

  /// Where clients find it.
  URI url() {
    return URI.create(
        (reload.isPresent() ? "https" : "http")
            + "://"
            + inUrl(listener.host())
            + ":"
            + server.port());
  }

  /// Where commands on this machine find it.
  URI localUrl() {
    return reload.isPresent()
        ? URI.create("http://" + Listener.LOOPBACK + ":" + server.port(LOCAL))
        : url();
  }

  private static String inUrl(String host) {
    return host.contains(":") ? "[" + host + "]" : host;
  }

  @Override
  public void close() {
    reload.ifPresent(TlsReload::close);
    watch.close();
    server.stop();
  }
}
