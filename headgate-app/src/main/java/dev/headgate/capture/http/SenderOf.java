package dev.headgate.capture.http;

import dev.headgate.capture.Sender;
import dev.headgate.event.Peer;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.ServerRequest;
import java.util.Optional;

/// Tells who sends a request.
final class SenderOf {
  private static final int LONGEST_CLIENT = 40;

  private SenderOf() {}

  static Sender request(ServerRequest request) {
    return of(
        request.context().get(Peer.class).orElseGet(() -> Peer.at(request.remotePeer().host())),
        request.headers().first(HeaderNames.USER_AGENT));
  }

  static Sender of(Peer peer, Optional<String> userAgent) {
    return new Sender(peer.network(), client(userAgent.orElse("")));
  }

  private static String client(String userAgent) {
    int end = 0;
    while (end < userAgent.length()
        && end < LONGEST_CLIENT
        && userAgent.charAt(end) > ' '
        && userAgent.charAt(end) < 127
        && userAgent.charAt(end) != '/') {
      end++;
    }
    return end == 0 ? "unnamed client" : userAgent.substring(0, end);
  }
}
