package dev.headgate.source;

import dev.headgate.json.ByteSearch;
import java.util.Arrays;

/// Finds JSON values that are not one a line, in bytes that may arrive in pieces. Between values it
/// passes over white space, commas, and the brackets of arrays at the top.
///
/// It follows the grammar as far as it takes to see at once where a value cannot be one any more:
///
/// ```
///            "                  :                value              ,
/// KEY_OR_END --> STRING --> COLON --> VALUE -----------------> AFTER_VALUE --> KEY (object)
///      ^ {                              ^                          |  } ]      VALUE (array)
///      +--------------------------------+-- [ --> VALUE_OR_END     v
///                                                             one level up; at the top: the end
/// ```
///
/// A value that breaks is given up at the end of its line, or before a line that begins with `{`
/// where none may stand: so what is broken costs its line and not the rest of the file. What stands
/// between the marks of a value (numbers, words) is not looked at: that is for the format.
public final class JsonValueSplitter {
  private enum State {
    OUTSIDE,
    KEY_OR_END,
    KEY,
    COLON,
    VALUE_OR_END,
    VALUE,
    AFTER_VALUE,
    STRING,
    ESCAPE,
    SCALAR,
    BROKEN
  }

  /// Deepest nesting that is followed; what is deeper is broken. A format may take less.
  private static final int MOST_DEPTH = 1 << 16;

  /// Most white space before a `{` by which a line is known to begin anew.
  private static final int MOST_INDENT = 1_000;

  /// So many bytes of what was looked at may still turn out not to be the value's.
  public static final int MOST_TAKEN_BACK = MOST_INDENT + 1;

  private final boolean array;
  private boolean inArray;
  private boolean open;

  private State state = State.OUTSIDE;
  private boolean stringIsKey;
  private boolean broken;

  /// By depth, from 1: whether it is an object that is open there.
  private boolean[] objects = new boolean[64];

  private int depth;
  private int scanned;
  private int start = -1;
  private int lineEndsBefore;
  private int lineEndsInside;

  /// Where the line end before the place looked at is, if only white space stood since; else -1.
  private int freshLine = -1;

  /// @param layout `VALUES` or `ARRAY`
  public JsonValueSplitter(JsonLayout layout) {
    this.array = layout == JsonLayout.ARRAY;
  }

  /// Says that the next value is not the first of its part: it stands in the part's array.
  public void resume() {
    inArray = array;
  }

  /// Forgets the value looked at so far: the next {@link #find} is behind its last byte.
  public void startRecord() {
    inArray |= array && start >= 0;
    state = State.OUTSIDE;
    broken = false;
    depth = 0;
    scanned = 0;
    start = -1;
    lineEndsBefore = 0;
    lineEndsInside = 0;
    freshLine = -1;
  }

  /// The index behind the last byte of the next value, or -1 if it does not end in `buffer[from,
  /// to)`. Asked again with more bytes it goes on where it left off.
  public int find(byte[] buffer, int from, int to) {
    for (int i = from + scanned; i < to; i++) {
      if (state == State.STRING) {
        i = ByteSearch.endOfPlainText(buffer, i, to);
        if (i == to) {
          break;
        }
      }
      byte b = buffer[i];
      if (state == State.OUTSIDE && !begins(b)) {
        continue;
      }
      if (start < 0) {
        start = i - from;
      }
      int end = step(b, i - from);
      if (end >= 0) {
        scanned = end;
        return from + end;
      }
    }
    scanned = to - from;
    return -1;
  }

  /// Says that the first `bytes` of what was looked at are gone: the next {@link #find} begins
  /// behind them.
  public void moved(int bytes) {
    scanned -= bytes;
    start = start < 0 ? start : Math.max(0, start - bytes);
    freshLine = freshLine < bytes ? -1 : freshLine - bytes;
  }

  /// Where the value begins, counted from where the record was started; -1 before it was met.
  public int start() {
    return start;
  }

  /// Line ends met before the value.
  public int lineEndsBefore() {
    return lineEndsBefore;
  }

  /// Line ends met within the value.
  public int lineEndsInside() {
    return lineEndsInside;
  }

  /// Whether the value is none.
  public boolean broken() {
    return broken;
  }

  /// Whether content that ends here ends within a value, or within an array.
  public boolean unclosed() {
    boolean whole = state == State.OUTSIDE || endsWithContent();
    return open || !whole;
  }

  /// Whether the end of the content ends the value too: a number, or a value that is broken anyway.
  public boolean endsWithContent() {
    return state == State.BROKEN || (state == State.SCALAR && depth == 0);
  }

  /// Whether the byte begins a value; if not, it is passed over.
  private boolean begins(byte b) {
    if (b == '\n') {
      lineEndsBefore++;
    }
    if (array && b == (inArray ? ']' : '[')) {
      inArray = !inArray;
      open = inArray;
      return false;
    }
    return b != '\n' && b != ' ' && b != '\t' && b != '\r' && b != ',';
  }

  /// Takes a byte of the value; answers where the value ends, counted from the record's start, or
  /// -1.
  private int step(byte b, int at) {
    if (state == State.SCALAR && !isScalar(b)) {
      state = State.AFTER_VALUE;
      if (depth == 0) {
        return at;
      }
    }
    if (b == '\n') {
      return lineEnd(at);
    }
    if (!inString() && (b == ' ' || b == '\t' || b == '\r')) {
      return -1;
    }
    if (state != State.BROKEN && !accepts(b)) {
      broken = true;
      state = State.BROKEN;
      if (b == '{' && freshLine >= 0 && at - freshLine <= MOST_INDENT) {
        lineEndsInside--;
        return freshLine;
      }
    }
    freshLine = -1;
    return state == State.AFTER_VALUE && depth == 0 ? at + 1 : -1;
  }

  private boolean inString() {
    return state == State.STRING || state == State.ESCAPE;
  }

  private int lineEnd(int at) {
    if (inString()) {
      broken = true;
      state = State.BROKEN;
    }
    if (state == State.BROKEN) {
      return at;
    }
    lineEndsInside++;
    freshLine = at;
    return -1;
  }

  /// Moves on by a byte that is no white space; false if the grammar has no place for it.
  private boolean accepts(byte b) {
    return switch (state) {
      case OUTSIDE, VALUE -> value(b);
      case VALUE_OR_END -> b == ']' ? close(false) : value(b);
      case KEY_OR_END -> b == '}' ? close(true) : key(b);
      case KEY -> key(b);
      case COLON -> b == ':' && to(State.VALUE);
      case AFTER_VALUE ->
          switch (b) {
            case ',' -> depth > 0 && to(objects[depth] ? State.KEY : State.VALUE);
            case '}' -> close(true);
            case ']' -> close(false);
            default -> false;
          };
      case STRING ->
          switch (b) {
            case '"' -> to(stringIsKey ? State.COLON : State.AFTER_VALUE);
            case '\\' -> to(State.ESCAPE);
            default -> b < 0 || b >= ' ';
          };
      case ESCAPE -> (b < 0 || b >= ' ') && to(State.STRING);
      case SCALAR -> true;
      case BROKEN -> false;
    };
  }

  private boolean key(byte b) {
    stringIsKey = true;
    return b == '"' && to(State.STRING);
  }

  private boolean value(byte b) {
    return switch (b) {
      case '"' -> {
        stringIsKey = false;
        yield to(State.STRING);
      }
      case '{' -> open(true);
      case '[' -> open(false);
      case '-', 't', 'f', 'n' -> to(State.SCALAR);
      default -> b >= '0' && b <= '9' && to(State.SCALAR);
    };
  }

  private boolean open(boolean object) {
    if (depth == MOST_DEPTH) {
      return false;
    }
    depth++;
    if (depth == objects.length) {
      objects = Arrays.copyOf(objects, 2 * depth);
    }
    objects[depth] = object;
    return to(object ? State.KEY_OR_END : State.VALUE_OR_END);
  }

  private boolean close(boolean object) {
    if (depth == 0 || objects[depth] != object) {
      return false;
    }
    depth--;
    return to(State.AFTER_VALUE);
  }

  private boolean to(State next) {
    state = next;
    return true;
  }

  private static boolean isScalar(byte b) {
    return (b >= '0' && b <= '9')
        || (b >= 'a' && b <= 'z')
        || b == 'E'
        || b == '.'
        || b == '-'
        || b == '+';
  }
}
