package dev.headgate.pace;

import java.time.Instant;

/// What a pipeline felt at a time, and what its governor made of it.
public record Moment(Instant at, Signals signals, Governor.Decision decision) {}
