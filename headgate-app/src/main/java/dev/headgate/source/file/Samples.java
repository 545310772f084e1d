package dev.headgate.source.file;

import dev.headgate.source.Export;
import dev.headgate.source.Part;
import dev.headgate.source.RecordSplitter;
import dev.headgate.source.Sample;
import dev.headgate.source.SourceFault;
import dev.headgate.source.TextEncoding;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Takes the beginnings of an export's parts, by which its format is told.
public final class Samples {
  /// Parts that are looked at, those without content not counted.
  public static final int MAX_PARTS = 8;

  private static final int READ_BYTES = 64 << 10;

  private Samples() {}

  /// Samples of the first parts of an export in UTF-8.
  public static List<Sample> of(Export export) throws SourceFault {
    return of(export, TextEncoding.UTF_8);
  }

  /// Samples of the first parts that have content, as UTF-8; empty for an export of empty parts.
  ///
  /// @param encoding of all parts
  public static List<Sample> of(Export export, TextEncoding encoding) throws SourceFault {
    List<Sample> samples = new ArrayList<>();
    for (Part part : export.parts()) {
      if (samples.size() == MAX_PARTS) {
        break;
      }
      Sample sample = of(part, encoding);
      if (sample.head().length > 0) {
        samples.add(sample);
      }
    }
    return samples;
  }

  private static Sample of(Part part, TextEncoding encoding) throws SourceFault {
    byte[] head = new byte[READ_BYTES];
    int length = 0;
    int lines = 0;
    boolean whole = false;
    try (InputStream in = part.open()) {
      while (lines <= Sample.MAX_RECORDS && length < Sample.MAX_BYTES && !whole) {
        if (length == head.length) {
          head = Arrays.copyOf(head, 2 * head.length);
        }
        int read = in.read(head, length, head.length - length);
        whole = read < 0;
        lines += lineEnds(head, length, length + Math.max(0, read));
        length += Math.max(0, read);
      }
    } catch (Part.MediumFault e) {
      throw Unpacking.unreadable(part.name(), e);
    } catch (IOException | RuntimeException e) {
      // The content ends here, too early: what could be read tells the format.
      return new Sample(part.name(), content(head, length, encoding), false);
    }
    return new Sample(part.name(), content(head, length, encoding), whole);
  }

  private static int lineEnds(byte[] bytes, int from, int to) {
    int count = 0;
    for (int i = from; (i = RecordSplitter.indexOfLineFeed(bytes, i, to)) >= 0; i++) {
      count++;
    }
    return count;
  }

  private static byte[] content(byte[] packed, int read, TextEncoding encoding) {
    byte[] head = packed;
    int length = read;
    TextEncoding resolved = encoding.resolved(packed, read);
    if (resolved != TextEncoding.UTF_8) {
      head = new byte[TextDecoder.MOST_GROWTH * read + TextDecoder.MOST_LEFT];
      // Half a character at the end of a sample is left out.
      length = new TextDecoder(resolved).decode(packed, 0, read, head, 0);
    }
    boolean mark =
        length >= 3 && head[0] == (byte) 0xEF && head[1] == (byte) 0xBB && head[2] == (byte) 0xBF;
    return Arrays.copyOfRange(head, mark ? 3 : 0, length);
  }
}
