package dev.headgate.verify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.event.UuidSum;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

final class SumsTest {
  @Test
  void subtractingUndoesAdding() {
    SplittableRandom random = new SplittableRandom(31);
    for (int round = 0; round < 1_000; round++) {
      Sums sums = new Sums(2);
      sums.add(1, new UuidSum(3, random.nextLong(), random.nextLong()));
      Sums before = sums.copy();
      UuidSum one =
          new UuidSum(1, random.nextLong(), random.nextInt(3) == 0 ? 0 : random.nextLong());
      sums.add(1, one);
      assertThat(sums.sameAt(1, before)).isFalse();
      assertThat(sums.sameAt(0, before)).isTrue();
      sums.subtract(1, one);
      assertThat(sums.sameAs(before)).isTrue();
    }
  }
}
