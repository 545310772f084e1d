package dev.headgate.pace;

/// Takes imports back as soon as live traffic is under pressure, and lets them come again slowly.
///
/// ```
/// pressure   above 1    less at once, once for each time that an answer takes to come back
///            0.7 to 1   as it is: between what is too much and what is too little lies a rest,
///                       from which more is tried after some minutes, for it may not be imports
///                       that press
///            below 0.7  more, quickly up to just below where trouble began, and then
///                       only after a patience, in steps that grow as time passes
/// ```
///
/// The patience doubles each time that these steps meet trouble again near the same rate. So the
/// limit comes to rest: in an hour of the same conditions it tries a handful of times. (The shape
/// is that of CUBIC, RFC 9438: quick below the last trouble, flat near it, steeper again beyond.)
final class PressureLimit {
  private static final double CALM = 0.7;

  /// What is left of the rate after a decrease: the less, the higher the pressure.
  private static final double MOST_LEFT = 0.88;

  private static final double LEAST_LEFT = 0.3;

  /// A rest this long is tried to be ended: what presses may not be imports.
  private static final double LONG_REST_SECONDS = 300;

  /// Growth for each time that an answer takes to come back, below the rate of the last trouble ...
  private static final double QUICK = 0.1;

  /// ... and near it or beyond, when the patience is over; more with every further patience.
  private static final double CAREFUL = 0.02;

  /// Growth is so many times quicker where next to nothing is felt.
  private static final double WHERE_NOTHING_IS_FELT = 3;

  private static final double NEAR_TROUBLE = 0.9;

  /// Trouble up to this much above or below the last is the same trouble.
  private static final double SAME_TROUBLE = 1.3;

  private static final double FIRST_PATIENCE_SECONDS = 20;
  private static final double LONGEST_PATIENCE_SECONDS = 640;

  private double limit = Double.POSITIVE_INFINITY;
  private double trouble = Double.POSITIVE_INFINITY;
  private double patience = FIRST_PATIENCE_SECONDS;
  private boolean inTrouble;
  private double sinceDecrease = Double.POSITIVE_INFINITY;

  /// Whether more was tried since the last decrease.
  private boolean tried;

  /// Takes in how it stands, and says how many events a second may come.
  ///
  /// @param pressure on live traffic; 1 is as much as it may feel
  /// @param coming events of imports a second
  /// @param demand what all imports may send by their envelopes: above it there is no limit
  /// @param least never less than this
  /// @param feedbackSeconds until a change of the rate shows in the signals
  /// @param seconds since the last call
  double next(
      double pressure,
      double coming,
      double demand,
      double least,
      double feedbackSeconds,
      double seconds) {
    sinceDecrease += seconds;
    inTrouble &= pressure >= CALM;
    if (pressure > 1) {
      if (sinceDecrease >= 2 * feedbackSeconds) {
        decrease(pressure, Math.max(least, Math.min(limit, coming)), least);
      }
    } else if (pressure < CALM || sinceDecrease > LONG_REST_SECONDS) {
      increase(
          coming, seconds / feedbackSeconds * (pressure < CALM / 2 ? WHERE_NOTHING_IS_FELT : 1));
    }
    if (limit >= demand) {
      limit = Double.POSITIVE_INFINITY;
    }
    return limit;
  }

  private void decrease(double pressure, double rate, double least) {
    if (!inTrouble) {
      begin(rate);
    }
    limit = Math.max(least, rate * Math.clamp(1.5 - pressure / 2, LEAST_LEFT, MOST_LEFT));
    sinceDecrease = 0;
  }

  /// The trouble begins that lasts until live traffic is calm again. How far the rate has to come
  /// down meanwhile says how long it lasted, and nothing of what would be too much.
  private void begin(double rate) {
    boolean same = rate < trouble * SAME_TROUBLE && rate * SAME_TROUBLE > trouble;
    if (!same) {
      patience = FIRST_PATIENCE_SECONDS;
    } else if (tried) {
      patience = Math.min(LONGEST_PATIENCE_SECONDS, patience * 2);
    }
    inTrouble = true;
    tried = false;
    trouble = rate;
  }

  private void increase(double coming, double times) {
    if (coming < limit / 2) {
      return; // nothing is known of a rate that is not used
    }
    if (limit < NEAR_TROUBLE * trouble) {
      limit = Math.min(NEAR_TROUBLE * trouble, limit * (1 + QUICK * times));
    } else if (sinceDecrease >= patience) {
      tried = true;
      limit *= 1 + Math.min(QUICK, CAREFUL * sinceDecrease / patience) * times;
    }
  }
}
