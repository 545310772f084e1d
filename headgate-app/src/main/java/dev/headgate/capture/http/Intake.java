package dev.headgate.capture.http;

import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/// Takes in what one request brings, in its query or its body, within the limits.
final class Intake implements AutoCloseable {
  private static final int SCRATCH = 16 << 10;

  private final ServerRequest request;
  private final boolean query;
  private final Optional<InputStream> wire;
  private final SlowBodies slowBodies;
  private final CaptureLimits limits;
  private final BodyBudget.Claim claim;
  private Optional<SlowBodies.Reading> reading;
  private Optional<Form> form = Optional.empty();

  /// The intake of one request.
  ///
  /// @param query whether its events may come in the query
  Intake(
      ServerRequest request,
      boolean query,
      CaptureLimits limits,
      BodyBudget.Claim claim,
      SlowBodies slowBodies) {
    this.request = request;
    this.query = query;
    this.wire =
        request.content().hasEntity()
            ? Optional.of(request.content().inputStream())
            : Optional.empty();
    this.limits = limits;
    this.claim = claim;
    this.slowBodies = slowBodies;
    this.reading = wire.map(slowBodies::watch);
  }

  /// What is done, by another thread, when the client has stopped sending.
  void onSilence(Runnable what) {
    reading.ifPresent(body -> body.onSilence(what));
  }

  /// The JSON, out of its wrapping.
  ///
  /// @throws BodyRefused as {@link Unwrapping} says; if the body is too long: 413
  Body json() throws IOException, BodyRefused {
    Optional<Body> data = query ? dataOfQuery() : Optional.empty();
    Body wrapped = data.isPresent() ? data.get() : body();
    ended();
    Unwrapping.Unwrapped unwrapped =
        Unwrapping.unwrapped(wrapped, hints(data.isPresent()), limits.inflatedBytes(), claim);
    form = unwrapped.form();
    return unwrapped.json();
  }

  ServerRequest request() {
    return request;
  }

  /// A parameter of the query, or of the form that was the body.
  Optional<String> parameter(String name) {
    Optional<String> inQuery = request.query().first(name).asOptional();
    return inQuery.isPresent()
        ? inQuery
        : form.flatMap(fields -> fields.field(name)).map(Body::ascii);
  }

  private Optional<Body> dataOfQuery() throws BodyRefused {
    String raw = request.query().rawValue();
    claim.add(2 * raw.length());
    return Form.ofQuery(raw).field("data").filter(data -> data.length() > 0);
  }

  private Body body() throws IOException, BodyRefused {
    if (reading.isEmpty()) {
      return new Body(new byte[0], 0);
    }
    long announced = request.headers().contentLength().orElse(0);
    if (announced > limits.wireBytes()) {
      throw BodyRefused.tooLong("body", limits.wireBytes());
    }
    return Body.readWire(reading.get(), announced, limits.wireBytes(), claim);
  }

  /// What the headers say is of the body, and not of data that came in the query.
  private Unwrapping.Hints hints(boolean ofQuery) {
    return new Unwrapping.Hints(
        ofQuery ? Optional.empty() : request.headers().first(HeaderNames.CONTENT_TYPE),
        ofQuery ? Optional.empty() : request.headers().first(HeaderNames.CONTENT_ENCODING),
        request.query().first("compression").asOptional());
  }

  /// Answers a request whose body is not wanted. A client that is still sending sees no answer, and
  /// one whose bytes are unread when the connection ends loses it: so as much again as a body may
  /// have is read first, and then the connection lives on. Of what is longer still another such
  /// length is read after the answer, until the client has seen it and ends; then the connection is
  /// closed.
  void leaveUnread(ServerResponse response, Runnable answer) throws IOException {
    claim.close();
    if (drained()) {
      ended();
      answer.run();
      return;
    }
    response.header(HeaderValues.CONNECTION_CLOSE);
    ended();
    answer.run();
    wire.ifPresent(body -> reading = Optional.of(slowBodies.watch(body)));
    try {
      drained();
    } catch (IOException e) {
      // The client has ended, as it should, or been silent for long.
    } finally {
      finish();
    }
    throw new CloseConnectionException("the rest of a body is not wanted");
  }

  /// Whether all was read, within the length of one more body.
  private boolean drained() throws IOException {
    if (reading.isEmpty()) {
      return true;
    }
    byte[] scratch = new byte[SCRATCH];
    long left = limits.wireBytes();
    while (left > 0) {
      int read = reading.get().read(scratch);
      if (read < 0) {
        return true;
      }
      left -= read;
    }
    return false;
  }

  /// Ends the reading, before anything is answered.
  ///
  /// @throws CloseConnectionException if the client was silent for too long and has been told
  void ended() {
    if (!finish()) {
      throw new CloseConnectionException("the client stopped sending");
    }
  }

  private boolean finish() {
    return reading.map(SlowBodies.Reading::finish).orElse(true);
  }

  @Override
  public void close() {
    finish();
    claim.close();
  }
}
