package dev.headgate.cli;

import dev.headgate.plan.CalibrationRun.StageCpu;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/// Processor time of this process since it was set, by the stage that its threads work for. What no
/// thread of Java took (compilers, collectors, the event store's own threads) is in the sum alone.
final class StageClock {
  private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
  private final long importer;
  private final Map<Long, Long> before = new HashMap<>();
  private final Duration allBefore;

  /// Sets it now.
  ///
  /// @param importer the thread that reads the export
  StageClock(Thread importer) {
    this.importer = importer.threadId();
    for (long id : threads.getAllThreadIds()) {
      before.put(id, threads.getThreadCpuTime(id));
    }
    allBefore = all();
  }

  private static Duration all() {
    return ProcessHandle.current().info().totalCpuDuration().orElse(Duration.ZERO);
  }

  /// What was taken since.
  StageCpu read() {
    double[] seconds = new double[5];
    for (ThreadInfo thread : threads.getThreadInfo(threads.getAllThreadIds())) {
      if (thread != null) {
        long id = thread.getThreadId();
        long nanos = threads.getThreadCpuTime(id) - before.getOrDefault(id, 0L);
        seconds[stage(id, thread.getThreadName())] += Math.max(0, nanos) / 1e9;
      }
    }
    double sum = seconds[0] + seconds[1] + seconds[2] + seconds[3] + seconds[4];
    double measured = all().minus(allBefore).toNanos() / 1e9;
    return new StageCpu(
        seconds[0], seconds[1], seconds[2], seconds[3], seconds[4], Math.max(sum, measured));
  }

  private int stage(long id, String name) {
    if (id == importer) {
      return 0;
    }
    return switch (name) {
      case "headgate-worker" -> 2;
      case "headgate-facts" -> 3;
      case "headgate-events" -> 4;
      default -> 1;
    };
  }
}
