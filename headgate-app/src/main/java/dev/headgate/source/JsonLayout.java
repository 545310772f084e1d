package dev.headgate.source;

/// How JSON values are laid out in a part, told from its beginning and never from its name.
public enum JsonLayout {
  /// A value a line.
  LINES,
  /// Values one after another: over several lines, several on a line, or with commas between.
  VALUES,
  /// The elements of an array, or of several arrays one after another.
  ARRAY;

  /// Tells the layout from the first bytes of a part: an array if it begins with `[` and then an
  /// object; values if the first object spans lines or is not alone on its line; else lines. A
  /// first line that is broken is a broken line.
  public static JsonLayout of(byte[] head, int from, int to) {
    int at = passSpace(head, from, to);
    if (at == to) {
      return LINES;
    }
    if (head[at] == '[') {
      int inside = passSpace(head, at + 1, to);
      boolean array = inside == to || head[inside] == '{' || head[inside] == ']';
      return array ? ARRAY : LINES;
    }
    return head[at] == '{' ? ofObject(head, at, to) : LINES;
  }

  private static JsonLayout ofObject(byte[] head, int from, int to) {
    JsonValueSplitter first = new JsonValueSplitter(VALUES);
    int end = first.find(head, from, to);
    if (first.lineEndsInside() > 0) {
      return VALUES;
    }
    if (end < 0 || first.broken()) {
      return LINES;
    }
    int after = passSpace(head, end, to);
    boolean sameLine = RecordSplitter.indexOfLineFeed(head, end, after) < 0;
    boolean more = after < to && (head[after] == '{' || head[after] == ',');
    return sameLine && more ? VALUES : LINES;
  }

  private static int passSpace(byte[] head, int from, int to) {
    int at = from;
    while (at < to
        && (head[at] == ' ' || head[at] == '\t' || head[at] == '\r' || head[at] == '\n')) {
      at++;
    }
    return at;
  }
}
