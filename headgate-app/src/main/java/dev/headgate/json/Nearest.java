package dev.headgate.json;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/// Finds what somebody probably meant: the known name with the fewest edits from the one that was
/// written, where two letters in the wrong order are one edit (optimal string alignment).
public final class Nearest {
  private Nearest() {}

  /// Empty if nothing known is near: more edits than half the letters.
  public static Optional<String> to(String written, Collection<String> known) {
    String lower = written.toLowerCase(Locale.ROOT);
    return known.stream()
        .filter(name -> distance(lower, name.toLowerCase(Locale.ROOT)) <= tolerance(written, name))
        .min(Comparator.comparingInt(name -> distance(lower, name.toLowerCase(Locale.ROOT))));
  }

  /// The same for people, to be put behind what was wrong: `; did you mean "name"?`, or what is
  /// known where that is not much.
  public static String hint(String written, Collection<String> known) {
    return to(written, known)
        .map(name -> "; did you mean \"" + name + "\"?")
        .orElse(known.size() <= 10 ? "; known are " + known : "");
  }

  private static int tolerance(String written, String name) {
    return Math.max(1, Math.max(written.length(), name.length()) / 2);
  }

  private static int distance(String a, String b) {
    int[][] edits = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      for (int j = 0; j <= b.length(); j++) {
        if (i == 0 || j == 0) {
          edits[i][j] = i + j;
          continue;
        }
        int replaced = edits[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        edits[i][j] = Math.min(replaced, 1 + Math.min(edits[i - 1][j], edits[i][j - 1]));
        boolean swapped =
            i > 1
                && j > 1
                && a.charAt(i - 1) == b.charAt(j - 2)
                && a.charAt(i - 2) == b.charAt(j - 1);
        if (swapped) {
          edits[i][j] = Math.min(edits[i][j], edits[i - 2][j - 2] + 1);
        }
      }
    }
    return edits[a.length()][b.length()];
  }
}
