package dev.headgate.event;

import java.util.Locale;
import java.util.Set;

/// Ids that no merge may name, because clients send them by mistake for many people at once:
/// `null`, `undefined`, `anonymous`. An event may still have one as its distinct_id; it just stays
/// alone. The lists are PostHog's.
public final class IllegalIds {
  private static final Set<String> IN_ANY_CASE =
      Set.of(
          "anonymous",
          "guest",
          "distinctid",
          "distinct_id",
          "id",
          "not_authenticated",
          "email",
          "undefined",
          "true",
          "false");
  private static final Set<String> AS_WRITTEN =
      Set.of("[object Object]", "NaN", "None", "none", "null", "0", "undefined");
  private static final int LONGEST = "'not_authenticated'".length();

  private IllegalIds() {}

  /// Whether the id is blank or on a list, bare or wrapped in one pair of single or double quotes.
  /// White space around a listed id makes it another, legal one.
  public static boolean isIllegal(String id) {
    return isListed(id) || isListed(unquoted(id)) || isBlank(id);
  }

  private static boolean isListed(String id) {
    return id.length() <= LONGEST
        && (AS_WRITTEN.contains(id) || IN_ANY_CASE.contains(id.toLowerCase(Locale.ROOT)));
  }

  private static String unquoted(String id) {
    int last = id.length() - 1;
    boolean quoted =
        last > 0
            && id.charAt(0) == id.charAt(last)
            && (id.charAt(0) == '"' || id.charAt(0) == '\'');
    return quoted ? id.substring(1, last) : id;
  }

  /// Blank as JavaScript's `trim` sees it, which takes more for white space than Java does.
  private static boolean isBlank(String id) {
    for (int i = 0; i < id.length(); i++) {
      char c = id.charAt(i);
      if (!(Character.isWhitespace(c) || Character.isSpaceChar(c) || c == 0xFEFF)) {
        return false;
      }
    }
    return true;
  }
}
