package dev.headgate.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.standalone.Connections.Connection;
import dev.headgate.standalone.Connections.Limits;
import dev.headgate.standalone.Connections.Reason;
import java.nio.channels.Channel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ConnectionsTest {
  private static final Limits LIMITS =
      new Limits(3, Duration.ofSeconds(20), Duration.ofSeconds(75), Duration.ofMinutes(10));

  private long now = -5;
  private final Connections connections = new Connections(LIMITS, () -> now);

  private static final class Socket implements Channel {
    private boolean open = true;

    @Override
    public boolean isOpen() {
      return open;
    }

    @Override
    public void close() {
      open = false;
    }
  }

  private void pass(Duration time) {
    now += time.toNanos();
    connections.look();
  }

  private Socket accept(Object peer) {
    Socket socket = new Socket();
    connections.accept(peer, socket);
    return socket;
  }

  private Connection of(Object peer) {
    return connections.of(peer).orElseThrow();
  }

  @Test
  void theFirstRequestIsWaitedForInVain() {
    Socket socket = accept("a");
    pass(LIMITS.firstRequest());
    assertThat(socket.isOpen()).isTrue();

    pass(Duration.ofSeconds(1));

    assertThat(socket.isOpen()).isFalse();
    assertThat(connections.count()).isZero();
    assertThat(connections.closed(Reason.SLOW_HEADERS)).isEqualTo(1);
  }

  @Test
  void anIdleConnectionIsKeptForAWhile() {
    Socket socket = accept("a");
    of("a").begin();
    of("a").end();
    pass(LIMITS.nextRequest());
    assertThat(socket.isOpen()).isTrue();

    pass(Duration.ofSeconds(1));

    assertThat(socket.isOpen()).isFalse();
    assertThat(connections.closed(Reason.IDLE)).isEqualTo(1);
  }

  @Test
  void aRequestHasItsTimeWhateverComesBeforeIt() {
    Socket socket = accept("a");
    pass(Duration.ofSeconds(15));
    of("a").begin();
    pass(LIMITS.request());
    assertThat(socket.isOpen()).isTrue();

    pass(Duration.ofSeconds(1));

    assertThat(socket.isOpen()).isFalse();
    assertThat(connections.closed(Reason.SLOW_REQUEST)).isEqualTo(1);
  }

  @Test
  void anUnhurriedRequestHasAllTimeButNotTheNextOne() {
    Socket socket = accept("a");
    of("a").begin();
    of("a").unhurried();
    pass(Duration.ofDays(1));
    assertThat(socket.isOpen()).isTrue();

    of("a").end();
    of("a").begin();
    pass(LIMITS.request().plusSeconds(1));

    assertThat(socket.isOpen()).isFalse();
  }

  @Test
  void whereThereIsNoRoomThoseThatWaitLongestGo() {
    Socket idle = accept("idle");
    pass(Duration.ofSeconds(1));
    Socket busy = accept("busy");
    of("busy").begin();
    Socket young = accept("young");

    Socket another = accept("another");

    assertThat(idle.isOpen()).isFalse();
    assertThat(List.of(busy.isOpen(), young.isOpen(), another.isOpen())).containsOnly(true);
    assertThat(connections.count()).isEqualTo(LIMITS.most());
    assertThat(connections.closed(Reason.FULL)).isEqualTo(1);
  }

  @Test
  void whereAllAreBusyTheNewOneGoes() {
    List<Socket> busy = new ArrayList<>();
    for (int i = 0; i < LIMITS.most(); i++) {
      busy.add(accept(i));
      of(i).begin();
    }

    Socket another = new Socket();
    assertThat(connections.accept("another", another)).isFalse();

    assertThat(another.isOpen()).isFalse();
    assertThat(busy).allMatch(Socket::isOpen);
  }

  @Test
  void whatIsClosedElsewhereIsForgotten() {
    Socket socket = accept("a");
    socket.close();

    connections.look();

    assertThat(connections.count()).isZero();
    assertThat(connections.of("a")).isEmpty();
    assertThat(connections.accepted()).isEqualTo(1);
  }

  @Test
  void aPeerThatComesAgainAtOnceIsAnotherConnection() {
    Socket before = accept("a");
    before.close();
    Socket after = accept("a");

    connections.look();

    assertThat(connections.count()).isEqualTo(1);
    assertThat(after.isOpen()).isTrue();
  }
}
