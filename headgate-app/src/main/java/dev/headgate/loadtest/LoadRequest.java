package dev.headgate.loadtest;

import dev.headgate.event.EventId;
import dev.headgate.event.JsonBytes;
import java.util.List;

/// One request of a load test.
///
/// @param path of capture
/// @param uuids of its events
public record LoadRequest(String path, JsonBytes body, List<EventId> uuids) {

  /// Makes the nth request of a load test, from 1; for many threads at once.
  @FunctionalInterface
  public interface Maker {
    LoadRequest of(long n);
  }
}
