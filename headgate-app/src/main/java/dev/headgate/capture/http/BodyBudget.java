package dev.headgate.capture.http;

import java.util.concurrent.Semaphore;

/// The memory that bodies in flight may take, shared by all requests.
final class BodyBudget {
  private static final int UNIT = 1 << 10;

  private final Semaphore units;

  BodyBudget(long bytes) {
    units = new Semaphore(Math.toIntExact(bytes / UNIT));
  }

  Claim claim() {
    return new Claim();
  }

  /// What one request holds. It never waits for others, which may wait for it.
  final class Claim implements AutoCloseable {
    private int held;

    /// Takes more.
    ///
    /// @throws BodyRefused with 503 if there is no room
    void add(int bytes) throws BodyRefused {
      int more = bytes / UNIT + 1;
      if (!units.tryAcquire(more)) {
        throw BodyRefused.busy();
      }
      held += more;
    }

    @Override
    public void close() {
      units.release(held);
      held = 0;
    }
  }
}
