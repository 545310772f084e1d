package dev.headgate.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.regex.Pattern;

/// What Jackson says of JSON that the scanner does not take: it knows to name the fault and its
/// place.
final class LibraryVerdict {
  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(JsonCursor.MAX_DEPTH)
                  .maxStringLength(Integer.MAX_VALUE)
                  .maxNameLength(JsonNames.MAX_BYTES)
                  .build())
          .build();

  /// Jackson's note on where an unclosed object began, which is the start of the line anyway.
  private static final Pattern START_MARKER = Pattern.compile(" \\(start marker at \\[[^]]*]\\)");

  private LibraryVerdict() {}

  /// What is wrong with `buffer[from, to)`, which is not one well-formed value.
  static MalformedJson of(byte[] buffer, int from, int to) {
    try (JsonParser parser = FACTORY.createParser(buffer, from, to - from)) {
      if (parser.nextToken() == null) {
        return new MalformedJson("empty");
      }
      parser.skipChildren();
      parser.finishToken();
      return new MalformedJson(
          parser.nextToken() == null ? "not well-formed" : "more than one value");
    } catch (JsonProcessingException e) {
      return malformed(e);
    } catch (IOException e) {
      throw new UncheckedIOException("memory cannot fail to be read", e);
    }
  }

  /// Why `buffer[from, to)` does not begin as it should.
  ///
  /// @param wanted such as `an object`
  static MalformedJson notThe(String wanted, byte[] buffer, int from, int to) {
    try (JsonParser parser = FACTORY.createParser(buffer, from, to - from)) {
      JsonToken first = parser.nextToken();
      return new MalformedJson("not " + wanted + (first == null ? ": empty" : ""));
    } catch (JsonProcessingException e) {
      return malformed(e);
    } catch (IOException e) {
      throw new UncheckedIOException("memory cannot fail to be read", e);
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
