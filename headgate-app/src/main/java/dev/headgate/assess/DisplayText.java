package dev.headgate.assess;

import java.util.ArrayList;
import java.util.List;

/// Text as a terminal shows it, measured in columns: most characters take one, those of East Asian
/// scripts and emoji two, combining marks none.
public final class DisplayText {
  private static final String ELLIPSIS = "…";

  private DisplayText() {}

  static int width(String text) {
    return text.codePoints().map(DisplayText::columns).sum();
  }

  private static int columns(int c) {
    int type = Character.getType(c);
    if (type == Character.NON_SPACING_MARK || type == Character.ENCLOSING_MARK) {
      return 0;
    }
    return isWide(c) ? 2 : 1;
  }

  /// The blocks that Unicode's East Asian Width calls wide, and the emoji.
  private static boolean isWide(int c) {
    return c >= 0x1100
        && (c <= 0x115F
            || (c >= 0x2E80 && c <= 0xA4CF && c != 0x303F)
            || (c >= 0xA960 && c <= 0xA97F)
            || (c >= 0xAC00 && c <= 0xD7A3)
            || (c >= 0xF900 && c <= 0xFAFF)
            || (c >= 0xFE30 && c <= 0xFE6F)
            || (c >= 0xFF00 && c <= 0xFF60)
            || (c >= 0xFFE0 && c <= 0xFFE6)
            || Character.isEmojiPresentation(c)
            || (c >= 0x1F300 && c <= 0x1FAFF)
            || (c >= 0x20000 && c <= 0x3FFFD));
  }

  /// Text from outside, made safe to print: what a terminal would act on or not show stands there
  /// as its picture (`␊`) or number (`<200b>`), and white space at an end is put in quotes.
  public static String visible(String text) {
    StringBuilder out = new StringBuilder(text.length());
    text.codePoints().forEach(c -> appendVisible(out, c));
    boolean bare =
        text.isEmpty() || isSpace(text.charAt(0)) || isSpace(text.charAt(text.length() - 1));
    return bare ? "\"" + out + "\"" : out.toString();
  }

  private static boolean isSpace(char c) {
    return Character.isSpaceChar(c);
  }

  private static void appendVisible(StringBuilder out, int c) {
    if (c < 0x20) {
      out.appendCodePoint(0x2400 + c);
    } else if (c == 0x7F) {
      out.append('␡');
    } else if (isInvisible(c)) {
      out.append("<").append(Integer.toHexString(c)).append(">");
    } else {
      out.appendCodePoint(c);
    }
  }

  private static boolean isInvisible(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.UNASSIGNED ->
          true;
      default -> false;
    };
  }

  /// The text in at most so many columns: where it is longer its middle gives way, as ids differ at
  /// both ends.
  public static String fit(String text, int columns) {
    if (width(text) <= columns) {
      return text;
    }
    int[] points = text.codePoints().toArray();
    int tailColumns = (columns - 1) / 2;
    int tail = points.length;
    for (int used = 0; tail > 0 && used + columns(points[tail - 1]) <= tailColumns; ) {
      used += columns(points[--tail]);
    }
    int headColumns = columns - 1 - width(new String(points, tail, points.length - tail));
    int head = 0;
    for (int used = 0; used + columns(points[head]) <= headColumns; ) {
      used += columns(points[head++]);
    }
    while (tail < points.length && columns(points[tail]) == 0) {
      tail++;
    }
    return new String(points, 0, head) + ELLIPSIS + new String(points, tail, points.length - tail);
  }

  static String padRight(String text, int columns) {
    return text + " ".repeat(Math.max(0, columns - width(text)));
  }

  static String padLeft(String text, int columns) {
    return " ".repeat(Math.max(0, columns - width(text))) + text;
  }

  /// Breaks the text at spaces into lines of at most so many columns; a single word that is longer
  /// is fitted.
  static List<String> wrap(String text, int columns) {
    List<String> lines = new ArrayList<>();
    StringBuilder line = new StringBuilder();
    for (String word : text.split(" ", -1)) {
      String fitted = fit(word, columns);
      if (!line.isEmpty() && width(line.toString()) + 1 + width(fitted) > columns) {
        lines.add(line.toString());
        line.setLength(0);
      }
      line.append(line.isEmpty() ? "" : " ").append(fitted);
    }
    lines.add(line.toString());
    return lines;
  }
}
