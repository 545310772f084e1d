package dev.headgate.standalone;

import java.io.IOException;
import java.nio.channels.Channel;
import java.time.Duration;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/// The connections of a server: how many there may be, and how long each may keep it waiting. The
/// web server itself has no limit of time for a handshake, for headers that trickle, or for a
/// client that does not read its answer; here one thread looks at all connections and closes those
/// that are over their time.
///
/// A connection waits from when it is accepted, or from the end of its last request, until the next
/// request's headers are there; then it is busy until the answer is written.
final class Connections {
  /// How many of a hundred are closed at once to make room.
  private static final int ROOM_PERCENT = 5;

  /// @param most at one time
  /// @param firstRequest until the first request's headers are there, handshakes included
  /// @param nextRequest until those of another one are
  /// @param request from there to the end of the answer
  record Limits(int most, Duration firstRequest, Duration nextRequest, Duration request) {
    Limits {
      if (most < 1) {
        throw new IllegalArgumentException("no connection may be there: " + most);
      }
    }

    /// 20 s, 75 s, and 10 minutes.
    static Limits of(int most) {
      return new Limits(
          most, Duration.ofSeconds(20), Duration.ofSeconds(75), Duration.ofMinutes(10));
    }
  }

  /// Why a connection was closed here.
  enum Reason {
    SLOW_HEADERS,
    IDLE,
    SLOW_REQUEST,
    FULL
  }

  /// One of them. Its requests, of which HTTP/1.1 has one at a time, tell when they begin and end.
  final class Connection {
    private final Channel socket;
    private int requests;
    private boolean first = true;
    private boolean unhurried;
    private long since = nanoTime.getAsLong();

    private Connection(Channel socket) {
      this.socket = socket;
    }

    /// The headers of a request are there.
    synchronized void begin() {
      if (requests++ == 0) {
        since = nanoTime.getAsLong();
        unhurried = false;
      }
      first = false;
    }

    /// The request at hand is one whose answer may take as long as it wants.
    synchronized void unhurried() {
      unhurried = true;
    }

    /// Its answer is written.
    synchronized void end() {
      if (--requests == 0) {
        since = nanoTime.getAsLong();
      }
    }

    private synchronized Optional<Reason> overdue(long now) {
      if (requests > 0) {
        return unhurried ? Optional.empty() : after(limits.request(), now, Reason.SLOW_REQUEST);
      }
      return first
          ? after(limits.firstRequest(), now, Reason.SLOW_HEADERS)
          : after(limits.nextRequest(), now, Reason.IDLE);
    }

    private Optional<Reason> after(Duration limit, long now, Reason reason) {
      return now - since > limit.toNanos() ? Optional.of(reason) : Optional.empty();
    }

    /// How long it has waited for a request; empty if one is at hand.
    private synchronized Optional<Long> waited(long now) {
      return requests > 0 ? Optional.empty() : Optional.of(now - since);
    }
  }

  private final Limits limits;
  private final LongSupplier nanoTime;
  private final Map<Object, Connection> open = new ConcurrentHashMap<>();
  private final AtomicLong accepted = new AtomicLong();
  private final Map<Reason, AtomicLong> closed = new EnumMap<>(Reason.class);

  /// @param nanoTime as `System.nanoTime()`
  Connections(Limits limits, LongSupplier nanoTime) {
    this.limits = limits;
    this.nanoTime = nanoTime;
    for (Reason reason : Reason.values()) {
      closed.put(reason, new AtomicLong());
    }
  }

  /// Another one. Where there is no room, those that have waited longest for a request go.
  ///
  /// @param peer names it while it is open
  /// @return whether there is room; if not, all others have a request at hand, and it is closed
  synchronized boolean accept(Object peer, Channel socket) {
    accepted.incrementAndGet();
    if (open.size() >= limits.most()) {
      look();
      makeRoom();
    }
    if (open.size() >= limits.most()) {
      close(socket, Reason.FULL);
      return false;
    }
    open.put(peer, new Connection(socket));
    return true;
  }

  /// The one of this peer; empty if it was closed meanwhile.
  Optional<Connection> of(Object peer) {
    return Optional.ofNullable(open.get(peer));
  }

  /// How many are open.
  int count() {
    return open.size();
  }

  long accepted() {
    return accepted.get();
  }

  long closed(Reason reason) {
    return counter(reason).get();
  }

  /// Closes what is over its time, and forgets what is closed.
  void look() {
    long now = nanoTime.getAsLong();
    open.forEach((peer, connection) -> {
      if (connection.socket.isOpen()) {
        connection.overdue(now).ifPresent(reason -> close(connection.socket, reason));
      }
      if (!connection.socket.isOpen()) {
        open.remove(peer, connection);
      }
    });
  }

  private void makeRoom() {
    record Waiting(Object peer, Connection connection, long nanos) {}
    int tooMany = open.size() - limits.most() + 1;
    if (tooMany <= 0) {
      return;
    }
    long now = nanoTime.getAsLong();
    List<Waiting> waiting =
        open.entrySet().stream()
            .flatMap(each ->
                each
                    .getValue()
                    .waited(now)
                    .map(nanos -> new Waiting(each.getKey(), each.getValue(), nanos))
                    .stream())
            .sorted(Comparator.comparingLong(Waiting::nanos).reversed())
            .limit(Math.max(tooMany, (long) limits.most() * ROOM_PERCENT / 100))
            .toList();
    for (Waiting each : waiting) {
      close(each.connection().socket, Reason.FULL);
      open.remove(each.peer(), each.connection());
    }
  }

  private void close(Channel socket, Reason reason) {
    counter(reason).incrementAndGet();
    try {
      socket.close();
    } catch (IOException e) {
      // It is closed all the same.
    }
  }

  private AtomicLong counter(Reason reason) {
    AtomicLong counter = closed.get(reason);
    if (counter == null) {
      throw new IllegalStateException("nothing counts " + reason);
    }
    return counter;
  }
}
