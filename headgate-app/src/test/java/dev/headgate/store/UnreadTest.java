package dev.headgate.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headgate.event.DistinctId;
import dev.headgate.event.Event;
import dev.headgate.event.EventId;
import dev.headgate.event.JsonBytes;
import dev.headgate.event.ProjectId;
import dev.headgate.eventlog.CapturedEvent;
import dev.headgate.eventlog.Lane;
import dev.headgate.eventlog.LoggedEvent;
import dev.headgate.eventlog.Partition;
import java.util.List;
import org.junit.jupiter.api.Test;

class UnreadTest {
  private static final long MUCH = 1 << 20;

  /// Records of two, three, one and two events; the second and the third are of other partitions
  /// and have one offset.
  private final List<LoggedEvent> read =
      List.of(
          event(0, 7, 1),
          event(0, 7, 2),
          event(1, 8, 3),
          event(1, 8, 4),
          event(1, 8, 5),
          event(2, 8, 6),
          event(2, 9, 7),
          event(2, 9, 8));

  private final Unread unread = new Unread();

  private static LoggedEvent event(int partition, long offset, long uuid) {
    Event event =
        new Event(new EventId(0, uuid), "e", new DistinctId("u"), uuid, JsonBytes.of("{\"a\":12}"));
    return new LoggedEvent(
        new Partition(Lane.HISTORICAL, partition),
        offset,
        0,
        new CapturedEvent(ProjectId.DEFAULT, 1, event));
  }

  @Test
  void recordsAreTakenWholeAndInOrder() {
    unread.add(read);
    assertThat(unread.take(4, MUCH, true)).isEqualTo(read.subList(0, 2));
    assertThat(unread.take(4, MUCH, true)).isEqualTo(read.subList(2, 6));
    assertThat(unread.isEmpty()).isFalse();
    assertThat(unread.take(4, MUCH, true)).isEqualTo(read.subList(6, 8));
    assertThat(unread.isEmpty()).isTrue();
    assertThat(unread.take(4, MUCH, true)).isEmpty();
  }

  @Test
  void soAreTheyByBytesOfProperties() {
    unread.add(read);
    assertThat(unread.take(100, 5 * 8, true)).isEqualTo(read.subList(0, 5));
    assertThat(unread.take(100, 2 * 8, true)).isEqualTo(read.subList(5, 6));
  }

  @Test
  void aRecordThatDoesNotFitIsTakenAloneOrNotAtAll() {
    unread.add(read);
    assertThat(unread.take(1, MUCH, false)).isEmpty();
    assertThat(unread.take(1, MUCH, true)).isEqualTo(read.subList(0, 2));
    assertThat(unread.take(100, 1, true)).isEqualTo(read.subList(2, 5));
  }

  @Test
  void nothingThatIsLeftIsForgotten() {
    unread.add(read);
    var _ = unread.take(2, MUCH, true);
    assertThatThrownBy(() -> unread.add(read))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("6 events are left");
  }
}
