package dev.headgate.source.format;

import dev.headgate.json.Nearest;
import dev.headgate.json.Utf8;
import dev.headgate.source.RawRecord;
import dev.headgate.source.RecordBounds;
import dev.headgate.source.Sample;
import dev.headgate.source.SourceFault;
import dev.headgate.source.TextEncoding;
import java.util.List;
import java.util.Optional;

/// Notices text that is not UTF-8 before anything is read in earnest, and says which `--encoding`
/// would read it. It never decides by itself: a wrong guess would change texts without a word.
public final class EncodingDetection {
  /// One record in so many that is not UTF-8 makes an export of another encoding; fewer are refused
  /// one by one.
  private static final int TELLING_SHARE = 10;

  private static final int LOOKED_AT_FOR_ZEROS = 64 << 10;

  private EncodingDetection() {}

  /// The encoding that `--encoding` names.
  public static TextEncoding named(String label) throws SourceFault {
    Optional<TextEncoding> encoding = TextEncoding.ofLabel(label);
    if (encoding.isPresent()) {
      return encoding.get();
    }
    String near =
        Nearest.to(label, TextEncoding.labels())
            .map(name -> "did you mean " + name + "? ")
            .orElse("");
    throw new SourceFault(
        SourceFault.Kind.WRONG_INPUT,
        "the encoding \"" + label + "\" is not known",
        "command line",
        near + "known are " + String.join(", ", TextEncoding.labels()));
  }

  /// Looks at samples that were taken for UTF-8.
  ///
  /// @throws SourceFault of kind `WRONG_INPUT` if one is not, naming what it looks like
  public static void requireUtf8(List<Sample> samples) throws SourceFault {
    for (Sample sample : samples) {
      Optional<TextEncoding> wide = utf16(sample.head());
      if (wide.isPresent()) {
        throw otherEncoding(sample, "this looks like text in UTF-16", wide.get(), "");
      }
      if (LooksLike.binary(sample).isEmpty()) {
        requireUtf8Records(sample);
      }
    }
  }

  /// Text in UTF-16: by its mark, or by every other byte of it being zero.
  static Optional<TextEncoding> utf16(byte[] head) {
    int looked = Math.min(head.length, LOOKED_AT_FOR_ZEROS) & ~1;
    if (looked >= 2 && (head[0] & head[1]) == (byte) 0xfe && head[0] != head[1]) {
      return Optional.of(head[0] == (byte) 0xff ? TextEncoding.UTF_16LE : TextEncoding.UTF_16BE);
    }
    int evenZeros = 0;
    int oddZeros = 0;
    for (int i = 0; i < looked; i += 2) {
      evenZeros += head[i] == 0 ? 1 : 0;
      oddZeros += head[i + 1] == 0 ? 1 : 0;
    }
    int most = looked / 2;
    boolean little = oddZeros * 5 >= most * 4 && evenZeros * 20 <= most;
    boolean big = evenZeros * 5 >= most * 4 && oddZeros * 20 <= most;
    if (most == 0 || little == big) {
      return Optional.empty();
    }
    return Optional.of(little ? TextEncoding.UTF_16LE : TextEncoding.UTF_16BE);
  }

  private static void requireUtf8Records(Sample sample) throws SourceFault {
    int records = 0;
    int others = 0;
    boolean windows = false;
    for (RawRecord record : SampleRecords.of(sample, new RecordBounds.Lines())) {
      byte[] bytes = record.bytes();
      records++;
      if (Utf8.firstInvalid(bytes, 0, bytes.length) >= 0 && !record.truncated()) {
        others++;
        windows |= hasWindowsCharacter(bytes);
      }
    }
    if (others * TELLING_SHARE >= records && others > 0) {
      TextEncoding likely = windows ? TextEncoding.WINDOWS_1252 : TextEncoding.LATIN_1;
      throw otherEncoding(
          sample,
          "%d of its first %d lines are not UTF-8, and look like %s"
              .formatted(others, records, windows ? "Windows-1252" : "Latin-1"),
          likely,
          "; or with --encoding utf-8, to have such records refused one by one");
    }
  }

  /// What Latin-1 has only control characters for: quotes, dashes, the euro.
  private static boolean hasWindowsCharacter(byte[] bytes) {
    for (byte b : bytes) {
      if ((b & 0xe0) == 0x80) {
        return true;
      }
    }
    return false;
  }

  private static SourceFault otherEncoding(
      Sample sample, String what, TextEncoding likely, String or) {
    return new SourceFault(
        SourceFault.Kind.WRONG_INPUT,
        what,
        sample.part(),
        "run it again with --encoding " + likely.label() + or);
  }
}
