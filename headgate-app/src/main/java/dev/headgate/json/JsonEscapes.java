package dev.headgate.json;

import java.nio.charset.StandardCharsets;

/// Text inside a well-formed JSON string.
final class JsonEscapes {
  private JsonEscapes() {}

  /// What `buffer[from, to)`, without its quotes, stands for. A surrogate escaped alone stays
  /// alone.
  static String resolved(byte[] buffer, int from, int to) {
    int escape = ByteSearch.indexOf((byte) '\\', buffer, from, to);
    if (escape < 0) {
      return new String(buffer, from, to - from, StandardCharsets.UTF_8);
    }
    StringBuilder text = new StringBuilder(to - from);
    int plain = from;
    while (escape >= 0) {
      text.append(new String(buffer, plain, escape - plain, StandardCharsets.UTF_8));
      plain = escape + 2;
      switch (buffer[escape + 1]) {
        case 'b' -> text.append('\b');
        case 'f' -> text.append('\f');
        case 'n' -> text.append('\n');
        case 'r' -> text.append('\r');
        case 't' -> text.append('\t');
        case 'u' -> {
          int unit = 0;
          for (int i = 0; i < 4; i++) {
            unit = unit << 4 | JsonScanner.hexDigit(buffer[plain++]);
          }
          text.append((char) unit);
        }
        default -> text.append((char) buffer[escape + 1]);
      }
      escape = ByteSearch.indexOf((byte) '\\', buffer, plain, to);
    }
    return text.append(new String(buffer, plain, to - plain, StandardCharsets.UTF_8)).toString();
  }
}
