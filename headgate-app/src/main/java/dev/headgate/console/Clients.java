package dev.headgate.console;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;

/// Who uses this pipeline from another process: a pipeline that an import started stays until the
/// last of them has ended. A client that says nothing for {@link #PATIENCE} is taken to have ended.
public final class Clients {
  static final Duration PATIENCE = Duration.ofSeconds(10);

  private final InstantSource clock;
  private final Map<String, Instant> heard = new HashMap<>();

  public Clients(InstantSource clock) {
    this.clock = clock;
  }

  public synchronized void heard(String client) {
    heard.put(client, clock.instant());
  }

  public synchronized void ended(String client) {
    heard.remove(client);
  }

  public synchronized boolean any() {
    Instant oldest = clock.instant().minus(PATIENCE);
    heard.values().removeIf(last -> last.isBefore(oldest));
    return !heard.isEmpty();
  }
}
