package dev.headgate.store;

/// What became of merges: applied (joined two persons, or had nothing left to join), refused (with
/// a warning), set aside (over a limit, can be let through later).
public record MergeCounts(long applied, long refused, long setAside) {
  public long total() {
    return applied + refused + setAside;
  }
}
