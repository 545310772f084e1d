package dev.headgate.capture.http;

import dev.headgate.capture.Verdict;
import io.helidon.http.HeaderValues;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.util.List;
import java.util.Optional;

/// One protocol that clients speak: where, how their requests are judged, and what answers look
/// like. Reading bodies, the log and the order of things are the same for all: {@link
/// CaptureService}.
interface Dialect {

  /// The routes, without a slash at the end; each is served with one as well.
  List<String> paths();

  /// Whether events may come in the query of a GET.
  default boolean byGet() {
    return false;
  }

  /// How much one request may bring.
  ///
  /// @param ofServer what the server allows
  default CaptureLimits limits(CaptureLimits ofServer) {
    return ofServer;
  }

  /// Judges a request by its headers alone.
  default Optional<Verdict.Refused> turnAway(ServerRequest request) {
    return Optional.empty();
  }

  /// Judges a request.
  ///
  /// @param json its body, or what its query brings
  /// @param grant the header that names an import's grant
  Verdict judge(Intake intake, Body json, Optional<String> grant);

  /// Answers that the events are durable.
  default void accept(Intake intake, ServerResponse response, Verdict.Accepted accepted) {
    response.header(HeaderValues.CONTENT_TYPE_JSON).send(accepted.answer());
  }

  /// Answers why nothing was taken; status and headers are set.
  void refuse(Intake intake, ServerResponse response, Verdict.Refused refused);
}
