package dev.headgate.identity;

/// What is known of one distinct_id, apart from merges: its earliest sighting, its earliest
/// personless event, and for every property key the latest write and the earliest write-once. Every
/// part is a minimum or a maximum over {@link Stamp}s, so merging commutes, associates and repeats
/// freely.
public final class IdRegisters {}
