package dev.headgate.admit;

import java.time.Instant;
import java.util.Optional;

/// One step of a load test: who, when, why, and what they saw.
///
/// @param step `submit`, or a {@link LoadTestStep#key()}
/// @param from empty for the first
/// @param why the reason given; may be empty
/// @param saw the findings at that moment, in a line
public record LoadTestAudit(
    int number,
    Instant at,
    Actor by,
    String step,
    Optional<LoadTestState> from,
    LoadTestState to,
    String why,
    String saw) {}
