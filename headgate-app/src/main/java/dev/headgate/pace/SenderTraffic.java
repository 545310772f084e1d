package dev.headgate.pace;

import java.time.Duration;
import java.util.Arrays;

/// The small requests of one sender: how many come, how many usually do, and how far they are over
/// what is allowed. Times are nanoseconds of one clock. Not thread-safe; of a fixed size.
///
/// Requests are counted in steps. After each, the rate of late follows what came, and the usual
/// rate follows that, fast upwards and very slowly downwards. The excess is a one-sided CUSUM
/// (Page, Biometrika 1954): what came over the allowance is added, what stayed below is taken off,
/// never below zero. So a wall of requests is told by its first few hundred, however fast it is,
/// and what grows slower than the usual rate follows never is.
final class SenderTraffic {
  private static final double STEP_SECONDS = 0.25;
  private static final long STEP_NANOS = (long) (STEP_SECONDS * 1e9);
  private static final double LATE_SECONDS = 5;
  private static final double NOW_SECONDS = 1;

  /// Distinct ids are told by a bitmap of so many bits, cleared after so many requests.
  private static final int ID_BITS = 512;

  private static final int IDS_REQUESTS = 256;
  private static final double ID_WEIGHT = 1.0 / 64;

  /// Above this share of requests with an id that was not seen of late, ids are many. People: about
  /// 0.8, for two ids may have one bit; twenty ids that take turns: below 0.1.
  private static final double MANY_IDS = 0.3;

  private final FloodRule rule;
  private final long[] ids = new long[ID_BITS / Long.SIZE];
  private int idRequests;
  private double newIds = 0.5;
  private long stepStart;
  private long inStep;
  private double now;
  private double late;
  private double usual;
  private double excess;

  /// The usual rate when nothing was too much last.
  private double usualBefore;

  private boolean held;

  SenderTraffic(FloodRule rule, long nanos) {
    this.rule = rule;
    this.stepStart = nanos;
  }

  /// A small request has come.
  ///
  /// @param id a hash of its first event's distinct_id
  void arrive(long id, long nanos) {
    pass(nanos);
    inStep++;
    int bit = (int) ((id * 0x9E3779B97F4A7C15L) >>> 55);
    boolean seen = (ids[bit / Long.SIZE] >>> bit & 1) != 0;
    ids[bit / Long.SIZE] |= 1L << bit;
    newIds += ID_WEIGHT * ((seen ? 0 : 1) - newIds);
    if (++idRequests == IDS_REQUESTS) {
      idRequests = 0;
      Arrays.fill(ids, 0);
    }
  }

  /// Ends the steps that are over.
  void pass(long nanos) {
    long steps = (nanos - stepStart) / STEP_NANOS;
    if (steps > 0) {
      end(inStep / STEP_SECONDS, STEP_SECONDS);
      if (steps > 1) {
        end(0, (steps - 1) * STEP_SECONDS);
      }
      inStep = 0;
      stepStart += steps * STEP_NANOS;
    }
  }

  private void end(double perSecond, double seconds) {
    excess = Math.max(0, excess + (perSecond - allowedPerSecond()) * seconds);
    now = follow(now, perSecond, seconds, NOW_SECONDS);
    late = follow(late, perSecond, seconds, LATE_SECONDS);
    if (!held) {
      Duration constant = late > usual ? rule.followsUp() : rule.followsDown();
      usual = follow(usual, late, seconds, constant.toMillis() / 1e3);
      usualBefore = excess == 0 ? usual : usualBefore;
    }
  }

  private static double follow(double from, double to, double seconds, double constant) {
    return to + (from - to) * Math.exp(-seconds / constant);
  }

  private FloodRule.Limits limits() {
    return manyIds() ? rule.manyIds() : rule.fewIds();
  }

  /// What it may send, by what is usual.
  double allowedPerSecond() {
    return rule.growth() * usual + limits().perSecond();
  }

  /// Whether it has sent too much for too long.
  boolean tooMany() {
    return excess >= limits().excess();
  }

  /// Whether it usually sends more than anybody may, so that it would be missed.
  boolean isUsuallyMuch() {
    return usual > rule.fewIds().perSecond();
  }

  /// From now on the usual rate is what it was before this began: what a flood sends is not usual.
  void hold(double usualPerSecond) {
    held = true;
    usual = usualPerSecond;
    usualBefore = usualPerSecond;
  }

  /// Judges it anew from now on, with this as usual, or more if it was more.
  void settle(double usualPerSecond) {
    usual = Math.max(usual, usualPerSecond);
    letGo();
  }

  /// Judges it anew from now on.
  void letGo() {
    held = false;
    excess = 0;
  }

  /// Small requests a second over the last seconds.
  double latePerSecond() {
    return late;
  }

  /// Small requests a second over the last second or so.
  double nowPerSecond() {
    return now;
  }

  /// The usual rate before it began to send too much.
  double usualBefore() {
    return usualBefore;
  }

  boolean manyIds() {
    return newIds >= MANY_IDS;
  }
}
