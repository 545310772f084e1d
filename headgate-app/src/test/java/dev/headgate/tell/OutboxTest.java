package dev.headgate.tell;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.admit.Subject;
import dev.headgate.admit.TrailEntry;
import dev.headgate.tell.Message.Kind;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// What is due for a target when.
class OutboxTest {
  private static final Instant DAY = Instant.parse("2026-11-27T12:00:00Z");
  private static final Instant NIGHT = Instant.parse("2026-11-27T23:00:00Z");
  private static final Instant MORNING = Instant.parse("2026-11-28T06:00:00Z");
  private static final Delivery MADE = new Delivery.Made();
  private static final Delivery FAILED = new Delivery.Failed("HTTP 500");

  private final ListTrail trail = new ListTrail();
  private final Outbox outbox =
      new Outbox(trail, new Messages(number -> number == 2 ? "shop" : "default"));

  private static Target target(Selection selection) {
    return new Target(
        "ops",
        new Target.Mail(List.of("ops@example.com")),
        selection,
        Optional.of(
            new QuietHours(
                ZoneId.of("Europe/Berlin"), LocalTime.parse("22:00"), LocalTime.parse("07:00"))));
  }

  private Standing from(long place) throws Exception {
    return outbox.standing(target(Selection.ALL), place, place, trail.ends().end().sequence());
  }

  /// Tells what is due at a moment until nothing is; numbers of the entries.
  private List<Long> told(Standing at, Instant now) throws Exception {
    List<Long> told = new ArrayList<>();
    Standing then = at;
    for (Optional<TrailEntry> due = outbox.due(then, now);
        due.isPresent();
        due = outbox.due(then, now)) {
      told.add(due.get().sequence());
      then = after(then, MADE, due.get(), now);
    }
    return told;
  }

  private static Standing after(Standing at, Delivery delivery, TrailEntry entry, Instant now) {
    return at.after(delivery, Messages.kind(entry), entry.sequence(), now);
  }

  private Standing fails(Standing at, Instant now) throws Exception {
    return after(at, FAILED, outbox.due(at, now).orElseThrow(), now);
  }

  @Test
  void everythingIsToldInTheOrderOfTheTrail() throws Exception {
    trail.note();
    trail.alert();
    trail.note();
    trail.alert();
    assertThat(told(from(0), DAY)).containsExactly(1L, 2L, 3L, 4L);
    assertThat(told(from(2), DAY)).containsExactly(3L, 4L);
    assertThat(told(from(4), DAY)).isEmpty();
  }

  @Test
  void alertsPassNotesThatQuietHoursHoldAndNothingIsToldTwice() throws Exception {
    trail.note();
    trail.alert();
    trail.note();
    Standing at = from(0);
    TrailEntry alert = outbox.due(at, NIGHT).orElseThrow();
    assertThat(alert.sequence()).isEqualTo(2);
    at = after(at, MADE, alert, NIGHT);
    assertThat(outbox.due(at, NIGHT)).isEmpty();
    assertThat(at.quietUntil(NIGHT)).contains(MORNING);
    assertThat(outbox.due(at, MORNING.minusMillis(1))).isEmpty();
    assertThat(told(at, MORNING)).containsExactly(1L, 3L);
  }

  @Test
  void whatFailedIsTriedAgainWithGrowingPausesAndNothingPassesIt() throws Exception {
    trail.note();
    trail.note();
    Target neverQuiet =
        new Target("ops", new Target.Mail(List.of("o@e.org")), Selection.ALL, Optional.empty());
    Standing at = outbox.standing(neverQuiet, 0, 0, 2);
    Instant now = DAY;
    for (int failures = 1; failures <= 20; failures++) {
      at = fails(at, now);
      assertThat(at.notes().failures()).isEqualTo(failures);
      assertThat(at.notes().error()).isEqualTo("HTTP 500");
      Instant next = at.notes().nextTry().orElseThrow();
      assertThat(Duration.between(now, next))
          .isEqualTo(Duration.ofSeconds(Math.min(3600, 1L << failures)));
      assertThat(outbox.due(at, next.minusMillis(1))).isEmpty();
      assertThat(outbox.due(at, next).orElseThrow().sequence()).isEqualTo(1);
      now = next;
    }
    assertThat(Progress.pause(1_000)).isEqualTo(Duration.ofHours(1));
  }

  @Test
  void anAlertPassesANoteThatIsNotTakenAndThenThatIsTriedAtOnce() throws Exception {
    trail.note();
    Standing at = fails(from(0), DAY);
    at = outbox.seen(at, trail.alert());
    TrailEntry alert = outbox.due(at, DAY).orElseThrow();
    assertThat(alert.sequence()).isEqualTo(2);
    at = after(at, MADE, alert, DAY);
    assertThat(told(at, DAY)).containsExactly(1L);
  }

  @Test
  void aNoteDoesNotPassAnAlertThatIsNotTaken() throws Exception {
    trail.alert();
    trail.note();
    Standing at = fails(from(0), DAY);
    assertThat(outbox.due(at, DAY)).isEmpty();
    assertThat(told(at, at.alerts().nextTry().orElseThrow())).containsExactly(1L, 2L);
  }

  @Test
  void whatWaitsIsCountedAsItComesAndAsItIsTold() throws Exception {
    trail.note();
    trail.alert();
    Standing at = from(0);
    assertThat(at.alerts().waiting() + at.notes().waiting()).isEqualTo(2);
    at = outbox.seen(at, trail.note());
    assertThat(at.notes().waiting()).isEqualTo(2);
    at = after(at, MADE, outbox.due(at, DAY).orElseThrow(), DAY);
    assertThat(at.notes()).isEqualTo(from(1).notes());
    TrailEntry first = outbox.after(0).getFirst();
    assertThat(outbox.seen(from(3), first)).isEqualTo(from(3));
  }

  @Test
  void onlyWhatATargetWantsIsToldHoweverMuchLiesBetween() throws Exception {
    trail.note();
    for (int i = 0; i < 1_200; i++) {
      trail.add(Subject.ofImport(i), 1, ListTrail.GRACE, "answer", "draft", "");
    }
    trail.note();
    trail.add(Subject.CALENDAR, 1, ListTrail.GRACE, "set", "", "");
    trail.alert();
    long end = trail.ends().end().sequence();
    assertThat(told(wanting(new Selection(Set.of("shop"), Set.of(), Set.of()), end), DAY))
        .containsExactly(1L, 1202L);
    assertThat(told(wanting(new Selection(Set.of(), Set.of("set", "stop"), Set.of()), end), DAY))
        .containsExactly(1203L, 1204L);
    assertThat(told(wanting(new Selection(Set.of(), Set.of(), Set.of(Kind.ALERT)), end), DAY))
        .containsExactly(1204L);
    // The calendar is the pipeline's, not the first project's.
    Selection first = new Selection(Set.of("default"), Set.of("set"), Set.of());
    assertThat(told(wanting(first, end), DAY)).isEmpty();
  }

  private Standing wanting(Selection selection, long end) throws Exception {
    return outbox.standing(target(selection), 0, 0, end);
  }
}
