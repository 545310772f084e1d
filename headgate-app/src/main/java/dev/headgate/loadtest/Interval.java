package dev.headgate.loadtest;

import java.time.Duration;

/// A stretch of a load test: what was due in it, and what became of that, whenever it did.
///
/// @param planned requests that were due
/// @param dropped of those
/// @param failed of those that were sent
/// @param latency of those that were sent, from when each was due
public record Interval(
    Duration from,
    Duration length,
    long planned,
    long sent,
    long dropped,
    long failed,
    Latency latency) {}
