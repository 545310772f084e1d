package dev.headgate.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.event.EventId;
import dev.headgate.event.ProjectId;
import dev.headgate.eventlog.CapturedEvent;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class HeldKeysTest {

  @Test
  void agreesWithAMapOfTheJdk() {
    long seed = 20261126;
    SplittableRandom random = new SplittableRandom(seed);
    HeldKeys held = new HeldKeys();
    Map<SegmentWriter.Key, Integer> expected = new HashMap<>();
    List<SegmentWriter.Key> inOrder = new ArrayList<>();
    for (int i = 0; i < 50_000; i++) {
      SegmentWriter.Key key = key(random.nextInt(1, 4), random.nextInt(8), random.nextInt(4_000));
      assertThat(held.holder(key))
          .as("seed %d: %s", seed, key)
          .isEqualTo(expected.getOrDefault(key, HeldKeys.NOBODY));
      if (!expected.containsKey(key)) {
        int holder = random.nextInt(CapturedEvent.LIVE, 3);
        held.add(key, holder);
        expected.put(key, holder);
        inOrder.add(key);
      }
    }
    assertThat(held.size()).isEqualTo(inOrder.size());
    for (int place = 0; place < inOrder.size(); place++) {
      assertThat(held.key(place)).isEqualTo(inOrder.get(place));
    }
  }

  @Test
  void aReleasedKeyIsHeldByNobodyAndKeepsItsPlace() {
    HeldKeys held = new HeldKeys();
    held.add(key(1, 7, 1), CapturedEvent.LIVE);
    held.add(key(1, 7, 2), 3);

    assertThat(held.release(key(1, 7, 1))).isEqualTo(CapturedEvent.LIVE);

    assertThat(held.holder(key(1, 7, 1))).isEqualTo(HeldKeys.NOBODY);
    assertThat(held.release(key(1, 7, 1))).isEqualTo(HeldKeys.NOBODY);
    assertThat(held.release(key(2, 7, 2))).isEqualTo(HeldKeys.NOBODY);
    assertThat(held.key(0)).isEqualTo(key(1, 7, 1));
    assertThat(held.holder(key(1, 7, 2))).isEqualTo(3);
  }

  private static SegmentWriter.Key key(int project, long high, long low) {
    return new SegmentWriter.Key(new ProjectId(project), new EventId(high, low));
  }
}
