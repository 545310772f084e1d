package dev.headgate.capture.http;

import dev.headgate.capture.Sender;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.ServerRequest;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.Optional;

/// Tells who sends a request. A proxy on this machine is taken at its word: the last address of
/// `X-Forwarded-For` is the one it saw; those before it anybody can invent.
final class SenderOf {
  private static final HeaderName FORWARDED_FOR = HeaderNames.create("X-Forwarded-For");
  private static final int LONGEST_CLIENT = 40;
  private static final int NETWORK_BYTES = 8;

  private SenderOf() {}

  static Sender request(ServerRequest request) {
    return of(
        request.remotePeer().host(),
        request.headers().first(FORWARDED_FOR),
        request.headers().first(HeaderNames.USER_AGENT));
  }

  static Sender of(String peer, Optional<String> forwardedFor, Optional<String> userAgent) {
    Optional<InetAddress> direct = address(peer);
    Optional<InetAddress> named =
        direct
            .filter(InetAddress::isLoopbackAddress)
            .flatMap(_ -> forwardedFor.flatMap(SenderOf::last));
    return new Sender(
        named.or(() -> direct).map(SenderOf::network).orElse(peer), client(userAgent.orElse("")));
  }

  private static Optional<InetAddress> last(String forwardedFor) {
    return address(forwardedFor.substring(forwardedFor.lastIndexOf(',') + 1).strip());
  }

  /// Of the digits alone: nobody is asked for a name.
  private static Optional<InetAddress> address(String text) {
    try {
      return Optional.of(InetAddress.ofLiteral(text));
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  /// Who has one address of IPv6 has its whole network.
  private static String network(InetAddress address) {
    if (!(address instanceof Inet6Address) || address.isLoopbackAddress()) {
      return address.getHostAddress();
    }
    byte[] bytes = address.getAddress();
    Arrays.fill(bytes, NETWORK_BYTES, bytes.length, (byte) 0);
    try {
      return InetAddress.getByAddress(bytes).getHostAddress() + "/64";
    } catch (UnknownHostException e) {
      throw new IllegalStateException("an address has 16 bytes", e);
    }
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
