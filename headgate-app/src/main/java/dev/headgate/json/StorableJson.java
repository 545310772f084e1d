package dev.headgate.json;

import dev.headgate.event.JsonBytes;

/// Makes well-formed JSON storable without parsing it: escapes that no text column can hold,
/// `\u0000` and a surrogate without its partner, become `\ufffd`. JSON without such escapes is
/// returned as it is, the same object.
public final class StorableJson {
  private StorableJson() {}

  public static JsonBytes of(JsonBytes json) {
    byte[] in = json.utf8();
    byte[] out = in;
    boolean changed = false;
    for (int i = next(in, 0); i >= 0; i = next(in, i + 1)) {
      if (i + 5 >= in.length || in[i + 1] != 'u') {
        i++;
        continue;
      }
      int unit = hex(in, i + 2);
      boolean high = unit >= 0xD800 && unit <= 0xDBFF;
      boolean low = unit >= 0xDC00 && unit <= 0xDFFF;
      if (high && lowFollows(in, i + 6)) {
        i += 11;
        continue;
      }
      if (unit == 0 || high || low) {
        if (!changed) {
          out = in.clone();
          changed = true;
        }
        out[i + 2] = 'f';
        out[i + 3] = 'f';
        out[i + 4] = 'f';
        out[i + 5] = 'd';
      }
      i += 5;
    }
    return changed ? JsonBytes.owning(out) : json;
  }

  private static int next(byte[] in, int from) {
    return ByteSearch.indexOf((byte) '\\', in, from, in.length);
  }

  private static boolean lowFollows(byte[] in, int at) {
    if (at + 5 >= in.length || in[at] != '\\' || in[at + 1] != 'u') {
      return false;
    }
    int unit = hex(in, at + 2);
    return unit >= 0xDC00 && unit <= 0xDFFF;
  }

  private static int hex(byte[] in, int at) {
    int value = 0;
    for (int i = at; i < at + 4; i++) {
      value = value << 4 | Character.digit(in[i], 16);
    }
    return value;
  }
}
