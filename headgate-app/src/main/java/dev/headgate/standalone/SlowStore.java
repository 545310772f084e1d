package dev.headgate.standalone;

import dev.headgate.store.EventStore;
import dev.headgate.store.Segment;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.locks.LockSupport;

/// A fault that tests put in: as long as the file `slow-store` lies in the data directory, storing
/// a segment takes a multiple of its time. Off unless the environment says how often:
/// `HEADGATE_SLOW_STORE=3`.
final class SlowStore {
  static final String VARIABLE = "HEADGATE_SLOW_STORE";

  private SlowStore() {}

  /// The store, slowed if the environment says so.
  static EventStore of(EventStore store, Path folder) {
    String times = System.getenv(VARIABLE);
    return times == null || times.isBlank() ? store : of(store, folder, Double.parseDouble(times));
  }

  private static EventStore of(EventStore store, Path folder, double times) {
    return (EventStore)
        Proxy.newProxyInstance(
            EventStore.class.getClassLoader(),
            new Class<?>[] {EventStore.class},
            (_, method, arguments) -> {
              long from = System.nanoTime();
              try {
                return method.invoke(store, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              } finally {
                if (arguments != null
                    && arguments.length == 1
                    && arguments[0] instanceof Segment
                    && Files.exists(folder.resolve("slow-store"))) {
                  LockSupport.parkNanos(Math.round((times - 1) * (System.nanoTime() - from)));
                }
              }
            });
  }
}
