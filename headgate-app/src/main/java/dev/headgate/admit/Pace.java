package dev.headgate.admit;

/// How fast an import may be at this moment.
///
/// @param factor on its envelope, above 0 and at most 1
/// @param perSecond events a second, with the factor
public record Pace(double factor, double perSecond) {
  public boolean slowed() {
    return factor < 1;
  }
}
