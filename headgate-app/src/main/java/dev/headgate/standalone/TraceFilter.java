package dev.headgate.standalone;

import dev.headgate.event.Trace;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.Filter;
import io.helidon.webserver.http.FilterChain;
import io.helidon.webserver.http.RoutingRequest;
import io.helidon.webserver.http.RoutingResponse;
import java.util.concurrent.ThreadLocalRandom;
import org.slf4j.MDC;

/// Lets whatever is logged for a request name the trace that it is part of: its sender's, or one of
/// its own.
final class TraceFilter implements Filter {
  /// How it is called in the log.
  static final String KEY = "trace_id";

  private static final HeaderName PARENT = HeaderNames.create(Trace.HEADER);

  @Override
  public void filter(FilterChain chain, RoutingRequest request, RoutingResponse response) {
    Trace trace =
        request
            .headers()
            .first(PARENT)
            .flatMap(Trace::of)
            .orElseGet(() -> Trace.begin(ThreadLocalRandom.current()));
    MDC.put(KEY, trace.id());
    try {
      chain.proceed();
    } finally {
      MDC.remove(KEY);
    }
  }
}
