package dev.headgate.capture.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.capture.Sender;
import dev.headgate.event.Peer;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SenderOfTest {
  private static final Peer PEER = Peer.at("10.0.0.7");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      value = {
        // User-Agent | client
        "posthog-node/5.70.0 | posthog-node",
        "python-requests/2.32 (x) | python-requests",
        "curl/8.1 | curl",
        "Mozilla/5.0 (X11) | Mozilla",
        "- | unnamed client",
        "ümlaut/1 | unnamed client",
      })
  void isToldByAddressAndProduct(String userAgent, String client) {
    assertThat(SenderOf.of(PEER, Optional.ofNullable(userAgent)))
        .isEqualTo(new Sender("10.0.0.7", client));
  }

  @Test
  void whoHasOneAddressOfANetworkHasThemAll() {
    Peer peer = new Peer("2001:db8:1:2:3:4:5:6", "2001:db8:1:2:0:0:0:0/64");
    assertThat(SenderOf.of(peer, Optional.of("curl/8.1")))
        .isEqualTo(new Sender("2001:db8:1:2:0:0:0:0/64", "curl"));
  }

  @ParameterizedTest
  @CsvSource({"1000, 40", "40, 40", "3, 3"})
  void aNameIsCutWhereItIsLong(int length, int kept) {
    Sender sender = SenderOf.of(PEER, Optional.of("x".repeat(length)));
    assertThat(sender.client()).hasSize(kept);
  }
}
