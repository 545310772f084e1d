package dev.headgate.standalone;

import dev.headgate.event.Peer;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.Filter;
import io.helidon.webserver.http.FilterChain;
import io.helidon.webserver.http.RoutingRequest;
import io.helidon.webserver.http.RoutingResponse;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// Puts the {@link Peer} of each request into its context.
///
/// A proxy on this machine is taken at its word: the last address of the last `X-Forwarded-For` is
/// the one it saw; those before it anybody can invent.
final class PeerFilter implements Filter {
  private static final HeaderName FORWARDED_FOR = HeaderNames.create("X-Forwarded-For");
  private static final int LONGEST_ADDRESS = 45;
  private static final int NETWORK_BYTES = 8;

  @Override
  public void filter(FilterChain chain, RoutingRequest request, RoutingResponse response) {
    if (request.remotePeer().address() instanceof InetSocketAddress direct) {
      List<String> forwardedFor = request.headers().values(FORWARDED_FOR);
      request.context().register(peer(direct.getAddress(), forwardedFor));
    }
    chain.proceed();
  }

  /// @param direct the side that connected
  /// @param forwardedFor the lines of the header, each with an address or several
  static Peer peer(InetAddress direct, List<String> forwardedFor) {
    InetAddress address =
        direct.isLoopbackAddress() && !forwardedFor.isEmpty()
            ? last(forwardedFor.getLast()).orElse(direct)
            : direct;
    return new Peer(address.getHostAddress(), network(address));
  }

  private static Optional<InetAddress> last(String line) {
    String named = line.substring(line.lastIndexOf(',') + 1).strip();
    try {
      return named.length() > LONGEST_ADDRESS
          ? Optional.empty()
          : Optional.of(InetAddress.ofLiteral(named));
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }

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
}
