package dev.headgate.json;

import java.nio.charset.StandardCharsets;

/// Moves over JSON in a byte array and checks it to be well-formed (RFC 8259) on the way. It builds
/// nothing. What it refuses is put into words by {@link LibraryVerdict}.
final class JsonScanner {
  /// Longest number, in digits; as Jackson has it.
  private static final int MAX_DIGITS = 1_000;

  private static final byte[] TRUE = "true".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] FALSE = "false".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] NULL = "null".getBytes(StandardCharsets.US_ASCII);

  final byte[] buffer;
  private final int from;
  private final int to;

  /// The next byte to look at.
  int at;

  /// Whether the string passed over last holds an escape.
  boolean escaped;

  /// How many strings with an escape were passed over.
  int escapedStrings;

  JsonScanner(byte[] buffer, int from, int to) {
    this.buffer = buffer;
    this.from = from;
    this.to = to;
    boolean mark =
        to - from >= 3
            && buffer[from] == (byte) 0xEF
            && buffer[from + 1] == (byte) 0xBB
            && buffer[from + 2] == (byte) 0xBF;
    at = mark ? from + 3 : from;
  }

  boolean atEnd() {
    return at == to;
  }

  MalformedJson malformed() {
    return LibraryVerdict.of(buffer, from, to);
  }

  /// The byte at {@link #at}.
  byte here() throws MalformedJson {
    if (at >= to) {
      throw malformed();
    }
    return buffer[at];
  }

  /// Most JSON that machines write has no white space: one look says so.
  void passSpace() {
    if (at < to && buffer[at] <= ' ') {
      passSpaces();
    }
  }

  private void passSpaces() {
    while (at < to && isSpace(buffer[at])) {
      at++;
    }
  }

  private static boolean isSpace(byte b) {
    return b == ' ' || b == '\n' || b == '\r' || b == '\t';
  }

  /// Passes over this one byte, and the white space after it.
  void pass(char expected) throws MalformedJson {
    if (here() != expected) {
      throw malformed();
    }
    at++;
    passSpace();
  }

  /// What the value that starts here is, told by its first byte.
  JsonKind kind() throws MalformedJson {
    return switch (here()) {
      case '"' -> JsonKind.STRING;
      case '{' -> JsonKind.OBJECT;
      case '[' -> JsonKind.ARRAY;
      case 't' -> JsonKind.TRUE;
      case 'f' -> JsonKind.FALSE;
      case 'n' -> JsonKind.NULL;
      default -> JsonKind.NUMBER;
    };
  }

  /// Passes over the value that starts here, up to its last byte.
  ///
  /// @param depth how many objects and arrays it stands in
  void passValue(int depth) throws MalformedJson {
    switch (here()) {
      case '"' -> passString();
      case '{' -> passObject(depth + 1);
      case '[' -> passArray(depth + 1);
      case 't' -> passWord(TRUE);
      case 'f' -> passWord(FALSE);
      case 'n' -> passWord(NULL);
      default -> passNumber();
    }
  }

  private void passObject(int depth) throws MalformedJson {
    checkDepth(depth);
    pass('{');
    if (here() != '}') {
      while (true) {
        passString();
        passSpace();
        pass(':');
        passValue(depth);
        passSpace();
        if (here() != ',') {
          break;
        }
        pass(',');
      }
    }
    if (here() != '}') {
      throw malformed();
    }
    at++;
  }

  private void passArray(int depth) throws MalformedJson {
    checkDepth(depth);
    pass('[');
    if (here() != ']') {
      while (true) {
        passValue(depth);
        passSpace();
        if (here() != ',') {
          break;
        }
        pass(',');
      }
    }
    if (here() != ']') {
      throw malformed();
    }
    at++;
  }

  void checkDepth(int depth) throws MalformedJson {
    if (depth > JsonCursor.MAX_DEPTH) {
      throw malformed();
    }
  }

  /// Passes over a string, from its opening quote to behind its closing one.
  void passString() throws MalformedJson {
    if (here() != '"') {
      throw malformed();
    }
    escaped = false;
    at++;
    while (true) {
      at = ByteSearch.endOfPlainText(buffer, at, to);
      byte stop = here();
      at++;
      if (stop == '"') {
        return;
      }
      if (stop != '\\') {
        throw malformed();
      }
      if (!escaped) {
        escaped = true;
        escapedStrings++;
      }
      passEscape();
    }
  }

  private void passEscape() throws MalformedJson {
    byte kind = here();
    at++;
    switch (kind) {
      case '"', '\\', '/', 'b', 'f', 'n', 'r', 't' -> {}
      case 'u' -> {
        for (int i = 0; i < 4; i++) {
          if (hexDigit(here()) < 0) {
            throw malformed();
          }
          at++;
        }
      }
      default -> throw malformed();
    }
  }

  static int hexDigit(byte b) {
    if (b >= '0' && b <= '9') {
      return b - '0';
    }
    int letter = b | 0x20;
    return letter >= 'a' && letter <= 'f' ? letter - 'a' + 10 : -1;
  }

  private void passWord(byte[] word) throws MalformedJson {
    for (byte b : word) {
      if (here() != b) {
        throw malformed();
      }
      at++;
    }
  }

  private void passNumber() throws MalformedJson {
    if (here() == '-') {
      at++;
    }
    int digits;
    if (here() == '0') {
      at++;
      digits = 1;
    } else {
      digits = passDigits();
    }
    if (at < to && buffer[at] == '.') {
      at++;
      digits += passDigits();
    }
    if (at < to && (buffer[at] | 0x20) == 'e') {
      at++;
      if (here() == '+' || here() == '-') {
        at++;
      }
      digits += passDigits();
    }
    if (digits > MAX_DIGITS) {
      throw malformed();
    }
  }

  private int passDigits() throws MalformedJson {
    int first = at;
    while (at < to && buffer[at] >= '0' && buffer[at] <= '9') {
      at++;
    }
    if (at == first) {
      throw malformed();
    }
    return at - first;
  }
}
