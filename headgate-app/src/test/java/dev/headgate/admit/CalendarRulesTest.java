package dev.headgate.admit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.calendar.Blackout;
import dev.headgate.calendar.Booking;
import dev.headgate.calendar.Slot;
import dev.headgate.calendar.TimeSpan;
import dev.headgate.event.ProjectId;
import dev.headgate.pace.Envelope;
import dev.headgate.pace.Stage;
import dev.headgate.plan.Capacity;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// Each rule from both sides.
class CalendarRulesTest {
  private static final Capacity CAPACITY = new Capacity(1000, 8);
  private static final Instant NOON = Instant.parse("2026-11-30T12:00:00Z");
  private static final TimeSpan SPAN = TimeSpan.of(NOON, Duration.ofHours(4));

  private static Slot slot(Duration working, double peak, List<Blackout> blackouts) {
    Booking other =
        new Booking(
            "import 7",
            ProjectId.DEFAULT,
            "running",
            SPAN,
            new Envelope(1, List.of(new Stage(Duration.ofHours(1), 1))),
            Optional.of(NOON));
    return new Slot(SPAN, working, blackouts, List.of(other), peak, List.of());
  }

  @Test
  void aSlotInWorkingHoursWithinTheCapacityHasNoFinding() {
    assertThat(CalendarRules.check(slot(SPAN.length(), 1000, List.of()), CAPACITY)).isEmpty();
  }

  @Test
  void outsideOfWorkingHoursIsWarnedOf() {
    Finding finding =
        CalendarRules.check(slot(Duration.ofMinutes(90), 1000, List.of()), CAPACITY).getFirst();
    assertThat(finding.rule()).isEqualTo("outside_working_hours");
    assertThat(finding.level()).isEqualTo(Finding.Level.WARN);
    assertThat(finding.evidence()).contains("somebody works in 37 %");
    assertThat(finding.resolve()).contains("headgate calendar slots");
  }

  @Test
  void overTheCapacityIsWarnedOfWithWhatElseRuns() {
    Finding finding =
        CalendarRules.check(slot(SPAN.length(), 1001, List.of()), CAPACITY).getFirst();
    assertThat(finding.rule()).isEqualTo("stack_above_capacity");
    assertThat(finding.level()).isEqualTo(Finding.Level.WARN);
    assertThat(finding.evidence())
        .contains("with 1 other", "1,001 events a second", "takes 1,000")
        .doesNotContain("import 7");
  }

  @Test
  void aBlackoutBlocks() {
    Blackout sale = new Blackout.Moments("sale", TimeSpan.of(NOON, Duration.ofMinutes(1)));
    List<Finding> findings =
        CalendarRules.check(slot(SPAN.length(), 1000, List.of(sale)), CAPACITY);
    assertThat(findings).hasSize(1);
    assertThat(findings.getFirst().level()).isEqualTo(Finding.Level.BLOCK);
    assertThat(findings.getFirst().evidence())
        .contains("the blackout 'sale' (2026-11-30T12:00:00Z to 2026-11-30T12:01:00Z)");
  }
}
