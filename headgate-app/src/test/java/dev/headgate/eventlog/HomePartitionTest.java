package dev.headgate.eventlog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.event.DistinctId;
import dev.headgate.event.ProjectToken;
import java.util.SplittableRandom;
import org.apache.kafka.common.utils.Utils;
import org.junit.jupiter.api.Test;

class HomePartitionTest {
  @Test
  void itIsTheOneThatKafkaTakes() {
    SplittableRandom random = new SplittableRandom(7);
    for (int length = 0; length < 40; length++) {
      byte[] key = new byte[length];
      random.nextBytes(key);
      assertThat(HomePartition.murmur2(key)).isEqualTo(Utils.murmur2(key));
    }
    ProjectToken token = new ProjectToken("phc_token");
    for (int i = 0; i < 100; i++) {
      DistinctId id = new DistinctId("user-" + i);
      int home = HomePartition.of(token, id, 8);
      assertThat(home).isEqualTo(Utils.toPositive(Utils.murmur2(LogCodec.key(token, id))) % 8);
    }
  }
}
