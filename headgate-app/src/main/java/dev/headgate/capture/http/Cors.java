package dev.headgate.capture.http;

import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;

/// Lets pages of any origin send events: what a token may do, it may from everywhere.
final class Cors {
  private Cors() {}

  /// Answers what a browser asks before it sends.
  static void preflight(ServerRequest request, ServerResponse response) {
    allowOrigin(request, response);
    request
        .headers()
        .first(HeaderNames.ACCESS_CONTROL_REQUEST_HEADERS)
        .ifPresent(asked -> response.header(HeaderNames.ACCESS_CONTROL_ALLOW_HEADERS, asked));
    response
        .header(HeaderNames.ACCESS_CONTROL_ALLOW_METHODS, "GET, POST, OPTIONS")
        .header(HeaderValues.CONTENT_TYPE_JSON)
        .send("{\"status\":1}");
  }

  static void allowOrigin(ServerRequest request, ServerResponse response) {
    request
        .headers()
        .first(HeaderNames.ORIGIN)
        .ifPresent(origin ->
            response
                .header(HeaderNames.ACCESS_CONTROL_ALLOW_ORIGIN, origin)
                .header(HeaderNames.ACCESS_CONTROL_ALLOW_CREDENTIALS, "true")
                .header(HeaderNames.VARY, "Origin"));
  }
}
