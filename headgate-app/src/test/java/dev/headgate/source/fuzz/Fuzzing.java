package dev.headgate.source.fuzz;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/// Feeds a target with mutated inputs until its time is up. A target must neither throw nor take
/// long nor leave memory behind; what it holds its answer against is its own business.
///
/// `-Dheadgate.fuzz.seconds=600` gives each target ten minutes (the standard is two seconds),
/// `-Dseed=N` begins with other inputs. An input that fails is written to `target/fuzz-TARGET.bin`.
/// A process that is stopped for a while loses none of its time: the pause counts as one second.
public final class Fuzzing {
  /// The same inputs on every run, so that a check of today's change says nothing of yesterday's.
  private static final long USUAL_SEED = 8_054_182_356_949L;

  /// Processor time of the whole process within one input.
  private static final Duration MOST_WORK = Duration.ofSeconds(20);

  /// Looks of the watchdog within one input, work or none; a stopped process does not look.
  private static final int MOST_LOOKS = 600;

  private static final long LOOK_EVERY_MILLIS = 500;
  private static final long MOST_COUNTED_NANOS = Duration.ofSeconds(1).toNanos();
  private static final long MOST_GROWTH_BYTES = 48L << 20;
  private static final int WARM_UP_INPUTS = 300;

  private Fuzzing() {}

  /// What is done with an input.
  @FunctionalInterface
  public interface Target {
    void take(byte[] input, Random random) throws Exception;
  }

  /// Feeds one target until its time is up.
  ///
  /// @param seeds what inputs are made from; each must pass as it is
  public static void run(String name, List<byte[]> seeds, Target target) throws Exception {
    long seed = Long.getLong("seed", USUAL_SEED);
    long seconds = Long.getLong("headgate.fuzz.seconds", 2);
    Random random = new Random(seed);
    Mutations mutations = new Mutations(seeds, random);
    AtomicReference<Running> running = new AtomicReference<>();
    CountDownLatch ended = new CountDownLatch(1);
    Thread watchdog = Thread.ofPlatform().daemon().start(() -> watch(name, seed, running, ended));
    long inputs = 0;
    long usedBefore = 0;
    long workBefore = workNanos();
    try {
      for (byte[] one : seeds) {
        feed(name, seed, inputs++, one, random, target, running);
      }
      long left = Duration.ofSeconds(seconds).toNanos();
      long now = System.nanoTime();
      while (left > 0) {
        feed(name, seed, inputs++, mutations.next(), random, target, running);
        if (inputs == WARM_UP_INPUTS) {
          usedBefore = usedBytes();
        }
        long then = now;
        now = System.nanoTime();
        left -= Math.min(now - then, MOST_COUNTED_NANOS);
      }
    } finally {
      ended.countDown();
      watchdog.join();
    }
    long work = Duration.ofNanos(workNanos() - workBefore).toSeconds();
    long growth = usedBefore == 0 ? 0 : usedBytes() - usedBefore;
    System.out.printf(
        "fuzz %s: %,d inputs in %d s (processor %d s), memory %+,d kB, seed %d%n",
        name, inputs, seconds, work, growth >> 10, seed);
    if (growth > MOST_GROWTH_BYTES) {
      throw new AssertionError(name + " left " + growth + " bytes behind, seed " + seed);
    }
  }

  @SuppressWarnings("ArrayRecordComponent") // handed over, never compared
  private record Running(long number, byte[] input, long workBefore) {}

  private static long workNanos() {
    return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
        .getProcessCpuTime();
  }

  private static void feed(
      String name,
      long seed,
      long number,
      byte[] input,
      Random random,
      Target target,
      AtomicReference<Running> running)
      throws Exception {
    running.set(new Running(number, input, workNanos()));
    try {
      target.take(input, random);
    } catch (Exception | Error e) {
      throw new AssertionError(failure(name, seed, input) + ", input " + number, e);
    } finally {
      running.set(null);
    }
  }

  private static String failure(String name, long seed, byte[] input) {
    Path file = Path.of("target", "fuzz-" + name.replace(' ', '-') + ".bin");
    try {
      Files.write(file, input);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    String shown = Base64.getEncoder().encodeToString(input);
    return "%s fails on %s (%d bytes: %s), seed %d"
        .formatted(
            name, file, input.length, shown.substring(0, Math.min(400, shown.length())), seed);
  }

  /// Ends the process at an input that hangs, having said which and where.
  private static void watch(
      String name, long seed, AtomicReference<Running> running, CountDownLatch ended) {
    long before = -1;
    int looks = 0;
    try {
      while (!ended.await(LOOK_EVERY_MILLIS, TimeUnit.MILLISECONDS)) {
        Running now = running.get();
        looks = now != null && now.number == before ? looks + 1 : 0;
        before = now == null ? -1 : now.number;
        if (now != null
            && (looks > MOST_LOOKS || workNanos() - now.workBefore > MOST_WORK.toNanos())) {
          System.out.println("hangs: " + failure(name, seed, now.input));
          Thread.getAllStackTraces().forEach(Fuzzing::show);
          throw new AssertionError(name + " hangs, see above");
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (AssertionError hang) {
      // Nothing ends a loop that does not look; the process must.
      Runtime.getRuntime().halt(3);
    }
  }

  private static void show(Thread thread, StackTraceElement[] frames) {
    System.out.println("thread " + thread.getName());
    Arrays.stream(frames).limit(30).forEach(frame -> System.out.println("  at " + frame));
  }

  private static long usedBytes() {
    Runtime runtime = Runtime.getRuntime();
    long least = Long.MAX_VALUE;
    for (int i = 0; i < 3; i++) {
      System.gc();
      least = Math.min(least, runtime.totalMemory() - runtime.freeMemory());
    }
    return least;
  }
}
