package dev.headgate.event;

/// How names and ids are made storable, the same everywhere they enter.
final class Text {
  /// Longest stored distinct_id and event name, in code points.
  static final int MAX_CODE_POINTS = 200;

  private Text() {}

  /// NUL and lone surrogates become U+FFFD, and what is longer than {@link #MAX_CODE_POINTS} is
  /// cut.
  static String storable(String raw) {
    if (isStorable(raw)) {
      return raw;
    }
    StringBuilder out = new StringBuilder(Math.min(raw.length(), 2 * MAX_CODE_POINTS));
    int codePoints = 0;
    for (int i = 0; i < raw.length() && codePoints < MAX_CODE_POINTS; codePoints++) {
      int c = raw.codePointAt(i);
      i += Character.charCount(c);
      boolean lone = c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE;
      out.appendCodePoint(c == 0 || lone ? 0xFFFD : c);
    }
    return out.toString();
  }

  /// As `isBlank` of a string, most of which begin with something that is to be seen.
  static boolean isBlank(String text) {
    boolean begins = !text.isEmpty() && text.charAt(0) > ' ' && text.charAt(0) < 0x7F;
    return !begins && text.isBlank();
  }

  private static boolean isStorable(String raw) {
    if (raw.length() > MAX_CODE_POINTS) {
      return false;
    }
    for (int i = 0; i < raw.length(); i++) {
      char c = raw.charAt(i);
      if (c == 0 || Character.isSurrogate(c)) {
        return false;
      }
    }
    return true;
  }

  /// Compares as UTF-8 bytes do, that is by code point: the order of SQLite, DuckDB and most tools.
  static int compareByCodePoint(String a, String b) {
    int length = Math.min(a.length(), b.length());
    for (int i = 0; i < length; i++) {
      char x = a.charAt(i);
      char y = b.charAt(i);
      if (x != y) {
        boolean xSurrogate = Character.isSurrogate(x);
        if (xSurrogate != Character.isSurrogate(y)) {
          return xSurrogate ? 1 : -1;
        }
        return Character.compare(x, y);
      }
    }
    return Integer.compare(a.length(), b.length());
  }
}
