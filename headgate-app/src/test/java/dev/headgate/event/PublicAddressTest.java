package dev.headgate.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Addresses that anybody could reach, and those that only some can.
class PublicAddressTest {
  private static boolean isPublic(String address) throws Exception {
    return PublicAddress.isPublic(InetAddress.getByName(address).getAddress());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "10.1.2.3",
        "172.16.0.1",
        "172.31.255.255",
        "192.168.1.1",
        "127.0.0.1",
        "169.254.169.254",
        "100.64.0.1",
        "0.0.0.0",
        "192.0.2.1",
        "198.18.0.1",
        "224.0.0.1",
        "255.255.255.255",
        "::",
        "::1",
        "fe80::1",
        "fec0::1",
        "ff02::1",
        "fd00::1",
        "::ffff:10.0.0.1",
        "64:ff9b::a00:1",
        "2001:0:a00:1::",
        "2002:a00:1::"
      })
  void isNotPublic(String address) throws Exception {
    assertThat(isPublic(address)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "8.8.8.8",
        "172.32.0.1",
        "172.15.0.1",
        "192.167.1.1",
        "169.253.1.1",
        "2606:4700::1111",
        "2001:4860:4860::8888"
      })
  void isPublicOne(String address) throws Exception {
    assertThat(isPublic(address)).isTrue();
  }
}
