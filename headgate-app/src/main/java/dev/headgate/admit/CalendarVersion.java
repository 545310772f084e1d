package dev.headgate.admit;

import java.time.Instant;

/// The calendar as it was set once: who, when, why, and what.
///
/// @param number from 1, one more with each change
/// @param at when it was set
/// @param why the reason given; may be empty
/// @param definition the file, as it was given
public record CalendarVersion(int number, Instant at, Actor by, String why, String definition) {}
