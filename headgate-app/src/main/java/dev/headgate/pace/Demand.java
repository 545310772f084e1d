package dev.headgate.pace;

/// What an import may send now by its envelope.
///
/// @param perSecond events a second
/// @param weight its part beside others, where not all of them can have what they may
public record Demand(int importNumber, double perSecond, double weight) {
  public Demand {
    if (!(perSecond > 0 && weight > 0)) {
      throw new IllegalArgumentException("an import may send something, and counts for something");
    }
  }
}
