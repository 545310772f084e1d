package dev.headgate.capture.http;

/// How much of a client's data is held in memory.
///
/// @param wireBytes longest body on the wire; of one that is refused twice as much is read and
///   thrown away, so that the client gets its answer ({@link Intake#leaveUnread})
/// @param inflatedBytes longest body after gzip
/// @param inFlightBytes bodies of all requests together, as read and as inflated; beyond it a
///   request is asked to come again (503)
public record CaptureLimits(int wireBytes, int inflatedBytes, long inFlightBytes) {
  private static final int MIB = 1 << 20;

  public CaptureLimits {
    if (wireBytes < 1 || inflatedBytes < 1 || inFlightBytes < (long) wireBytes + inflatedBytes) {
      throw new IllegalArgumentException("no body of the size allowed would fit in flight");
    }
  }

  /// 20 MiB, 100 MiB, and a quarter of the heap, but room for one body at least.
  public static CaptureLimits defaults() {
    return new CaptureLimits(
        20 * MIB, 100 * MIB, Math.max(128L * MIB, Runtime.getRuntime().maxMemory() / 4));
  }
}
