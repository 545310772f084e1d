package dev.headgate.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.event.Peer;
import java.net.InetAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PeerFilterTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      value = {
        // who connected | lines of X-Forwarded-For | address | network
        "10.0.0.7 | - | 10.0.0.7 | 10.0.0.7",
        "127.0.0.1 | - | 127.0.0.1 | 127.0.0.1",
        "127.0.0.1 | 6.6.6.6, 203.0.113.9 | 203.0.113.9 | 203.0.113.9",
        "127.0.0.1 | 6.6.6.6; 203.0.113.9 | 203.0.113.9 | 203.0.113.9",
        "127.0.0.1 | 6.6.6.6, 7.7.7.7; 8.8.8.8,203.0.113.9 | 203.0.113.9 | 203.0.113.9",
        // What is no address names nobody, and what stands before it is not the nearest proxy's.
        "127.0.0.1 | 203.0.113.9,not an address | 127.0.0.1 | 127.0.0.1",
        "127.0.0.1 | 203.0.113.9; | 127.0.0.1 | 127.0.0.1",
        "127.0.0.1 | 0000:0000:0000:0000:0000:0000:0000:0000:203.0.113.9 | 127.0.0.1 | 127.0.0.1",
        // Who is no proxy of this machine is not believed.
        "10.0.0.7 | 203.0.113.9 | 10.0.0.7 | 10.0.0.7",
        "2001:db8::1 | 203.0.113.9 | 2001:db8:0:0:0:0:0:1 | 2001:db8:0:0:0:0:0:0/64",
        // Of IPv6 the network is what counts, except of this machine.
        "2001:db8:1:2:3:4:5:6 | - | 2001:db8:1:2:3:4:5:6 | 2001:db8:1:2:0:0:0:0/64",
        "::1 | - | 0:0:0:0:0:0:0:1 | 0:0:0:0:0:0:0:1",
        "::1 | 2001:db8:1:2::9 | 2001:db8:1:2:0:0:0:9 | 2001:db8:1:2:0:0:0:0/64",
        "::ffff:127.0.0.1 | ::ffff:203.0.113.9 | 203.0.113.9 | 203.0.113.9",
      })
  void aProxyOfThisMachineAloneIsTakenAtItsWord(
      String direct, @Nullable String lines, String address, String network) {
    List<String> forwardedFor = lines == null ? List.of() : List.of(lines.split(";", -1));
    assertThat(PeerFilter.peer(InetAddress.ofLiteral(direct), forwardedFor))
        .isEqualTo(new Peer(address, network));
  }
}
