package dev.headgate.admit;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/// How large a share of the records may be refused. Exact: a budget of 0.1 % allows one of a
/// thousand records and not one of 999.
///
/// @param fraction 0 to 1
public record RejectBudget(BigDecimal fraction) {
  /// 0.1 %.
  public static final RejectBudget DEFAULT = new RejectBudget(new BigDecimal("0.001"));

  private static final int MAX_CHARACTERS = 32;

  public RejectBudget {
    if (fraction.signum() < 0 || fraction.compareTo(BigDecimal.ONE) > 0) {
      throw new IllegalArgumentException(
          "a reject budget is a share of all records, from 0 to 1 or 0% to 100%, not "
              + fraction.toPlainString());
    }
    fraction = fraction.signum() == 0 ? BigDecimal.ZERO : fraction.stripTrailingZeros();
  }

  /// Reads `0.001` or `0.1%`.
  ///
  /// @throws IllegalArgumentException for anything else, saying what would be read
  public static RejectBudget parse(String text) {
    String trimmed = text.strip();
    boolean percent = trimmed.endsWith("%");
    String number = percent ? trimmed.substring(0, trimmed.length() - 1).strip() : trimmed;
    if (number.length() > MAX_CHARACTERS || !number.matches("[0-9]+(\\.[0-9]+)?|\\.[0-9]+")) {
      throw new IllegalArgumentException(
          "'" + text + "' is no reject budget: state a share such as 0.001 or 0.1%");
    }
    BigDecimal value = new BigDecimal(number);
    return new RejectBudget(percent ? value.movePointLeft(2) : value);
  }

  /// The smallest budget, in two digits, that allows these.
  public static RejectBudget enoughFor(long rejected, long records) {
    return new RejectBudget(
        BigDecimal.valueOf(rejected)
            .divide(BigDecimal.valueOf(records), new MathContext(2, RoundingMode.UP))
            .min(BigDecimal.ONE));
  }

  /// How many of so many records may be refused.
  public long most(long records) {
    return fraction.multiply(BigDecimal.valueOf(records)).longValue();
  }

  public boolean allows(long rejected, long records) {
    return BigDecimal.valueOf(rejected).compareTo(fraction.multiply(BigDecimal.valueOf(records)))
        <= 0;
  }

  /// `0.1%`
  @Override
  public String toString() {
    BigDecimal percent = fraction.movePointRight(2);
    return (percent.signum() == 0 ? "0" : percent.stripTrailingZeros().toPlainString()) + "%";
  }
}
