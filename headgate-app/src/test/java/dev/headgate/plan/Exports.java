package dev.headgate.plan;

import dev.headgate.assess.Assessment;
import dev.headgate.assess.Identities;
import dev.headgate.assess.Load;
import dev.headgate.assess.PropertyFindings;
import dev.headgate.assess.Times;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Assessments of exports for tests: as much as a plan looks at.
final class Exports {
  private Exports() {}

  static Assessment of(long events) {
    return of(events, 700, 0, events / 20, List.of());
  }

  static Assessment of(
      long events,
      long bytesPerEvent,
      long merges,
      long distinctIds,
      List<Assessment.IdCount> top) {
    return new Assessment(
        List.of(),
        "test",
        events,
        events,
        events,
        0,
        0,
        0,
        Map.of(),
        distinctIds,
        top,
        0,
        List.of(),
        Optional.empty(),
        Optional.empty(),
        List.of(),
        new Assessment.Merges(merges, 0, 0),
        0,
        0,
        0,
        0,
        0,
        0,
        events * bytesPerEvent,
        bytesPerEvent,
        List.of(),
        Load.NONE,
        Identities.NONE,
        Times.NONE,
        PropertyFindings.NONE);
  }
}
