package dev.headgate.store.postgresql;

import java.sql.SQLException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// A second thread, for what a second connection does meanwhile. Closing it waits for that.
final class Beside implements AutoCloseable {
  private final ExecutorService thread;

  Beside(String name) {
    thread = Executors.newSingleThreadExecutor(Thread.ofVirtual().name(name).factory());
  }

  interface Act {
    void take() throws SQLException;
  }

  /// What was begun and may have ended.
  record Begun(Future<?> future) {

    /// Waits for its end.
    void await() throws SQLException {
      try {
        var _ = future.get();
      } catch (ExecutionException e) {
        switch (e.getCause()) {
          case SQLException sql -> throw sql;
          case RuntimeException bug -> throw bug;
          case Error bug -> throw bug;
          case null, default -> throw new IllegalStateException(e);
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException("nobody interrupts who waits for a second thread", e);
      }
    }
  }

  Begun begin(Act act) {
    return new Begun(
        thread.submit(() -> {
          act.take();
          return null;
        }));
  }

  @Override
  public void close() {
    thread.close();
  }
}
