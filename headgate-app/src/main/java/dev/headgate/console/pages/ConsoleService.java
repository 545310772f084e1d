package dev.headgate.console.pages;

import dev.headgate.event.Peer;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.SetCookie;
import io.helidon.http.Status;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// The console over HTTP: requests as visits, and answers with the headers that all of them have.
/// One a socket; they share the console.
public final class ConsoleService implements HttpService {
  /// The port stands behind it, for browsers keep cookies by host alone.
  private static final String COOKIE = "headgate_session_";

  private static final HeaderName FETCH_SITE = HeaderNames.create("Sec-Fetch-Site");
  private static final String FORM = "application/x-www-form-urlencoded";

  private final Console console;

  public ConsoleService(Console console) {
    this.console = console;
  }

  @Override
  public void routing(HttpRules rules) {
    for (ConsoleRoute route : ConsoleRoute.values()) {
      if (route.isPost()) {
        rules.post(route.path(), (request, response) -> posted(route, request, response));
      } else {
        rules.get(
            route.path(),
            (request, response) ->
                send(request, response, console.answer(visit(route, request, Form.EMPTY))));
      }
    }
  }

  private void posted(ConsoleRoute route, ServerRequest request, ServerResponse response) {
    Optional<Form> form = form(request);
    if (form.isPresent()) {
      send(request, response, console.answer(visit(route, request, form.get())));
    } else {
      response.header(HeaderNames.CONNECTION, "close");
      send(
          request,
          response,
          Answer.page(
              400,
              Frame.message(
                  Optional.empty(),
                  "This is no form of the console",
                  "It is too large, or is not written as browsers write forms. Nothing was done.",
                  "Go back, and try again with less text.")));
    }
  }

  private static Optional<Form> form(ServerRequest request) {
    String type = request.headers().first(HeaderNames.CONTENT_TYPE).orElse("");
    if (!type.startsWith(FORM)) {
      return Optional.empty();
    }
    try (InputStream in = request.content().inputStream()) {
      byte[] bytes = in.readNBytes(Form.MAX_BYTES + 1);
      return bytes.length > Form.MAX_BYTES
          ? Optional.empty()
          : Form.read(new String(bytes, StandardCharsets.UTF_8));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private static Visit visit(ConsoleRoute route, ServerRequest request, Form form) {
    Map<String, String> query = new HashMap<>();
    request
        .query()
        .names()
        .forEach(name -> query.put(name, request.query().first(name).orElse("")));
    return new Visit(
        route,
        route.isOfAnImport()
            ? request.path().pathParameters().get(ConsoleRoute.IMPORT_PARAMETER)
            : "",
        query,
        form,
        request.headers().cookies().first(cookie(request)).asOptional(),
        request.context().get(Peer.class).orElseGet(() -> Peer.at(request.remotePeer().host())),
        isSameOrigin(request));
  }

  private static String cookie(ServerRequest request) {
    return COOKIE + request.localPeer().port();
  }

  /// As the browser says it, by `Sec-Fetch-Site` where it knows that, else by `Origin`; what is no
  /// browser says nothing, and has no cookies of one.
  private static boolean isSameOrigin(ServerRequest request) {
    Optional<String> site = request.headers().first(FETCH_SITE);
    if (site.isPresent()) {
      return site.get().equals("same-origin");
    }
    String host = request.headers().first(HeaderNames.HOST).orElse("");
    return request.headers().first(HeaderNames.ORIGIN).map(value -> isOf(value, host)).orElse(true);
  }

  private static boolean isOf(String origin, String host) {
    try {
      return host.equals(URI.create(origin).getAuthority());
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private static void send(ServerRequest request, ServerResponse response, Answer answer) {
    response
        .status(Status.create(answer.status()))
        .header(HeaderNames.CONTENT_TYPE, answer.type())
        .header(HeaderNames.create("X-Content-Type-Options"), "nosniff")
        .header(HeaderNames.create("X-Frame-Options"), "DENY")
        .header(HeaderNames.create("Referrer-Policy"), "same-origin")
        .header(HeaderNames.create("Cross-Origin-Opener-Policy"), "same-origin");
    if (!answer.headers().containsKey("Cache-Control")) {
      response.header(HeaderNames.CACHE_CONTROL, "no-store");
    }
    answer.headers().forEach((name, value) -> response.header(HeaderNames.create(name), value));
    answer.cookie().ifPresent(cookie -> response.headers().addCookie(set(request, cookie)));
    response.send(answer.body().getBytes(StandardCharsets.UTF_8));
  }

  /// Also where a proxy has the certificate: then the page that the form stood on says so.
  private static boolean isSecure(ServerRequest request) {
    return request.isSecure()
        || request.headers().first(HeaderNames.ORIGIN).orElse("").startsWith("https://");
  }

  private static SetCookie set(ServerRequest request, Answer.Cookie cookie) {
    return SetCookie.builder(cookie(request), cookie.sessionId())
        .path(ConsoleRoute.HOME)
        .httpOnly(true)
        .secure(isSecure(request))
        .sameSite(SetCookie.SameSite.STRICT)
        .maxAge(cookie.sessionId().isEmpty() ? Duration.ZERO : Sessions.LIFE)
        .build();
  }
}
