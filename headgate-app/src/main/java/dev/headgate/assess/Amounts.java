package dev.headgate.assess;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Locale;

/// Numbers as people read them, the same in every country.
public final class Amounts {
  private Amounts() {}

  /// `1,234,567`
  public static String count(long value) {
    return String.format(Locale.ROOT, "%,d", value);
  }

  /// `1 event`, `1,234 events`
  public static String count(long value, String thing) {
    return count(value) + " " + (value == 1 ? thing : thing + "s");
  }

  /// `8.6 %`; small shares keep two digits that say something.
  public static String percent(double share) {
    double percent = share * 100;
    if (percent == 0 || percent >= 99.95) {
      return String.format(Locale.ROOT, "%.0f %%", Math.floor(percent));
    }
    if (percent >= 0.095) {
      return String.format(Locale.ROOT, "%.1f %%", percent);
    }
    return new BigDecimal(percent).round(new MathContext(2)).stripTrailingZeros().toPlainString()
        + " %";
  }

  /// `712 bytes`, `1.2 GB`: decimal units.
  public static String bytes(long bytes) {
    String[] units = {"bytes", "kB", "MB", "GB", "TB", "PB", "EB"};
    int unit = 0;
    double value = (double) bytes;
    while (value >= 999.5 && unit < units.length - 1) {
      value /= 1_000;
      unit++;
    }
    return String.format(
        Locale.ROOT, unit > 0 && value < 99.5 ? "%.1f %s" : "%.0f %s", value, units[unit]);
  }

  /// `12 s`, `3.5 hours`: one unit, rounded.
  public static String duration(double seconds) {
    if (seconds < 1) {
      return "less than 1 s";
    }
    if (seconds < 120) {
      return String.format(Locale.ROOT, "%.0f s", seconds);
    }
    if (seconds < 7_200) {
      return String.format(Locale.ROOT, "%.0f min", seconds / 60);
    }
    return seconds < 172_800
        ? String.format(Locale.ROOT, "%.1f hours", seconds / 3_600)
        : String.format(Locale.ROOT, "%.1f days", seconds / 86_400);
  }
}
