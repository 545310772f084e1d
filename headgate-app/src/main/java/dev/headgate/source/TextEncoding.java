package dev.headgate.source;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// How the text of an export is encoded. Everything past a {@link RecordReader} sees UTF-8.
public enum TextEncoding {
  UTF_8,
  /// In the byte order that a mark at the start says; without one in that in which the first
  /// character is one of ASCII; else big-endian (RFC 2781, section 4.3).
  UTF_16,
  UTF_16LE,
  UTF_16BE,
  /// ISO 8859-1.
  LATIN_1,
  WINDOWS_1252;

  /// As `--encoding` calls it: `utf-16le`.
  public String label() {
    return switch (this) {
      case UTF_16LE -> "utf-16le";
      case UTF_16BE -> "utf-16be";
      case UTF_8, UTF_16, LATIN_1, WINDOWS_1252 ->
          name().toLowerCase(Locale.ROOT).replace('_', '-');
    };
  }

  public static Optional<TextEncoding> ofLabel(String label) {
    return Arrays.stream(values()).filter(one -> one.label().equalsIgnoreCase(label)).findFirst();
  }

  public static List<String> labels() {
    return Arrays.stream(values()).map(TextEncoding::label).toList();
  }

  /// This encoding with its byte order known.
  ///
  /// @param head the first bytes of the content; two are enough
  public TextEncoding resolved(byte[] head, int length) {
    if (this != UTF_16) {
      return this;
    }
    int first = length > 0 ? head[0] & 0xff : 0;
    int second = length > 1 ? head[1] & 0xff : 0;
    boolean little = (first == 0xff && second == 0xfe) || (first != 0 && second == 0);
    return little ? UTF_16LE : UTF_16BE;
  }
}
