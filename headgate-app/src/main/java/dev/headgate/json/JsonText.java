package dev.headgate.json;

import dev.headgate.event.JsonBytes;
import java.nio.charset.StandardCharsets;

/// The text that a JSON value stands for where a text is wanted.
public final class JsonText {
  private JsonText() {}

  /// A string decoded, any other scalar as it is written, an object or array as {@link
  /// CompactJson}.
  ///
  /// @param json one value, without white space around it
  public static String of(JsonBytes json) throws MalformedJson {
    byte[] utf8 = json.utf8();
    return switch (utf8[0]) {
      case '"' -> string(utf8);
      case '{', '[' -> CompactJson.of(json);
      default -> json.toString();
    };
  }

  private static String string(byte[] utf8) throws MalformedJson {
    return ByteSearch.indexOf((byte) '\\', utf8, 0, utf8.length) < 0
        ? new String(utf8, 1, utf8.length - 2, StandardCharsets.UTF_8)
        : unescaped(utf8);
  }

  private static String unescaped(byte[] utf8) throws MalformedJson {
    byte[] array = new byte[utf8.length + 2];
    array[0] = '[';
    System.arraycopy(utf8, 0, array, 1, utf8.length);
    array[array.length - 1] = ']';
    JsonCursor cursor = JsonCursor.array(array, 0, array.length);
    if (!cursor.next()) {
      throw new MalformedJson("no value");
    }
    return cursor.text();
  }
}
