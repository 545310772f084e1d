package dev.headgate.synth;

/// What is put wrong into a generated history, on purpose. Shares are of the history's events, 0 to
/// 1: each event is chosen or not by the seed.
///
/// @param duplicates events whose line stands a second time, byte for byte, with its uuid: one
///   event
/// @param repeats events without a uuid whose line stands a second time: two events
/// @param broken events before which a line stands that makes no event
/// @param tooLongLines how many lines of more than {@link #TOO_LONG_BYTES} bytes there are, spread
///   evenly
/// @param future events, the last ones, that say they happened in the year 2100
/// @param shuffle whether the lines stand in random order
public record Faults(
    double duplicates,
    double repeats,
    double broken,
    int tooLongLines,
    double future,
    boolean shuffle) {

  /// No line that is too long is shorter; Headgate reads records of up to 4 MiB.
  public static final int TOO_LONG_BYTES = (4 << 20) + 1024;

  public static final int MAX_TOO_LONG_LINES = 1_000;
  public static final Faults NONE = new Faults(0, 0, 0, 0, 0, false);

  public Faults {
    SynthSettings.requireShare("duplicates", duplicates);
    SynthSettings.requireShare("repeats", repeats);
    SynthSettings.requireShare("broken", broken);
    SynthSettings.requireShare("future", future);
    if (tooLongLines < 0 || tooLongLines > MAX_TOO_LONG_LINES) {
      throw new IllegalArgumentException(
          "too long lines: 0 to " + MAX_TOO_LONG_LINES + ", not " + tooLongLines);
    }
    if (duplicates + repeats > 1) {
      throw new IllegalArgumentException("duplicates and repeats together are at most 1");
    }
  }

  public Faults withDuplicates(double share) {
    return new Faults(share, repeats, broken, tooLongLines, future, shuffle);
  }

  public Faults withRepeats(double share) {
    return new Faults(duplicates, share, broken, tooLongLines, future, shuffle);
  }

  public Faults withBroken(double share) {
    return new Faults(duplicates, repeats, share, tooLongLines, future, shuffle);
  }

  public Faults withTooLongLines(int count) {
    return new Faults(duplicates, repeats, broken, count, future, shuffle);
  }

  public Faults withFuture(double share) {
    return new Faults(duplicates, repeats, broken, tooLongLines, share, shuffle);
  }

  public Faults withShuffle(boolean on) {
    return new Faults(duplicates, repeats, broken, tooLongLines, future, on);
  }
}
