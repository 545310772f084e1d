package dev.headgate.standalone;

import dev.headgate.console.ControlDesk;
import dev.headgate.eventlog.Lane;
import dev.headgate.pace.Governor;
import dev.headgate.plan.Capacity;
import dev.headgate.plan.Conditions;
import java.util.Arrays;
import java.util.List;

/// What plans are made for on a pipeline: its capacity, and the live traffic of now.
record PlanSurroundings(
    CapacityFile file, EmbeddedEngines engines, GovernorLoop governor, Governor.Targets targets)
    implements ControlDesk.Surroundings {

  @Override
  public Capacity capacity() {
    return file.current();
  }

  @Override
  public Conditions conditions() {
    double live = governor.latest().map(moment -> moment.signals().livePerSecond()).orElse(0.0);
    double carried =
        Arrays.stream(Lane.values())
            .filter(lane -> lane != Lane.LOAD_TEST)
            .mapToLong(engines::carried)
            .sum();
    return new Conditions(live, List.of(), carried, targets);
  }
}
