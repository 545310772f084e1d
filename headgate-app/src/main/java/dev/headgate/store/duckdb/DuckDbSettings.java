package dev.headgate.store.duckdb;

/// What the engine may use.
///
/// @param memoryBytes of its buffers and hash tables; the JVM's heap comes on top
/// @param threads of one query. A second one shortens storing by nothing, for it waits on one file,
///   and costs a third more of the processor
/// @param maxSpillBytes of disk for sorts that do not fit in memory
/// @param sortBytes of events sorted at once: more are read in slices of time. The engine sorts
///   about four times its memory with ease, and gives up somewhere above ten times
public record DuckDbSettings(long memoryBytes, int threads, long maxSpillBytes, long sortBytes) {
  /// Below this the engine can no longer sort anything of size.
  public static final long LEAST_MEMORY_BYTES = 256L << 20;

  public static final DuckDbSettings DEFAULT = ofMemory(512L << 20);

  public DuckDbSettings {
    if (memoryBytes < LEAST_MEMORY_BYTES || threads < 1 || maxSpillBytes < 0 || sortBytes < 1) {
      throw new IllegalArgumentException("DuckDB needs at least 256 MiB and a thread");
    }
  }

  public static DuckDbSettings ofMemory(long memoryBytes) {
    return new DuckDbSettings(memoryBytes, 1, 32L << 30, 4 * memoryBytes);
  }
}
