package dev.headgate.admit;

import java.time.Instant;

/// Who has read the {@link Notice} of a green light and said so, and when.
public record Acknowledgement(Actor by, Instant at) {}
