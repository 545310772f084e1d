package dev.headgate.json;

import dev.headgate.event.JsonBytes;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Walks the members of one JSON object, or the elements of one array, held in a byte array. Values
/// are skipped unless asked for, and can be had as text or as the very bytes they are written in.
///
/// ```
/// {"event":"x","properties":{"a":1}}
///           ^text()          ^raw() = {"a":1}
/// ```
///
/// Each value is well-formed once {@link #next()} has moved past it; the whole is once `next()` has
/// answered false. Bytes are taken to be UTF-8: check that with {@link Utf8} first where they come
/// from outside. Faults are named by Jackson, in its words.
public final class JsonCursor {
  /// Deepest nesting read; deeper is malformed.
  public static final int MAX_DEPTH = 500;

  private static final int UNREAD = -1;

  private final JsonScanner scanner;
  private final int depth;
  private final char close;
  private @Nullable JsonCursor inside;
  private boolean started;
  private boolean ended;
  private @Nullable String name = "";
  private int nameFrom;
  private int nameTo;
  private boolean nameEscaped;
  private JsonKind kind = JsonKind.NULL;
  private int start;
  private int end;

  /// {@link JsonScanner#escapedStrings} before the value.
  private int escapedBefore;

  /// @param depth how many objects and arrays are open in it, itself included
  private JsonCursor(JsonScanner scanner, char close, int depth) {
    this.scanner = scanner;
    this.close = close;
    this.depth = depth;
  }

  /// Opens the object in `buffer[from, to)`; nothing but white space may surround it.
  public static JsonCursor object(byte[] buffer, int from, int to) throws MalformedJson {
    return open(buffer, from, to, '{', '}', "an object");
  }

  public static JsonCursor object(JsonBytes json) throws MalformedJson {
    return object(json.utf8(), 0, json.length());
  }

  /// Opens the array in `buffer[from, to)`.
  public static JsonCursor array(byte[] buffer, int from, int to) throws MalformedJson {
    return open(buffer, from, to, '[', ']', "an array");
  }

  public static JsonCursor array(JsonBytes json) throws MalformedJson {
    return array(json.utf8(), 0, json.length());
  }

  /// The kind of the one value that `buffer[from, to)` is, checked to be well-formed to its end.
  public static JsonKind kindOf(byte[] buffer, int from, int to) throws MalformedJson {
    refuseNul(buffer, from, to);
    JsonScanner scanner = new JsonScanner(buffer, from, to);
    scanner.passSpace();
    JsonKind kind = scanner.kind();
    scanner.passValue(0);
    scanner.passSpace();
    if (!scanner.atEnd()) {
      throw scanner.malformed();
    }
    return kind;
  }

  private static JsonCursor open(
      byte[] buffer, int from, int to, char open, char close, String what) throws MalformedJson {
    refuseNul(buffer, from, to);
    JsonScanner scanner = new JsonScanner(buffer, from, to);
    scanner.passSpace();
    if (scanner.atEnd() || scanner.here() != open) {
      throw LibraryVerdict.notThe(what, buffer, from, to);
    }
    scanner.at++;
    return new JsonCursor(scanner, close, 1);
  }

  /// Else the library would take it for UTF-16 or UTF-32.
  private static void refuseNul(byte[] buffer, int from, int to) throws MalformedJson {
    if (to - from > 1 && (buffer[from] == 0 || buffer[from + 1] == 0)) {
      throw new MalformedJson("not UTF-8: a NUL byte at the start");
    }
  }

  /// Moves to the next member or element; false at the end, when also what follows was checked to
  /// be only white space.
  public boolean next() throws MalformedJson {
    if (started) {
      finish();
      scanner.passSpace();
      if (scanner.here() == close) {
        return end();
      }
      scanner.pass(',');
    } else {
      started = true;
      scanner.passSpace();
      if (scanner.here() == close) {
        return end();
      }
    }
    if (close == '}') {
      passName();
    }
    kind = scanner.kind();
    start = scanner.at;
    end = UNREAD;
    escapedBefore = scanner.escapedStrings;
    return true;
  }

  private boolean end() throws MalformedJson {
    scanner.at++;
    ended = true;
    if (depth == 1) {
      scanner.passSpace();
      if (!scanner.atEnd()) {
        throw scanner.malformed();
      }
    }
    return false;
  }

  private void passName() throws MalformedJson {
    nameFrom = scanner.at + 1;
    scanner.passString();
    nameTo = scanner.at - 1;
    if (nameTo - nameFrom > JsonNames.MAX_BYTES) {
      throw scanner.malformed();
    }
    nameEscaped = scanner.escaped;
    name = nameEscaped ? JsonEscapes.resolved(scanner.buffer, nameFrom, nameTo) : null;
    scanner.passSpace();
    scanner.pass(':');
  }

  /// The member's name; of an array's element: empty.
  public String name() {
    String made = name;
    if (made == null) {
      made = JsonNames.of(scanner.buffer, nameFrom, nameTo);
      name = made;
    }
    return made;
  }

  /// Whether this is the member's name, without making a string of it.
  ///
  /// @param utf8 the name; none that needs an escape
  public boolean nameIs(byte[] utf8) {
    return nameEscaped
        ? name().equals(new String(utf8, StandardCharsets.UTF_8))
        : Arrays.equals(scanner.buffer, nameFrom, nameTo, utf8, 0, utf8.length);
  }

  public JsonKind kind() {
    return kind;
  }

  /// A string decoded; any other scalar as it is written; an object or array as its bytes.
  public String text() throws MalformedJson {
    finish();
    if (kind != JsonKind.STRING) {
      return new String(scanner.buffer, start, end - start, StandardCharsets.UTF_8);
    }
    return JsonEscapes.resolved(scanner.buffer, start + 1, end - 1);
  }

  /// As {@link #text()}, for texts that repeat like names of events: mostly the very string that
  /// was answered before.
  public String repeatedText() throws MalformedJson {
    return kind == JsonKind.STRING && !holdsEscape()
        ? JsonNames.of(scanner.buffer, start + 1, end - 1)
        : text();
  }

  /// Goes into the object or array that the value is, so that it need not be read twice. What is
  /// left of it is skipped when this cursor goes on; {@link #raw()} answers all of it, also after
  /// it was walked.
  public JsonCursor enter() throws MalformedJson {
    if (end != UNREAD || inside != null || (kind != JsonKind.OBJECT && kind != JsonKind.ARRAY)) {
      throw new IllegalStateException("nothing to enter: " + kind);
    }
    scanner.checkDepth(depth + 1);
    scanner.at++;
    inside = new JsonCursor(scanner, kind == JsonKind.OBJECT ? '}' : ']', depth + 1);
    return inside;
  }

  /// The value's own bytes, copied.
  public JsonBytes raw() throws MalformedJson {
    finish();
    return JsonBytes.copyOf(scanner.buffer, start, end);
  }

  /// Whether a string within the value, or one that it is, holds an escape: where none does, {@link
  /// StorableJson} has nothing to change.
  public boolean holdsEscape() throws MalformedJson {
    finish();
    return scanner.escapedStrings > escapedBefore;
  }

  /// The array that {@link #from} and {@link #to} are places in.
  public byte[] buffer() {
    return scanner.buffer;
  }

  /// Where the value begins.
  public int from() {
    return start;
  }

  /// Where the value ends.
  public int to() throws MalformedJson {
    finish();
    return end;
  }

  private void finish() throws MalformedJson {
    if (end != UNREAD) {
      return;
    }
    JsonCursor entered = inside;
    if (entered == null) {
      scanner.passValue(depth);
    } else {
      while (!entered.ended) {
        var _ = entered.next();
      }
      inside = null;
    }
    end = scanner.at;
  }
}
