package dev.headgate.plan;

/// A figure that is not known exactly: most likely this, within these bounds.
public record Range(double low, double likely, double high) {
  public static final Range ZERO = new Range(0, 0, 0);

  /// The same without bounds.
  public static Range exactly(double value) {
    return new Range(value, value, value);
  }

  /// Bounds of several.
  static Range over(double likely, double one, double other) {
    return new Range(
        Math.min(likely, Math.min(one, other)), likely, Math.max(likely, Math.max(one, other)));
  }
}
