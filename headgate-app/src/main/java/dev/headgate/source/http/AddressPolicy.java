package dev.headgate.source.http;

import dev.headgate.event.PublicAddress;
import dev.headgate.source.SourceFault;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;

/// Which addresses exports may be fetched from. Asked before every request, redirects included. The
/// connection resolves the name again; Java keeps what a name resolved to for 30 seconds, so that
/// it is the address that was looked at.
@FunctionalInterface
public interface AddressPolicy {
  /// Says nothing of an address that may be fetched from.
  ///
  /// @throws SourceFault of kind `WRONG_INPUT` if it may not
  void check(URI address) throws SourceFault;

  /// Whoever types a command may reach what this machine reaches.
  static AddressPolicy any() {
    return address -> {};
  }

  /// For a server that fetches what others name: only what anybody could reach, so that it is no
  /// way into the network that it stands in.
  static AddressPolicy publicOnly() {
    return address -> {
      try {
        for (InetAddress one : InetAddress.getAllByName(address.getHost())) {
          if (!PublicAddress.isPublic(one.getAddress())) {
            throw new SourceFault(
                SourceFault.Kind.WRONG_INPUT,
                "nothing is fetched from " + one.getHostAddress() + ", which is no public address",
                HttpObject.nameOf(address),
                "put the export where it can be reached publicly, or import it from the command line");
          }
        }
      } catch (UnknownHostException e) {
        // Nothing can be fetched there, and the request will say so.
      }
    };
  }
}
