package dev.headgate.event;

import java.util.Locale;
import java.util.Set;

/// Ids that stand for nobody in particular, because a client sent a placeholder where an id belongs
/// (`null`, `undefined`, `anonymous`, `[object Object]`). Events may carry them; a merge that names
/// one is refused, else it would make one person of everybody.
///
/// The list is that of the reference pipeline: some words in any case, some exactly as written,
/// each also within single or double quotes, and whatever is blank as JavaScript trims it.
public final class IllegalIds {
  private static final Set<String> ANY_CASE =
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
  private static final Set<String> EXACT =
      Set.of("[object Object]", "NaN", "None", "none", "null", "0");

  /// `not_authenticated` with its quotes: nothing longer is in a list.
  private static final int LONGEST = 19;

  private IllegalIds() {}

  public static boolean contains(String id) {
    if (id.length() > LONGEST) {
      return isBlank(id);
    }
    String word = unquoted(id);
    return EXACT.contains(word) || ANY_CASE.contains(word.toLowerCase(Locale.ROOT)) || isBlank(id);
  }

  private static String unquoted(String id) {
    int last = id.length() - 1;
    boolean quoted =
        last > 0
            && (id.charAt(0) == '"' || id.charAt(0) == '\'')
            && id.charAt(last) == id.charAt(0);
    return quoted ? id.substring(1, last) : id;
  }

  private static boolean isBlank(String id) {
    for (int i = 0; i < id.length(); i++) {
      if (!isJavaScriptSpace(id.charAt(i))) {
        return false;
      }
    }
    return true;
  }

  /// White space and line terminators of ECMAScript: tab to carriage return, every space separator
  /// (also the no-break ones that {@link Character#isWhitespace} leaves out), U+2028, U+2029 and
  /// the byte order mark.
  private static boolean isJavaScriptSpace(char c) {
    return (c >= '\t' && c <= '\r') || c == '\uFEFF' || Character.isSpaceChar(c);
  }
}
