package dev.headgate.capture.http;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.Optional;

/// A form as browsers write it, in a query or a body.
///
/// ```
/// data=eyJldmVudCI6ICJhIn0%3D&compression=base64
/// ```
///
/// @see <a href="https://url.spec.whatwg.org/#application/x-www-form-urlencoded">the format</a>
final class Form {
  static final String MEDIA_TYPE = "application/x-www-form-urlencoded";

  /// Longest name of a field that is looked for.
  private static final int MAX_NAME = 64;

  private final byte[] bytes;
  private final int length;

  Form(byte[] bytes, int length) {
    this.bytes = bytes;
    this.length = length;
  }

  static Form ofQuery(String raw) {
    byte[] ascii = raw.getBytes(US_ASCII);
    return new Form(ascii, ascii.length);
  }

  /// Whether it begins with a field's name, as no JSON and no base64 of more than a name does.
  boolean looksLikeOne() {
    for (int i = 0; i < Math.min(length, MAX_NAME); i++) {
      if (bytes[i] == '=') {
        return i > 0;
      }
      boolean ofName =
          Character.isLetterOrDigit(bytes[i])
              || bytes[i] == '_'
              || bytes[i] == '$'
              || bytes[i] == '-'
              || bytes[i] == '.';
      if (!ofName) {
        return false;
      }
    }
    return false;
  }

  /// The first field of a name, decoded; empty if there is none.
  Optional<Body> field(String name) {
    byte[] wanted = name.getBytes(US_ASCII);
    int from = 0;
    while (from < length) {
      int to = from;
      while (to < length && bytes[to] != '&') {
        to++;
      }
      if (isNamed(wanted, from, to)) {
        return Optional.of(decoded(from + wanted.length + 1, to));
      }
      from = to + 1;
    }
    return Optional.empty();
  }

  private boolean isNamed(byte[] wanted, int from, int to) {
    if (to - from <= wanted.length || bytes[from + wanted.length] != '=') {
      return false;
    }
    for (int i = 0; i < wanted.length; i++) {
      if (bytes[from + i] != wanted[i]) {
        return false;
      }
    }
    return true;
  }

  private Body decoded(int from, int to) {
    byte[] out = new byte[to - from];
    int length = 0;
    for (int i = from; i < to; i++) {
      byte b = bytes[i];
      if (b == '+') {
        b = ' ';
      } else if (b == '%' && i + 2 < to) {
        int high = Character.digit(bytes[i + 1], 16);
        int low = Character.digit(bytes[i + 2], 16);
        if (high >= 0 && low >= 0) {
          b = (byte) (high << 4 | low);
          i += 2;
        }
      }
      out[length++] = b;
    }
    return new Body(out, length);
  }
}
