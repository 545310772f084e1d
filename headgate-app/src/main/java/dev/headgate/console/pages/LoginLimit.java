package dev.headgate.console.pages;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// How often a network may try a key: ten wrong ones a minute. A right one does not count. Safe for
/// threads.
final class LoginLimit {
  static final int MOST_TRIES = 10;
  static final Duration WITHIN = Duration.ofMinutes(1);

  /// With one more, the network that was heard of longest ago is forgotten.
  private static final int MOST_NETWORKS = 10_000;

  private final InstantSource clock;
  private final Map<String, ArrayDeque<Instant>> tries = new LinkedHashMap<>();

  LoginLimit(InstantSource clock) {
    this.clock = clock;
  }

  /// Counts a try.
  ///
  /// @return how long to wait, if it may not be made now
  synchronized Optional<Duration> begin(String network) {
    Instant now = clock.instant();
    ArrayDeque<Instant> own = tries.remove(network);
    own = own == null ? new ArrayDeque<>() : own;
    tries.put(network, own);
    if (tries.size() > MOST_NETWORKS) {
      tries.remove(tries.keySet().iterator().next());
    }
    while (!own.isEmpty() && !own.getFirst().plus(WITHIN).isAfter(now)) {
      own.removeFirst();
    }
    if (own.size() >= MOST_TRIES) {
      return Optional.of(Duration.between(now, own.getFirst().plus(WITHIN)));
    }
    own.addLast(now);
    return Optional.empty();
  }

  /// The try that was begun last had the right key.
  synchronized void succeeded(String network) {
    ArrayDeque<Instant> own = tries.get(network);
    if (own != null) {
      own.pollLast();
    }
  }
}
