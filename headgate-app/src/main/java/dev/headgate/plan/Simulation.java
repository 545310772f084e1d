package dev.headgate.plan;

/// Plays an import through the pipeline before it happens, a thousand times and more as fast.
///
/// ```
///            permits                 unread          under way, at most 2
/// envelope ---------> importer,  --> the log --> worker: segment --> facts --> events  stored
///    ^     * factor    capture                                                    |
///    |                                                                            |
///    +-- governor <---- waiting, lag, live delay, stored a second <---------------+
/// ```
///
/// Time goes in steps of 20 ms (of long imports: of a 100,000th). In each step every stage wants
/// the processor time that it could use: what it has to do, times what that costs ({@link Costs}),
/// and no more than its threads can take. All of them share the cores ({@link CoreShares}), less
/// what live traffic and other imports take; what a stage gets is what it does. A program that has
/// just been started makes itself warm beside them ({@link Capacity.Warming}): that takes its share
/// of the cores, and holds nobody up where cores are left. The importer sends no more than the
/// envelope lets through, times what the real {@link dev.headgate.pace.Governor} says, which is
/// asked twice a second. Segments are cut as the worker cuts them ({@link SegmentsModel}). After
/// the last event is stored comes the proof.
///
/// Load falls on partitions by {@link LoadProfile}. One worker reads all of them in turn, so what
/// waits in one is its share of what waits; merges are taken to lie evenly over the history.
///
/// The range is made by three plays: as measured, and with everything cheaper and dearer by the
/// spread of the measurement. Nothing is drawn by chance but the places of small ids, from a seed:
/// the same questions get the same answer. A play that takes many times as long as it should is
/// given up: where live traffic takes all there is, no import ends.
public final class Simulation {
  private Simulation() {}

  /// What is going to happen.
  public static SimulatedRun of(
      LoadProfile load, ImportPlan plan, Capacity capacity, Conditions conditions) {
    if (load.events() == 0) {
      return SimulatedRun.NONE;
    }
    double spread = 1 + capacity.spread();
    Play.Played likely = new Play(load, plan, capacity, conditions).run();
    Capacity cheaper = capacity.slowerBy(1 / spread);
    Capacity dearer = capacity.slowerBy(spread);
    Play.Played low = new Play(load, plan, cheaper, conditions).run();
    Play.Played high = new Play(load, plan, dearer, conditions).run();
    return new SimulatedRun(
        capacity.measured(),
        likely.ends(),
        likely.sendingSeconds(),
        Range.over(
            finish(likely, load, capacity), finish(low, load, cheaper), finish(high, load, dearer)),
        Range.over(likely.waitingEvents(), low.waitingEvents(), high.waitingEvents()),
        Range.over(likely.lagSeconds(), low.lagSeconds(), high.lagSeconds()),
        Range.over(likely.liveDelaySeconds(), low.liveDelaySeconds(), high.liveDelaySeconds()),
        load.fullest(),
        load.shares(),
        likely.leastFactor(),
        "",
        likely.points());
  }

  static double finish(Play.Played played, LoadProfile load, Capacity capacity) {
    double merges = load.mix().mergesPerEvent() * load.events();
    return played.storedSeconds() + capacity.proof().seconds((double) load.events(), merges);
  }
}
