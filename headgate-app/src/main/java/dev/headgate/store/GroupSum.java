package dev.headgate.store;

import dev.headgate.event.UuidSum;

/// How many events of one day (days since 1970, UTC) and name there are, and the sum of their
/// uuids' hashes.
public record GroupSum(int epochDay, String event, UuidSum sum) {}
