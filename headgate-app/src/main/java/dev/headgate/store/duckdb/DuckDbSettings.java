package dev.headgate.store.duckdb;

/// What the engine may use.
///
/// @param memoryBytes of its buffers and hash tables; the JVM's heap comes on top
/// @param threads of one query
/// @param maxSpillBytes of disk for sorts that do not fit in memory
public record DuckDbSettings(long memoryBytes, int threads, long maxSpillBytes) {
  public static final DuckDbSettings DEFAULT = new DuckDbSettings(512L << 20, 2, 32L << 30);

  public DuckDbSettings {
    if (memoryBytes < 64L << 20 || threads < 1 || maxSpillBytes < 0) {
      throw new IllegalArgumentException("DuckDB needs at least 64 MiB and a thread");
    }
  }
}
