package dev.headgate.event;

/// Which addresses of the Internet protocols anybody could reach.
public final class PublicAddress {
  private static final int IPV4_BYTES = 4;

  private PublicAddress() {}

  /// Whether an address is a public one (RFC 6890), and not one of multicast.
  ///
  /// @param address its 4 or 16 bytes
  public static boolean isPublic(byte[] address) {
    int first = address[0] & 0xff;
    int second = address[1] & 0xff;
    return address.length == IPV4_BYTES
        ? isPublic(first, second, address[2] & 0xff)
        : isPublicOfV6(first, second, address[2] == 0 && address[3] == 0);
  }

  private static boolean isPublic(int first, int second, int third) {
    boolean thisNetwork = first == 0;
    boolean ownNetwork =
        first == 10
            || (first == 172 && (second & 0xf0) == 16)
            || (first == 192 && second == 168)
            || (first == 100 && (second & 0xc0) == 64);
    boolean loopback = first == 127;
    boolean linkLocal = first == 169 && second == 254;
    boolean protocols = first == 192 && second == 0 && third <= 2;
    boolean benchmarks = first == 198 && (second & 0xfe) == 18;
    boolean multicastOrReserved = first >= 224;
    return !(thisNetwork
        || ownNetwork
        || loopback
        || linkLocal
        || protocols
        || benchmarks
        || multicastOrReserved);
  }

  /// What may stand for an address of IPv4 counts as none, for that may be any.
  private static boolean isPublicOfV6(int first, int second, boolean restIsZero) {
    boolean multicast = first == 0xff;
    boolean linkOrSiteLocal = first == 0xfe && (second & 0x80) == 0x80;
    boolean uniqueLocal = (first & 0xfe) == 0xfc;
    boolean translated = first == 0 && second == 0x64;
    boolean sixToFour = first == 0x20 && second == 0x02;
    boolean embedded = first == 0 && second == 0;
    boolean teredo = first == 0x20 && second == 0x01 && restIsZero;
    return !(multicast
        || linkOrSiteLocal
        || uniqueLocal
        || translated
        || sixToFour
        || embedded
        || teredo);
  }
}
