package dev.headgate.console.pages;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// What the console answers to a visit.
///
/// @param headers those that not every answer has
/// @param cookie what becomes of the session's cookie
record Answer(
    int status, String type, String body, Map<String, String> headers, Optional<Cookie> cookie) {

  /// A session's cookie to be set, or with an empty id taken away.
  record Cookie(String sessionId) {}

  private static final String POLICY = "Content-Security-Policy";
  private static final String HTML = "text/html; charset=utf-8";

  /// Scripts and styles are files of the console, and nothing else is let in.
  private static final String OF_PAGES =
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self';"
          + " connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

  Answer {
    headers = Map.copyOf(headers);
  }

  static Answer page(int status, String html) {
    return new Answer(status, HTML, html, Map.of(POLICY, OF_PAGES), Optional.empty());
  }

  /// A page that stands by itself, with one style sheet in it.
  static Answer report(String html) {
    int from = html.indexOf("<style>") + "<style>".length();
    String style = html.substring(from, html.indexOf("</style>"));
    String policy =
        "default-src 'none'; style-src 'sha256-"
            + Base64.getEncoder().encodeToString(sha256(style))
            + "'; form-action 'none'; base-uri 'none'; frame-ancestors 'none'";
    return new Answer(200, HTML, html, Map.of(POLICY, policy), Optional.empty());
  }

  private static byte[] sha256(String text) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /// A file that is the same for everybody.
  static Answer file(String type, String text) {
    return new Answer(
        200, type, text, Map.of("Cache-Control", "public, max-age=3600"), Optional.empty());
  }

  /// To be looked at with a GET.
  static Answer seeOther(String path) {
    return new Answer(303, HTML, "", Map.of("Location", path), Optional.empty());
  }

  Answer with(Cookie newCookie) {
    return new Answer(status, type, body, headers, Optional.of(newCookie));
  }

  Answer retryAfter(Duration wait) {
    Map<String, String> more = new LinkedHashMap<>(headers);
    more.put("Retry-After", Long.toString(Math.ceilDiv(wait.toMillis(), 1_000L)));
    return new Answer(status, type, body, more, cookie);
  }
}
