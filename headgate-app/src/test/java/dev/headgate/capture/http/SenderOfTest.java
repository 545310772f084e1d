package dev.headgate.capture.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.capture.Sender;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SenderOfTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      value = {
        // peer | X-Forwarded-For | User-Agent | address | client
        "10.0.0.7 | - | posthog-node/5.70.0 | 10.0.0.7 | posthog-node",
        "127.0.0.1 | - | python-requests/2.32 (x) | 127.0.0.1 | python-requests",
        "127.0.0.1 | 6.6.6.6, 203.0.113.9 | curl/8.1 | 203.0.113.9 | curl",
        "127.0.0.1 | 203.0.113.9,not an address | curl/8.1 | 127.0.0.1 | curl",
        // Who is no proxy of this machine is not believed.
        "10.0.0.7 | 203.0.113.9 | curl/8.1 | 10.0.0.7 | curl",
        "2001:db8:1:2:3:4:5:6 | - | curl/8.1 | 2001:db8:1:2:0:0:0:0/64 | curl",
        "0:0:0:0:0:0:0:1 | 2001:db8:1:2::9 | Mozilla/5.0 (X11) | 2001:db8:1:2:0:0:0:0/64 | Mozilla",
        "10.0.0.7 | - | - | 10.0.0.7 | unnamed client",
        "10.0.0.7 | - | ümlaut/1 | 10.0.0.7 | unnamed client",
      })
  void isToldByAddressAndProduct(
      String peer, String forwardedFor, String userAgent, String address, String client) {
    assertThat(SenderOf.of(peer, Optional.ofNullable(forwardedFor), Optional.ofNullable(userAgent)))
        .isEqualTo(new Sender(address, client));
  }

  @ParameterizedTest
  @CsvSource({"1000, 40", "40, 40", "3, 3"})
  void aNameIsCutWhereItIsLong(int length, int kept) {
    Sender sender = SenderOf.of("10.0.0.7", Optional.empty(), Optional.of("x".repeat(length)));
    assertThat(sender.client()).hasSize(kept);
  }
}
