package dev.headgate.capture.http;

import dev.headgate.capture.Capture;
import dev.headgate.capture.CaptureRequest;
import dev.headgate.capture.ForeignRequest;
import dev.headgate.capture.Verdict;
import dev.headgate.event.EventKind;
import io.helidon.http.HeaderNames;
import io.helidon.http.Status;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// What most clients speak: a token in the payload, one verdict for a request, refusals in plain
/// text.
final class DialectV0 implements Dialect {
  /// Where Amplitude's clients send as well.
  private static final String BATCH = "/batch";

  /// Whose requests are events without a name, which describe a person.
  private static final String ENGAGE = "/engage";

  /// The query's parameter of a page that is being left and reads no answer.
  private static final String BEACON = "beacon";

  private final Capture capture;

  DialectV0(Capture capture) {
    this.capture = capture;
  }

  @Override
  public List<String> paths() {
    return List.of(BATCH, "/e", "/i/v0/e", "/capture");
  }

  @Override
  public boolean byGet() {
    return true;
  }

  @Override
  public Verdict judge(Intake intake, Body json, Optional<String> grant) {
    ServerRequest request = intake.request();
    Verdict verdict =
        capture.judge(
            new CaptureRequest(
                json.bytes(), json.length(), sentAt(request), grant, impliedName(request)));
    ForeignRequest.Amplitude other = new ForeignRequest.Amplitude(json.bytes(), json.length());
    return verdict instanceof Verdict.Refused
            && request.path().path().startsWith(BATCH)
            && other.looksLikeOne()
        ? capture.judge(other)
        : verdict;
  }

  private static Optional<String> impliedName(ServerRequest request) {
    return request.path().path().startsWith(ENGAGE)
        ? Optional.of(EventKind.IDENTIFY_NAME)
        : Optional.empty();
  }

  /// The query parameter `_`.
  private static OptionalLong sentAt(ServerRequest request) {
    try {
      return request
          .query()
          .first("_")
          .map(text -> OptionalLong.of(Long.parseLong(text)))
          .orElse(OptionalLong.empty());
    } catch (NumberFormatException e) {
      return OptionalLong.empty();
    }
  }

  @Override
  public void accept(Intake intake, ServerResponse response, Verdict.Accepted accepted) {
    if (intake.request().query().first(BEACON).filter("1"::equals).isPresent()) {
      response.status(Status.NO_CONTENT_204).send();
    } else {
      Dialect.super.accept(intake, response, accepted);
    }
  }

  @Override
  public void refuse(Intake intake, ServerResponse response, Verdict.Refused refused) {
    response.header(HeaderNames.CONTENT_TYPE, "text/plain; charset=utf-8").send(refused.message());
  }
}
