package dev.headgate.plan;

import java.util.ArrayDeque;

/// The worker in the simulation: it reads the log into a segment, cuts it when it is full or old
/// enough, and has the facts of one stored beside the events of the one before. The figures are
/// those of the real worker.
final class SegmentsModel {
  private static final double MOST_EVENTS = 120_000;
  private static final double MOST_BYTES = 192L << 20;
  private static final double LIVE_AGE = 0.4;
  private static final double HISTORICAL_AGE = 3;
  private static final int MOST_UNDER_WAY = 2;

  /// Beside live traffic a segment is what the stores take in so many seconds.
  private static final double BESIDE_LIVE = 0.5;

  private static final double LEAST_EVENTS = 1_000;
  private static final double LATEST_WEIGHT = 0.4;

  private final double mostEvents;
  private final boolean live;
  private final ArrayDeque<Segment> underWay = new ArrayDeque<>();
  private Segment draft = new Segment();
  private boolean cut;
  private double secondsAnEvent;
  private double liveUnread;
  private double liveUnreadSince;
  private double stored;

  /// What is stored in one go. Work is in seconds of a core.
  private static final class Segment {
    private double historical;
    private double events;
    private double readFrom = -1;
    private double liveFrom = -1;
    private double factsLeft;
    private double eventsLeft;
    private double factsSeconds;
    private double eventsSeconds;
  }

  SegmentsModel(LoadProfile.Mix mix, boolean live) {
    this.mostEvents = Math.min(MOST_EVENTS, MOST_BYTES / Math.max(1, mix.bytesPerEvent()));
    this.live = live;
  }

  /// Live events come.
  void liveCome(double events, double now) {
    if (events > 0 && liveUnread == 0) {
      liveUnreadSince = now;
    }
    liveUnread += events;
  }

  private double most() {
    return live && secondsAnEvent > 0
        ? Math.clamp(BESIDE_LIVE / secondsAnEvent, Math.min(LEAST_EVENTS, mostEvents), mostEvents)
        : mostEvents;
  }

  /// Events that the reading thread would read now.
  double readable(double unread) {
    return cut ? 0 : Math.min(unread + liveUnread, Math.max(0, most() - draft.events));
  }

  /// Seconds of a core that facts, or rows, could use now.
  double factsWanted() {
    return underWay.stream()
        .mapToDouble(each -> each.factsLeft)
        .filter(left -> left > 0)
        .findFirst()
        .orElse(0);
  }

  double eventsWanted() {
    for (Segment each : underWay) {
      if (each.eventsLeft > 0) {
        return each.factsLeft > 0 ? 0 : each.eventsLeft;
      }
    }
    return 0;
  }

  /// Reads some events into the segment at hand, live ones first; answers how many of the import's.
  double read(double events, double now) {
    if (events <= 0) {
      return 0;
    }
    double ofLive = Math.min(liveUnread, events);
    if (ofLive > 0 && draft.liveFrom < 0) {
      draft.liveFrom = liveUnreadSince;
    }
    liveUnread -= ofLive;
    draft.readFrom = draft.readFrom < 0 ? now : draft.readFrom;
    draft.events += events;
    draft.historical += events - ofLive;
    return events - ofLive;
  }

  /// Stores for a while.
  ///
  /// @param facts seconds of a core that were given
  /// @param rows likewise, for events
  /// @param passed of the clock
  void store(double facts, double rows, double passed) {
    boolean factsDone = false;
    boolean rowsDone = false;
    for (Segment each : underWay) {
      if (!rowsDone && each.eventsLeft > 0) {
        rowsDone = true;
        if (each.factsLeft <= 0) {
          each.eventsLeft -= rows;
          each.eventsSeconds += passed;
          if (each.eventsLeft <= 1e-9) {
            complete(each);
          }
        }
      }
      if (!factsDone && each.factsLeft > 0) {
        factsDone = true;
        each.factsLeft = each.factsLeft - facts <= 1e-9 ? 0 : each.factsLeft - facts;
        each.factsSeconds += passed;
      }
    }
  }

  private void complete(Segment each) {
    each.eventsLeft = 0;
    stored += each.historical;
    if (each.events >= LEAST_EVENTS / 4) {
      double latest = Math.max(each.factsSeconds, each.eventsSeconds) / each.events;
      secondsAnEvent += (secondsAnEvent == 0 ? 1 : LATEST_WEIGHT) * (latest - secondsAnEvent);
    }
  }

  /// Cuts the segment at hand where it is time, and hands it over where there is room.
  ///
  /// @param more whether the log has more to read, or just had
  /// @param factsSecondsPerEvent of a core
  /// @param rowsSecondsPerEvent likewise, for events
  void handOver(double now, boolean more, double factsSecondsPerEvent, double rowsSecondsPerEvent) {
    double age = live || !more ? LIVE_AGE : HISTORICAL_AGE;
    boolean full = draft.events >= most() - 1e-6;
    boolean old = draft.events > 0 && now - draft.readFrom >= age && ready();
    cut |= full || old;
    while (!underWay.isEmpty() && underWay.getFirst().eventsLeft <= 0) {
      underWay.removeFirst();
    }
    if (cut && underWay.size() < MOST_UNDER_WAY) {
      draft.factsLeft = Math.max(1e-6, draft.events * factsSecondsPerEvent);
      draft.eventsLeft = Math.max(1e-6, draft.events * rowsSecondsPerEvent);
      underWay.addLast(draft);
      draft = new Segment();
      cut = false;
    }
  }

  private boolean ready() {
    boolean room = underWay.size() < MOST_UNDER_WAY || underWay.getFirst().eventsLeft <= 0;
    return room && (underWay.isEmpty() || underWay.getLast().factsLeft <= 0);
  }

  /// Events of the import that are stored.
  double stored() {
    return stored;
  }

  /// How long the oldest live event that is not stored has waited.
  double liveDelay(double now) {
    double oldest = liveUnread > 0 ? liveUnreadSince : now;
    if (draft.liveFrom >= 0) {
      oldest = Math.min(oldest, draft.liveFrom);
    }
    for (Segment each : underWay) {
      oldest = each.liveFrom >= 0 && each.eventsLeft > 0 ? Math.min(oldest, each.liveFrom) : oldest;
    }
    return now - oldest;
  }
}
