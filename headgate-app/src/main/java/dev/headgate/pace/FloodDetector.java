package dev.headgate.pace;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Tells floods from other live traffic, by how small requests of each sender arrive (an open
/// model: nobody's answers move them). It is asked about every live request; it knows no clock and
/// does no I/O.
///
/// Remembers at most {@link #MOST_SENDERS} senders, the last to be heard of, in about 300 bytes
/// each; who floods is never forgotten for others. Thread-safe.
///
/// @param <S> what a sender is known by
public final class FloodDetector<S> {
  /// Who sends enough to be a flood comes too often to be among the forgotten.
  public static final int MOST_SENDERS = 8_192;

  /// Floods at once; senders beyond are not judged.
  public static final int MOST_FLOODS = 512;

  /// So many that usually send much are passed over before one is forgotten after all.
  private static final int SECOND_CHANCES = 8;

  private final FloodRule rule;
  private final long judgesFrom;
  private final Map<S, SenderTraffic> senders = new LinkedHashMap<>(16, 0.75f, true);
  private final Map<S, Flood> floods = new HashMap<>();

  /// A sender that floods.
  private static final class Flood {
    private final SenderTraffic traffic;
    private long lastTooFast;

    Flood(SenderTraffic traffic, long nanos) {
      this.traffic = traffic;
      this.lastTooFast = nanos;
    }

    void watch(long nanos) {
      traffic.pass(nanos);
      if (traffic.latePerSecond() > traffic.allowedPerSecond()) {
        lastTooFast = nanos;
      }
    }
  }

  /// What an arrival showed.
  public sealed interface Judgement {
    /// As usual.
    record Usual() implements Judgement {}

    /// Of a flood that is known.
    record Flooding() implements Judgement {}

    /// With this request its sender is taken for a flood.
    ///
    /// @param usualPerSecond its small requests a second before
    /// @param manyIds whether they name many distinct_ids
    record Recognised(double usualPerSecond, boolean manyIds) implements Judgement {}
  }

  private static final Judgement USUAL = new Judgement.Usual();
  private static final Judgement FLOODING = new Judgement.Flooding();

  /// A detector that knows nobody.
  ///
  /// @param nanos the time of the start, by the clock of all that comes
  public FloodDetector(FloodRule rule, long nanos) {
    this.rule = rule;
    this.judgesFrom = nanos + rule.learning().toNanos();
  }

  /// Judges a request as it arrives.
  ///
  /// @param id a hash of its first event's distinct_id
  public synchronized Judgement arrive(S sender, long id, int events, long nanos) {
    Flood flood = floods.get(sender);
    if (flood != null) {
      if (events <= rule.smallRequestEvents()) {
        flood.traffic.arrive(id, nanos);
      }
      flood.watch(nanos);
      return FLOODING;
    }
    if (events > rule.smallRequestEvents()) {
      return USUAL;
    }
    SenderTraffic traffic = senders.get(sender);
    if (traffic == null) {
      traffic = new SenderTraffic(rule, nanos);
      remember(sender, traffic);
    }
    traffic.arrive(id, nanos);
    if (nanos < judgesFrom) {
      traffic.settle(traffic.latePerSecond());
      return USUAL;
    }
    if (!traffic.tooMany() || floods.size() >= MOST_FLOODS) {
      return USUAL;
    }
    double usual = traffic.usualBefore();
    begin(sender, traffic, usual, nanos);
    return new Judgement.Recognised(usual, traffic.manyIds());
  }

  private void begin(S sender, SenderTraffic traffic, double usual, long nanos) {
    senders.remove(sender);
    traffic.hold(usual);
    floods.put(sender, new Flood(traffic, nanos));
  }

  private void remember(S sender, SenderTraffic traffic) {
    senders.put(sender, traffic);
    for (int tries = 0; senders.size() > MOST_SENDERS; tries++) {
      Map.Entry<S, SenderTraffic> eldest = senders.entrySet().iterator().next();
      senders.remove(eldest.getKey());
      if (tries < SECOND_CHANCES && eldest.getValue().isUsuallyMuch()) {
        senders.put(eldest.getKey(), eldest.getValue());
      }
    }
  }

  /// Goes on with a flood that was recognised before the start.
  public synchronized void resume(S sender, double usualPerSecond, long nanos) {
    begin(sender, new SenderTraffic(rule, nanos), usualPerSecond, nanos);
  }

  /// What the sender sends is no flood: so many small requests a second are usual from now on.
  public synchronized void admit(S sender, double perSecond, long nanos) {
    Flood flood = floods.remove(sender);
    SenderTraffic known = flood == null ? senders.get(sender) : flood.traffic;
    SenderTraffic traffic = known == null ? new SenderTraffic(rule, nanos) : known;
    traffic.pass(nanos);
    traffic.settle(perSecond);
    remember(sender, traffic);
  }

  /// Looks at who floods: whose rate has been as usual for long enough is judged like others again.
  ///
  /// @return those
  public synchronized List<S> over(long nanos) {
    List<S> over = new ArrayList<>();
    for (Iterator<Map.Entry<S, Flood>> all = floods.entrySet().iterator(); all.hasNext(); ) {
      Map.Entry<S, Flood> each = all.next();
      Flood flood = each.getValue();
      flood.watch(nanos);
      if (nanos - flood.lastTooFast >= rule.over().toNanos()) {
        all.remove();
        flood.traffic.letGo();
        remember(each.getKey(), flood.traffic);
        over.add(each.getKey());
      }
    }
    return over;
  }

  /// Small requests a second of a sender that floods, over the last second; 0 of any other.
  public synchronized double perSecond(S sender) {
    Flood flood = floods.get(sender);
    return flood == null ? 0 : flood.traffic.nowPerSecond();
  }

  /// Senders that are remembered and do not flood.
  public synchronized int remembered() {
    return senders.size();
  }
}
