package dev.headgate.admit;

import java.time.Instant;
import java.util.Optional;

/// One step of a flood, as its audit has it: who, when, why, and what they saw.
///
/// @param step `recognise`, `admit`, `slow`, `end` or `cease`
/// @param from empty for the first
/// @param why the reason given; may be empty
/// @param saw its amounts at that moment, in a line
public record FloodStep(
    int flood,
    Instant at,
    Actor by,
    String step,
    Optional<FloodState> from,
    FloodState to,
    String why,
    String saw) {}
