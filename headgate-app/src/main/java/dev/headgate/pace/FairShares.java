package dev.headgate.pace;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Shares a rate out among imports by weight, so that none gets more than it can use while another
/// could use it: weighted max-min fairness (Bertsekas and Gallager, "Data Networks", 6.5.2).
final class FairShares {
  private FairShares() {}

  /// The share of each import, in events a second.
  ///
  /// @param rate to be shared out; more than all can use is no harm
  static Map<Integer, Double> of(double rate, List<Demand> demands) {
    List<Demand> soonestFull = new ArrayList<>(demands);
    soonestFull.sort(Comparator.comparingDouble(each -> each.perSecond() / each.weight()));
    double left = rate;
    double weights = demands.stream().mapToDouble(Demand::weight).sum();
    Map<Integer, Double> shares = new HashMap<>();
    for (Demand demand : soonestFull) {
      double share = Math.min(demand.perSecond(), left * demand.weight() / weights);
      shares.put(demand.importNumber(), share);
      left -= share;
      weights -= demand.weight();
    }
    return shares;
  }
}
