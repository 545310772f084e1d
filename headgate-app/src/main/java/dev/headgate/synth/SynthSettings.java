package dev.headgate.synth;

import java.time.LocalDate;

/// What a generated history is like. The same settings give the same bytes on every machine.
///
/// @param events how many events, without those that {@link Faults} add
/// @param ids how many users; each has one to six distinct_ids
/// @param skew exponent of the Zipf law by which users act: 0 all alike, 1 as people do
/// @param start the first day (UTC)
/// @param days how many days the history spans
/// @param hotShare the share of events that belong to one server-side id
/// @param mergeShare the share of users who become known if they come often enough, that is, whose
///   history has merges
/// @param uuids whether events carry a uuid
public record SynthSettings(
    long events,
    int ids,
    double skew,
    long seed,
    LocalDate start,
    int days,
    double hotShare,
    double mergeShare,
    boolean uuids,
    SynthFormat format,
    Faults faults) {

  /// Stamps of registers hold an event's number in 29 bits.
  public static final long MAX_EVENTS = 500_000_000;

  /// A shuffle holds a 256th of the lines in memory.
  public static final long MAX_SHUFFLED_EVENTS = 100_000_000;

  public static final int MAX_IDS = 20_000_000;
  public static final int MAX_DAYS = 3_660;
  public static final int EVENTS_PER_ID = 20;

  public SynthSettings {
    require(events >= 1 && events <= MAX_EVENTS, "events: 1 to " + MAX_EVENTS + ", not " + events);
    require(ids >= 1 && ids <= MAX_IDS, "ids: 1 to " + MAX_IDS + ", not " + ids);
    require(skew >= 0 && skew <= 4, "skew: 0 to 4, not " + skew);
    require(days >= 1 && days <= MAX_DAYS, "days: 1 to " + MAX_DAYS + ", not " + days);
    require(
        start.getYear() >= 1971 && start.getYear() < 2080,
        "the first day: from 1971 to 2079, not " + start);
    requireShare("hot share", hotShare);
    requireShare("merge share", mergeShare);
    require(
        !faults.shuffle() || events <= MAX_SHUFFLED_EVENTS,
        "a shuffle takes up to " + MAX_SHUFFLED_EVENTS + " events, not " + events);
    require(
        uuids || faults.duplicates() == 0,
        "duplicates are lines with one uuid: without uuids there are only repeats");
    require(
        events <= days * (86_400_000_000L / format.resolutionMicros()),
        format.formatName()
            + ": at most one event in "
            + format.resolutionMicros()
            + " microseconds, as its times are no finer; "
            + days
            + " days are too few");
    require(
        faults.repeats() == 0 || format.repeatsAreEvents(),
        format.formatName() + " has no repeats: equal records are one event");
    require(
        format == SynthFormat.EVENTS || (faults.broken() == 0 && faults.tooLongLines() == 0),
        "broken lines are made in the format events only, not in " + format.formatName());
  }

  /// A quarter of a year from 2024-01-01, a user for every {@link #EVENTS_PER_ID} events, 3 % of
  /// the events on one id, no faults, seed 1.
  public static SynthSettings of(long events) {
    return new SynthSettings(
        events,
        Math.clamp(events / EVENTS_PER_ID, 1, MAX_IDS),
        1.0,
        1,
        LocalDate.of(2024, 1, 1),
        91,
        0.03,
        0.7,
        true,
        SynthFormat.EVENTS,
        Faults.NONE);
  }

  public SynthSettings withIds(int value) {
    return new SynthSettings(
        events, value, skew, seed, start, days, hotShare, mergeShare, uuids, format, faults);
  }

  public SynthSettings withSkew(double value) {
    return new SynthSettings(
        events, ids, value, seed, start, days, hotShare, mergeShare, uuids, format, faults);
  }

  public SynthSettings withSeed(long value) {
    return new SynthSettings(
        events, ids, skew, value, start, days, hotShare, mergeShare, uuids, format, faults);
  }

  public SynthSettings withDays(LocalDate first, int count) {
    return new SynthSettings(
        events, ids, skew, seed, first, count, hotShare, mergeShare, uuids, format, faults);
  }

  public SynthSettings withHotShare(double share) {
    return new SynthSettings(
        events, ids, skew, seed, start, days, share, mergeShare, uuids, format, faults);
  }

  public SynthSettings withMergeShare(double share) {
    return new SynthSettings(
        events, ids, skew, seed, start, days, hotShare, share, uuids, format, faults);
  }

  public SynthSettings withUuids(boolean on) {
    return new SynthSettings(
        events, ids, skew, seed, start, days, hotShare, mergeShare, on, format, faults);
  }

  public SynthSettings withFormat(SynthFormat value) {
    return new SynthSettings(
        events, ids, skew, seed, start, days, hotShare, mergeShare, uuids, value, faults);
  }

  public SynthSettings withFaults(Faults value) {
    return new SynthSettings(
        events, ids, skew, seed, start, days, hotShare, mergeShare, uuids, format, value);
  }

  static void requireShare(String name, double share) {
    require(share >= 0 && share <= 1, name + ": a share from 0 to 1, not " + share);
  }

  private static void require(boolean holds, String message) {
    if (!holds) {
      throw new IllegalArgumentException(message);
    }
  }
}
