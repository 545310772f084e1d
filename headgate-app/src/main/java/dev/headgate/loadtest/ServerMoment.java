package dev.headgate.loadtest;

import java.time.Duration;

/// What the pipeline felt at a moment of a load test.
///
/// @param at since the beginning
/// @param liveP99Millis of requests of live traffic; 0 where there was none
/// @param pressure on live traffic over what it may feel
public record ServerMoment(
    Duration at, double livePerSecond, double liveP99Millis, double pressure) {}
