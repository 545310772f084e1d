package dev.headgate.send;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class InFlightTest {
  private final InFlight inFlight = new InFlight(4, 1_000);

  /// How many requests of this size get in before one has to wait, and whether one that leaves
  /// makes room.
  private int roomFor(int events) throws InterruptedException {
    List<Integer> shares = new ArrayList<>();
    CountDownLatch over = new CountDownLatch(1);
    Thread entering =
        Thread.startVirtualThread(() -> {
          try {
            while (true) {
              int share = inFlight.enter(events);
              synchronized (shares) {
                shares.add(share);
              }
            }
          } catch (InterruptedException e) {
            over.countDown();
          }
        });
    while (entering.getState() != Thread.State.WAITING) {
      Thread.onSpinWait();
    }
    entering.interrupt();
    assertThat(over.await(10, TimeUnit.SECONDS)).isTrue();
    shares.forEach(inFlight::leave);
    return shares.size();
  }

  @Test
  void smallRequestsShareTheRoomOfFullOnes() throws InterruptedException {
    assertThat(roomFor(1_000)).isEqualTo(4);
    assertThat(roomFor(500)).isEqualTo(8);
    assertThat(roomFor(125)).isEqualTo(32);
  }

  @Test
  void noMoreThanEightShareOne() throws InterruptedException {
    assertThat(IntStream.of(0, 1, 10, 124))
        .allSatisfy(events -> assertThat(roomFor(events)).isEqualTo(32));
  }

  @Test
  void whatLeftMakesRoom() throws InterruptedException {
    for (int round = 0; round < 100; round++) {
      int share = inFlight.enter(4_000);
      assertThat(share).isEqualTo(1_000);
      inFlight.leave(share);
    }
    assertThat(roomFor(1_000)).isEqualTo(4);
  }
}
