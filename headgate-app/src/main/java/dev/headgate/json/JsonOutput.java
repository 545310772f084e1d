package dev.headgate.json;

import dev.headgate.event.JsonBytes;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// A growing byte buffer that JSON is written into: raw bytes as they are, strings escaped. Not
/// thread-safe; made to be reused.
public final class JsonOutput {
  private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

  private byte[] buffer;
  private int length;

  public JsonOutput(int initialBytes) {
    buffer = new byte[Math.max(16, initialBytes)];
  }

  /// Text that is JSON already and ASCII, such as `{"event":`.
  public JsonOutput ascii(String json) {
    ensure(json.length());
    for (int i = 0; i < json.length(); i++) {
      buffer[length++] = (byte) json.charAt(i);
    }
    return this;
  }

  public JsonOutput bytes(byte[] json) {
    return bytes(json, 0, json.length);
  }

  public JsonOutput bytes(byte[] source, int from, int to) {
    ensure(to - from);
    System.arraycopy(source, from, buffer, length, to - from);
    length += to - from;
    return this;
  }

  public JsonOutput raw(JsonBytes json) {
    return bytes(json.utf8());
  }

  /// A JSON string with its quotes. NUL and lone surrogates become U+FFFD, so that what is written
  /// can always be stored.
  public JsonOutput string(String text) {
    ensure(text.length() * 6 + 2);
    buffer[length++] = '"';
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c >= 0x20 && c < 0x80) {
        if (c == '"' || c == '\\') {
          buffer[length++] = '\\';
        }
        buffer[length++] = (byte) c;
      } else if (c < 0x20 && c != 0) {
        control(c);
      } else if (Character.isHighSurrogate(c)
          && i + 1 < text.length()
          && Character.isLowSurrogate(text.charAt(i + 1))) {
        utf8(Character.toCodePoint(c, text.charAt(++i)));
      } else {
        utf8(c == 0 || Character.isSurrogate(c) ? 0xFFFD : c);
      }
    }
    buffer[length++] = '"';
    return this;
  }

  public JsonOutput number(long value) {
    if (0 <= value && value < 10) {
      ensure(1);
      buffer[length++] = (byte) ('0' + value);
      return this;
    }
    return ascii(Long.toString(value));
  }

  private void control(char c) {
    buffer[length++] = '\\';
    switch (c) {
      case '\n' -> buffer[length++] = 'n';
      case '\r' -> buffer[length++] = 'r';
      case '\t' -> buffer[length++] = 't';
      default -> {
        buffer[length++] = 'u';
        buffer[length++] = '0';
        buffer[length++] = '0';
        buffer[length++] = HEX[c >> 4];
        buffer[length++] = HEX[c & 15];
      }
    }
  }

  private void utf8(int codePoint) {
    if (codePoint < 0x800) {
      buffer[length++] = (byte) (0xC0 | (codePoint >> 6));
    } else if (codePoint < 0x10000) {
      buffer[length++] = (byte) (0xE0 | (codePoint >> 12));
      buffer[length++] = (byte) (0x80 | ((codePoint >> 6) & 0x3F));
    } else {
      buffer[length++] = (byte) (0xF0 | (codePoint >> 18));
      buffer[length++] = (byte) (0x80 | ((codePoint >> 12) & 0x3F));
      buffer[length++] = (byte) (0x80 | ((codePoint >> 6) & 0x3F));
    }
    buffer[length++] = (byte) (0x80 | (codePoint & 0x3F));
  }

  public int length() {
    return length;
  }

  /// Cuts back to an earlier {@link #length()}.
  public void truncate(int toLength) {
    length = Math.min(length, toLength);
  }

  public void clear() {
    length = 0;
  }

  /// The buffer itself, valid up to {@link #length()} until the next write.
  public byte[] buffer() {
    return buffer;
  }

  public byte[] toByteArray() {
    return Arrays.copyOf(buffer, length);
  }

  public JsonBytes toJsonBytes() {
    return JsonBytes.owning(toByteArray());
  }

  private void ensure(int more) {
    if (length + more > buffer.length) {
      buffer = Arrays.copyOf(buffer, Math.max(buffer.length * 2, length + more));
    }
  }
}
