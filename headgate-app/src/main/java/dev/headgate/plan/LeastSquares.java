package dev.headgate.plan;

/// Coefficients from 0 that make the rows times them come nearest to the targets, each row by its
/// share of the target: an error of a tenth of a small run counts as much as that of a large one.
///
/// By coordinate descent, which for a handful of coefficients is simple and enough (Franc, Hlavac
/// and Navara, "Sequential coordinate-wise algorithm for the non-negative least squares problem",
/// CAIP 2005).
final class LeastSquares {
  private static final int ROUNDS = 5_000;

  private LeastSquares() {}

  /// @param rows one for each target
  /// @param targets above 0
  static double[] of(double[][] rows, double[] targets) {
    int columns = rows[0].length;
    double[] found = new double[columns];
    double[] scale = new double[columns];
    for (int j = 0; j < columns; j++) {
      for (int i = 0; i < rows.length; i++) {
        scale[j] += square(rows[i][j] / targets[i]);
      }
    }
    for (int round = 0; round < ROUNDS; round++) {
      for (int j = 0; j < columns; j++) {
        if (scale[j] > 0) {
          double slope = 0;
          for (int i = 0; i < rows.length; i++) {
            double error = 1 - value(rows[i], found) / targets[i];
            slope += rows[i][j] / targets[i] * error;
          }
          found[j] = Math.max(0, found[j] + slope / scale[j]);
        }
      }
    }
    return found;
  }

  /// By how much they miss: the sum of squares of shares.
  static double error(double[][] rows, double[] targets, double[] coefficients) {
    double error = 0;
    for (int i = 0; i < rows.length; i++) {
      error += square(1 - value(rows[i], coefficients) / targets[i]);
    }
    return error;
  }

  private static double value(double[] row, double[] coefficients) {
    double value = 0;
    for (int j = 0; j < row.length; j++) {
      value += row[j] * coefficients[j];
    }
    return value;
  }

  private static double square(double value) {
    return value * value;
  }
}
