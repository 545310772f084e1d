package dev.headgate.event;

/// Who is at the other end of a request: the side that connected, or whom a proxy on this machine
/// names.
///
/// @param address in digits
/// @param network the address; of IPv6 its /64, for who has one address there has them all
public record Peer(String address, String network) {

  /// The peer of this address, where nobody worked out more.
  public static Peer at(String address) {
    return new Peer(address, address);
  }
}
