package dev.headgate.admit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.admit.HeadPlace.Kept;
import dev.headgate.admit.TrailCheck.Broken;
import dev.headgate.admit.TrailCheck.Damage;
import dev.headgate.admit.TrailEnds.Standing;
import org.junit.jupiter.api.Test;

class TrailEndsTest {
  private static TrailHead head(long sequence, String digit) {
    return new TrailHead(sequence, digit.repeat(64));
  }

  private static TrailEnds kept(Kept kept) {
    return new TrailEnds(head(7, "7"), head(6, "6"), kept);
  }

  private static Broken doubt(Kept kept) {
    assertThat(kept(kept).standing()).isEqualTo(Standing.DOUBTFUL);
    return kept(kept).doubt().orElseThrow();
  }

  @Test
  void theHeadMayBeOneBehindAndNothingElse() {
    assertThat(kept(new Kept.At(head(7, "7"))).standing()).isEqualTo(Standing.SAME);
    TrailEnds behind = kept(new Kept.At(head(6, "6")));
    assertThat(behind.standing()).isEqualTo(Standing.ONE_BEHIND);
    assertThat(behind.doubt()).isEmpty();
    TrailEnds empty = new TrailEnds(TrailHead.NONE, TrailHead.NONE, new Kept.At(TrailHead.NONE));
    assertThat(empty.standing()).isEqualTo(Standing.SAME);
  }

  @Test
  void whatElseItMayBeIsNamed() {
    assertThat(doubt(new Kept.At(head(9, "9"))))
        .extracting(Broken::damage, Broken::first, Broken::last)
        .containsExactly(Damage.CUT_OFF, 8L, 9L);
    assertThat(doubt(new Kept.At(head(4, "4"))))
        .extracting(Broken::damage, Broken::first, Broken::last)
        .containsExactly(Damage.INSERTED, 5L, 7L);
    assertThat(doubt(new Kept.At(head(7, "a"))).damage()).isEqualTo(Damage.REPLACED);
    assertThat(doubt(new Kept.At(head(6, "a"))).damage()).isEqualTo(Damage.REPLACED);
    assertThat(doubt(new Kept.Nothing()).damage()).isEqualTo(Damage.HEAD_LOST);
    assertThat(doubt(new Kept.Foreign("another key")).what()).contains("another key");
  }
}
