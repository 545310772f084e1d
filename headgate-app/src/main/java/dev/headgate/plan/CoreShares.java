package dev.headgate.plan;

/// How cores are shared between those who want them: each gets what it wants, up to a fair share by
/// the number of its threads; what is left over goes to the others. (Weighted max-min fairness, as
/// an operating system's scheduler has it over some milliseconds.)
final class CoreShares {
  private CoreShares() {}

  /// What each gets.
  ///
  /// @param cores to be shared
  /// @param wanted by each
  /// @param threads of each
  static double[] of(double cores, double[] wanted, double[] threads) {
    double[] given = new double[wanted.length];
    boolean[] served = new boolean[wanted.length];
    double left = cores;
    boolean again = true;
    while (again) {
      again = false;
      double weights = 0;
      for (int i = 0; i < wanted.length; i++) {
        weights += served[i] ? 0 : threads[i];
      }
      double fair = weights == 0 ? 0 : left / weights;
      for (int i = 0; i < wanted.length; i++) {
        if (!served[i] && wanted[i] <= fair * threads[i]) {
          given[i] = wanted[i];
          left -= wanted[i];
          served[i] = true;
          again = true;
        }
      }
      if (!again) {
        for (int i = 0; i < wanted.length; i++) {
          given[i] = served[i] ? given[i] : fair * threads[i];
        }
      }
    }
    return given;
  }
}
