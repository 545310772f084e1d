package dev.headgate.standalone;

import dev.headgate.console.ControlDesk;
import dev.headgate.eventlog.Lane;
import dev.headgate.plan.Capacity;
import dev.headgate.plan.Conditions;
import java.util.List;

/// What plans are made for on a pipeline: its capacity, and the live traffic of now.
record PlanSurroundings(CapacityFile file, EmbeddedEngines engines, GovernorLoop governor)
    implements ControlDesk.Surroundings {

  @Override
  public Capacity capacity() {
    return file.current();
  }

  @Override
  public Conditions conditions() {
    double live = governor.latest().map(moment -> moment.signals().livePerSecond()).orElse(0.0);
    double carried = (double) engines.carried() - engines.carried(Lane.LOAD_TEST);
    return new Conditions(live, List.of(), carried);
  }
}
