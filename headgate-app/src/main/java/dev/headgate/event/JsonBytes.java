package dev.headgate.event;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// One JSON value as the UTF-8 bytes it came in, kept as bytes so that nothing is lost or reordered
/// on its way. Whoever makes one has checked that it is well-formed.
public final class JsonBytes {
  /// `{}`
  public static final JsonBytes EMPTY_OBJECT = new JsonBytes(new byte[] {'{', '}'});

  private final byte[] utf8;

  private JsonBytes(byte[] utf8) {
    this.utf8 = utf8;
  }

  /// Takes the array over: the caller no longer changes it.
  public static JsonBytes owning(byte[] utf8) {
    return new JsonBytes(utf8);
  }

  public static JsonBytes copyOf(byte[] buffer, int from, int to) {
    return new JsonBytes(Arrays.copyOfRange(buffer, from, to));
  }

  public static JsonBytes of(String json) {
    return new JsonBytes(json.getBytes(StandardCharsets.UTF_8));
  }

  /// The bytes themselves, not a copy: read only.
  public byte[] utf8() {
    return utf8;
  }

  public int length() {
    return utf8.length;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof JsonBytes json && Arrays.equals(utf8, json.utf8);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(utf8);
  }

  @Override
  public String toString() {
    return new String(utf8, StandardCharsets.UTF_8);
  }
}
