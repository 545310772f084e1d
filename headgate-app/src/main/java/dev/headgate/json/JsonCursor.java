package dev.headgate.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import dev.headgate.event.JsonBytes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.regex.Pattern;
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
/// from outside. Built on Jackson's streaming parser.
public final class JsonCursor {
  /// Deepest nesting read; deeper is malformed.
  public static final int MAX_DEPTH = 500;

  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(MAX_DEPTH)
                  .maxStringLength(Integer.MAX_VALUE)
                  .maxNameLength(1_000_000)
                  .build())
          .configure(JsonFactory.Feature.INTERN_FIELD_NAMES, false)
          .build();

  /// Jackson's note on where an unclosed object began, which is the start of the line anyway.
  private static final Pattern START_MARKER = Pattern.compile(" \\(start marker at \\[[^]]*]\\)");

  private final byte[] buffer;
  private final int from;
  private final JsonParser parser;
  private final JsonToken close;
  private final boolean nested;
  private @Nullable JsonCursor inside;
  private int start;
  private boolean ended;
  private JsonToken value = JsonToken.NOT_AVAILABLE;
  private String name = "";
  private boolean read = true;

  private JsonCursor(byte[] buffer, int from, JsonParser parser, JsonToken close, boolean nested) {
    this.buffer = buffer;
    this.from = from;
    this.parser = parser;
    this.close = close;
    this.nested = nested;
  }

  /// Opens the object in `buffer[from, to)`; nothing but white space may surround it.
  public static JsonCursor object(byte[] buffer, int from, int to) throws MalformedJson {
    return open(buffer, from, to, JsonToken.START_OBJECT, JsonToken.END_OBJECT, "an object");
  }

  public static JsonCursor object(JsonBytes json) throws MalformedJson {
    return object(json.utf8(), 0, json.length());
  }

  /// Opens the array in `buffer[from, to)`.
  public static JsonCursor array(byte[] buffer, int from, int to) throws MalformedJson {
    return open(buffer, from, to, JsonToken.START_ARRAY, JsonToken.END_ARRAY, "an array");
  }

  public static JsonCursor array(JsonBytes json) throws MalformedJson {
    return array(json.utf8(), 0, json.length());
  }

  /// The kind of the one value that `buffer[from, to)` is, checked to be well-formed to its end.
  public static JsonKind kindOf(byte[] buffer, int from, int to) throws MalformedJson {
    refuseNul(buffer, from, to);
    try (JsonParser parser = FACTORY.createParser(buffer, from, to - from)) {
      JsonToken first = parser.nextToken();
      if (first == null) {
        throw new MalformedJson("empty");
      }
      parser.skipChildren();
      if (parser.nextToken() != null) {
        throw new MalformedJson("more than one value");
      }
      return kind(first);
    } catch (JsonProcessingException e) {
      throw malformed(e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static JsonCursor open(
      byte[] buffer, int from, int to, JsonToken open, JsonToken close, String what)
      throws MalformedJson {
    refuseNul(buffer, from, to);
    try {
      JsonParser parser = FACTORY.createParser(buffer, from, to - from);
      JsonToken first = parser.nextToken();
      if (first != open) {
        throw new MalformedJson("not " + what + (first == null ? ": empty" : ""));
      }
      return new JsonCursor(buffer, from, parser, close, false);
    } catch (JsonProcessingException e) {
      throw malformed(e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Else the parser would take it for UTF-16 or UTF-32.
  private static void refuseNul(byte[] buffer, int from, int to) throws MalformedJson {
    if (to - from > 1 && (buffer[from] == 0 || buffer[from + 1] == 0)) {
      throw new MalformedJson("not UTF-8: a NUL byte at the start");
    }
  }

  /// Moves to the next member or element; false at the end, when also what follows was checked to
  /// be only white space.
  public boolean next() throws MalformedJson {
    try {
      if (!read) {
        finish();
      }
      JsonToken token = parser.nextToken();
      if (token == close) {
        ended = true;
        if (nested) {
          return false;
        }
        if (parser.nextToken() != null) {
          throw new MalformedJson("more than one value");
        }
        parser.close();
        return false;
      }
      if (token == JsonToken.FIELD_NAME) {
        name = parser.currentName();
        token = parser.nextToken();
      }
      if (token == null) {
        throw new MalformedJson("ends too early");
      }
      value = token;
      read = false;
      return true;
    } catch (JsonProcessingException e) {
      throw malformed(e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The member's name; of an array's element: empty.
  public String name() {
    return name;
  }

  public JsonKind kind() {
    return kind(value);
  }

  private static JsonKind kind(JsonToken token) {
    return switch (token) {
      case VALUE_STRING -> JsonKind.STRING;
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> JsonKind.NUMBER;
      case VALUE_TRUE -> JsonKind.TRUE;
      case VALUE_FALSE -> JsonKind.FALSE;
      case VALUE_NULL -> JsonKind.NULL;
      case START_OBJECT -> JsonKind.OBJECT;
      case START_ARRAY -> JsonKind.ARRAY;
      default -> throw new IllegalStateException("no value here: " + token);
    };
  }

  /// A string decoded; any other scalar as it is written; an object or array as its bytes.
  public String text() throws MalformedJson {
    if (value == JsonToken.START_OBJECT || value == JsonToken.START_ARRAY) {
      return raw().toString();
    }
    try {
      read = true;
      return parser.getText();
    } catch (JsonProcessingException e) {
      throw malformed(e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Goes into the object or array that the value is, so that it need not be read twice. What is
  /// left of it is skipped when this cursor goes on; {@link #raw()} answers all of it, also after
  /// it was walked.
  public JsonCursor enter() {
    JsonToken end = value == JsonToken.START_OBJECT ? JsonToken.END_OBJECT : JsonToken.END_ARRAY;
    if (read || (value != JsonToken.START_OBJECT && value != JsonToken.START_ARRAY)) {
      throw new IllegalStateException("nothing to enter: " + value);
    }
    start = tokenStart();
    JsonCursor entered = new JsonCursor(buffer, from, parser, end, true);
    inside = entered;
    return entered;
  }

  private int tokenStart() {
    return (int) parser.currentTokenLocation().getByteOffset();
  }

  /// The value's own bytes, copied.
  public JsonBytes raw() throws MalformedJson {
    if (inside == null) {
      start = tokenStart();
    }
    try {
      finish();
    } catch (JsonProcessingException e) {
      throw malformed(e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    int end = (int) parser.currentLocation().getByteOffset();
    return JsonBytes.copyOf(buffer, from + start, from + end);
  }

  private void finish() throws IOException, MalformedJson {
    read = true;
    JsonCursor entered = inside;
    if (entered != null) {
      inside = null;
      while (!entered.ended) {
        var _ = entered.next();
      }
    } else if (value == JsonToken.START_OBJECT || value == JsonToken.START_ARRAY) {
      parser.skipChildren();
    } else {
      parser.finishToken();
    }
  }

  private static MalformedJson malformed(JsonProcessingException e) {
    long column = e.getLocation() == null ? -1 : e.getLocation().getByteOffset();
    String message = START_MARKER.matcher(e.getOriginalMessage()).replaceFirst("");
    int end = message.indexOf('\n');
    return new MalformedJson(
        (end < 0 ? message : message.substring(0, end))
            + (column < 0 ? "" : " (byte " + column + ")"));
  }
}
