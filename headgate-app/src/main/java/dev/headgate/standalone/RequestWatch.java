package dev.headgate.standalone;

import dev.headgate.console.http.Unhurried;
import io.helidon.webserver.http.Filter;
import io.helidon.webserver.http.FilterChain;
import io.helidon.webserver.http.RoutingRequest;
import io.helidon.webserver.http.RoutingResponse;

/// Tells {@link Connections} of each request: that its headers are there, and when it is over.
///
/// What the API answers may take hours (exports): there a request whose key is known has no limit.
final class RequestWatch implements Filter {
  private static final String API = "/api/";

  private final Connections connections;

  RequestWatch(Connections connections) {
    this.connections = connections;
  }

  @Override
  public void filter(FilterChain chain, RoutingRequest request, RoutingResponse response) {
    var connection = connections.of(request.remotePeer().address());
    if (connection.isPresent() && request.path().rawPath().startsWith(API)) {
      Unhurried unhurried = connection.get()::unhurried;
      request.context().register(unhurried);
    }
    connection.ifPresent(Connections.Connection::begin);
    try {
      chain.proceed();
    } finally {
      connection.ifPresent(Connections.Connection::end);
    }
  }
}
