package dev.headgate.plan;

/// What a stage of the pipeline takes for an event, in microseconds of one core.
///
/// @param eventMicros of any event
/// @param byteMicros for each byte of its record on top
/// @param mergeMicros for each merge fact on top
public record Cost(double eventMicros, double byteMicros, double mergeMicros) {
  public Cost {
    for (double micros : new double[] {eventMicros, byteMicros, mergeMicros}) {
      if (!(micros >= 0 && Double.isFinite(micros))) {
        throw new IllegalArgumentException("a cost is a number from 0, not " + micros);
      }
    }
  }

  /// Microseconds of an event of this history, on average.
  double micros(LoadProfile.Mix mix) {
    return eventMicros + byteMicros * mix.bytesPerEvent() + mergeMicros * mix.mergesPerEvent();
  }

  Cost times(double factor) {
    return new Cost(eventMicros * factor, byteMicros * factor, mergeMicros * factor);
  }
}
