package dev.headgate.cli;

import dev.headgate.plan.Calibration;
import dev.headgate.plan.CalibrationRun;
import dev.headgate.plan.Capacity;
import dev.headgate.plan.Cost;
import dev.headgate.plan.LoadProfile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// What was measured, for a terminal.
final class CalibrationReport {
  private CalibrationReport() {}

  static String progress(CalibrationRun run, int number, int of) {
    double events = (double) run.load().events();
    return String.format(
        Locale.ROOT,
        "run %d of %d, %s: %,.0f stored in %.1f s, %,.0f/s, %.1f us of processor time an event",
        number,
        of,
        run.name(),
        events,
        run.storedSeconds(),
        events / run.storedSeconds(),
        run.cpu().all() * 1e6 / events);
  }

  static List<String> lines(Capacity capacity, List<CalibrationRun> runs, Path file) {
    List<String> lines = new ArrayList<>();
    lines.add("");
    lines.add("CAPACITY of this installation: " + capacity.measurement().machine());
    lines.add(
        String.format(
            Locale.ROOT,
            "  about %,.0f usual events/s (%,.0f large ones, %,.0f with a merge in four) on %.2f cores",
            capacity.eventsPerSecond(),
            capacity.perSecond(new LoadProfile.Mix(4_000, 0.04)),
            capacity.perSecond(new LoadProfile.Mix(700, 0.25)),
            capacity.cores()));
    lines.add("");
    lines.add("  microseconds of a core    an event     a kB    a merge   events/s of it alone");
    lines.add(stage("read the export", capacity.costs().importer()));
    lines.add(stage("send, take in, log", capacity.costs().capture()));
    lines.add(stage("read the log", capacity.costs().worker()));
    lines.add(stage("store facts", capacity.costs().facts()));
    lines.add(stage("store events", capacity.costs().events()));
    lines.add(
        String.format(
            Locale.ROOT,
            "  prove                     %8.2f %8s %10.2f   and %.1f s in any case",
            capacity.proof().eventMicros(),
            "",
            capacity.proof().mergeMicros(),
            capacity.proof().fixedSeconds()));
    lines.add(
        String.format(Locale.ROOT, "  a live event by itself    %8.0f", capacity.liveMicros()));
    lines.add(
        String.format(
            Locale.ROOT,
            "  just started: %.1f s of processor time more, most of it over the first %,.0f events",
            capacity.warming().cpuSeconds(),
            capacity.warming().events()));
    lines.add("");
    lines.add("  run                        took    by the model");
    for (CalibrationRun run : runs) {
      double miss = Calibration.miss(run, capacity);
      lines.add(
          String.format(
              Locale.ROOT,
              "  %-22s %7.1f s %8.1f s  %+.0f %%",
              run.name(),
              run.storedSeconds(),
              run.storedSeconds() * (1 + miss),
              100 * miss));
    }
    lines.add(
        String.format(
            Locale.ROOT,
            "  Predictions are given with %.0f %% to both sides. Kept in %s",
            100 * capacity.spread(),
            file));
    return lines;
  }

  private static String stage(String name, Cost cost) {
    double usual =
        cost.eventMicros()
            + cost.byteMicros() * LoadProfile.Mix.USUAL.bytesPerEvent()
            + cost.mergeMicros() * LoadProfile.Mix.USUAL.mergesPerEvent();
    return String.format(
        Locale.ROOT,
        "  %-25s %8.2f %8.2f %10.2f   %,.0f",
        name,
        cost.eventMicros(),
        cost.byteMicros() * 1_000,
        cost.mergeMicros(),
        1e6 / Math.max(1e-3, usual));
  }
}
