package dev.headgate.source.http;

import dev.headgate.source.SourceFault;
import java.net.Inet6Address;
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
          if (isPrivate(one)) {
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

  /// Whether an address is anything but a public one (RFC 6890, with multicast).
  static boolean isPrivate(InetAddress address) {
    if (address.isAnyLocalAddress()
        || address.isLoopbackAddress()
        || address.isLinkLocalAddress()
        || address.isSiteLocalAddress()
        || address.isMulticastAddress()) {
      return true;
    }
    byte[] bytes = address.getAddress();
    int first = bytes[0] & 0xff;
    int second = bytes[1] & 0xff;
    if (address instanceof Inet6Address) {
      boolean uniqueLocal = (first & 0xfe) == 0xfc;
      boolean translated = first == 0 && second == 0x64;
      boolean sixToFour = first == 0x20 && second == 0x02;
      boolean embedded = first == 0 && second == 0;
      boolean teredo = first == 0x20 && second == 0x01 && bytes[2] == 0 && bytes[3] == 0;
      return uniqueLocal || translated || sixToFour || embedded || teredo;
    }
    return first == 0
        || (first == 100 && (second & 0xc0) == 64)
        || (first == 192 && second == 0 && (bytes[2] & 0xff) <= 2)
        || (first == 198 && (second & 0xfe) == 18)
        || first >= 240;
  }
}
