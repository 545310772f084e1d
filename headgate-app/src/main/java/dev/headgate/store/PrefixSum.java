package dev.headgate.store;

import dev.headgate.event.UuidSum;

/// How many events have a uuid that starts with these 16 bits, and the sum of their uuids' hashes.
public record PrefixSum(int prefix, UuidSum sum) {}
