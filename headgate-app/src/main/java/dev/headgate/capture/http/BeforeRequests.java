package dev.headgate.capture.http;

import io.helidon.http.DirectHandler;
import io.helidon.http.HeaderNames;
import io.helidon.http.ServerResponseHeaders;
import io.helidon.http.Status;
import io.helidon.webserver.http.DirectHandlers;

/// Answers what never became a request: bytes that are no HTTP are their sender's fault, also where
/// the server's own reader calls them an error of its own.
final class BeforeRequests implements DirectHandler {
  private static final String MESSAGE = "failed to decode request: this is no request of HTTP/1.1";

  static DirectHandlers handlers() {
    BeforeRequests handler = new BeforeRequests();
    return DirectHandlers.builder()
        .addHandler(EventType.INTERNAL_ERROR, handler)
        .addHandler(EventType.BAD_REQUEST, handler)
        .addHandler(EventType.HTTP_VERSION_NOT_SUPPORTED, handler)
        .build();
  }

  @Override
  public TransportResponse handle(
      TransportRequest request,
      EventType eventType,
      Status defaultStatus,
      ServerResponseHeaders responseHeaders,
      String message) {
    boolean sendersFault = eventType != EventType.INTERNAL_ERROR || request.method().isEmpty();
    if (!sendersFault || defaultStatus.code() < 500) {
      return DirectHandler.defaultHandler()
          .handle(request, eventType, defaultStatus, responseHeaders, message);
    }
    return TransportResponse.builder()
        .status(Status.BAD_REQUEST_400)
        .headers(responseHeaders)
        .header(HeaderNames.CONTENT_TYPE, "text/plain; charset=utf-8")
        .entity(MESSAGE)
        .keepAlive(false)
        .build();
  }
}
