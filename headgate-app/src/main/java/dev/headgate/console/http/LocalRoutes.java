package dev.headgate.console.http;

import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.Status;
import io.helidon.webserver.http.Filter;
import io.helidon.webserver.http.FilterChain;
import io.helidon.webserver.http.RoutingRequest;
import io.helidon.webserver.http.RoutingResponse;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;
import java.util.Set;

/// What is open to everybody on this machine, and to others with the pipeline team's key. Whoever
/// comes through a proxy, also one on this machine, is elsewhere.
public final class LocalRoutes implements Filter {
  private static final Set<String> PATHS =
      Set.of("/metrics", "/healthz", "/readyz", "/api/openapi.yaml");

  /// What a proxy says of whom it speaks for; what it says is not looked at.
  private static final List<HeaderName> OF_PROXIES =
      List.of(HeaderNames.X_FORWARDED_FOR, HeaderNames.FORWARDED, HeaderNames.create("X-Real-IP"));

  private final byte[] authorization;

  public LocalRoutes(String pipelineKey) {
    authorization = (Access.BEARER + pipelineKey).getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public void filter(FilterChain chain, RoutingRequest request, RoutingResponse response) {
    if (!PATHS.contains(request.path().path()) || isLocal(request) || hasKey(request)) {
      chain.proceed();
      return;
    }
    response
        .status(Status.UNAUTHORIZED_401)
        .header(HeaderNames.WWW_AUTHENTICATE, "Bearer")
        .header(HeaderNames.CONTENT_TYPE, "text/plain")
        .send("from another machine this needs Authorization: Bearer KEY, the pipeline team's\n");
  }

  private static boolean isLocal(RoutingRequest request) {
    return request.remotePeer().address() instanceof InetSocketAddress peer
        && peer.getAddress().isLoopbackAddress()
        && OF_PROXIES.stream().noneMatch(request.headers()::contains);
  }

  private boolean hasKey(RoutingRequest request) {
    return request
        .headers()
        .first(HeaderNames.AUTHORIZATION)
        .filter(
            given -> MessageDigest.isEqual(given.getBytes(StandardCharsets.UTF_8), authorization))
        .isPresent();
  }
}
