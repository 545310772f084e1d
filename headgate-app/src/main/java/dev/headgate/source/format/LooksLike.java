package dev.headgate.source.format;

import dev.headgate.json.Utf8;
import dev.headgate.source.Sample;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// Names what a sample looks like when it is not what it was said to be, so that a person sees at
/// once which file was taken for which.
final class LooksLike {
  private static final int FIRST_LINE_CHARACTERS = 4096;
  private static final int NAMES_SHOWN = 12;

  /// First bytes as ISO 8859-1 text, and what they are the first bytes of.
  private static final List<Map.Entry<String, String>> MAGIC =
      List.of(
          Map.entry("\u0089PNG\r\n", "a PNG image"),
          Map.entry("\u00ff\u00d8\u00ff", "a JPEG image"),
          Map.entry("GIF8", "a GIF image"),
          Map.entry("%PDF-", "a PDF document"),
          Map.entry("PAR1", "a Parquet file"),
          Map.entry("SQLite format 3\0", "a SQLite database"),
          Map.entry("Obj\u0001", "an Avro file"),
          Map.entry("ORC", "an ORC file"),
          Map.entry("ARROW1", "an Arrow file"),
          Map.entry("\u00fd7zXZ\0", "data packed with xz"),
          Map.entry("7z\u00bc\u00af", "a 7-Zip archive"),
          Map.entry("Rar!", "a RAR archive"),
          Map.entry("\u0004\"M\u0018", "data packed with lz4"),
          Map.entry("\u00ff\u0006\0\0sNaPpY", "data packed with snappy"),
          Map.entry("\u007fELF", "a program"),
          Map.entry("\u00d0\u00cf\u0011\u00e0", "an old Office document"),
          Map.entry("\u00ff\u00fe", "text in UTF-16"),
          Map.entry("\u00fe\u00ff", "text in UTF-16"));

  private static final Pattern ACCESS_LOG =
      Pattern.compile("^\\S+ \\S+ \\S+ \\[[^\\]]+\\] \"[^\"]*\" \\d{3} (\\d+|-).*");
  private static final Pattern HEADER_CELL = Pattern.compile("\"?[\\p{L}_$][^\",;\\t|]*\"?");

  private LooksLike() {}

  /// What no kind of text records can be; empty if it may be text.
  static Optional<String> binary(Sample sample) {
    byte[] head = sample.head();
    String start = new String(head, 0, Math.min(head.length, 16), StandardCharsets.ISO_8859_1);
    for (Map.Entry<String, String> magic : MAGIC) {
      if (start.startsWith(magic.getKey())) {
        return Optional.of(magic.getValue());
      }
    }
    if (head.length > 262
        && new String(head, 257, 5, StandardCharsets.ISO_8859_1).equals("ustar")) {
      return Optional.of("a tar archive");
    }
    int looked = Math.min(head.length, 64 << 10);
    int zeros = 0;
    int controls = 0;
    for (int i = 0; i < looked; i++) {
      zeros += head[i] == 0 ? 1 : 0;
      controls += head[i] >= 0 && head[i] < 0x20 && !isSpace(head[i]) ? 1 : 0;
    }
    if (zeros > 0 && zeros >= looked * 2 / 5 && zeros <= looked * 3 / 5) {
      return Optional.of("text in UTF-16");
    }
    boolean manyControls = controls * 50 > looked;
    return manyControls && looked >= 32 ? Optional.of("binary data") : Optional.empty();
  }

  private static boolean isSpace(byte b) {
    return b == '\n' || b == '\r' || b == '\t' || b == '\f' || b == 0x0b;
  }

  /// Always an answer; `plain text` at worst.
  static String describe(Sample sample) {
    Optional<String> binary = binary(sample);
    if (binary.isPresent()) {
      return binary.get();
    }
    List<SampleLine> lines = SampleLine.of(sample);
    if (lines.isEmpty()) {
      return "text without a line end";
    }
    Optional<String> known = foreign(lines.getFirst());
    if (known.isPresent()) {
      return known.get();
    }
    String first = text(lines.getFirst());
    String trimmed = first.strip();
    if (ACCESS_LOG.matcher(first).matches()) {
      return "a web server's access log";
    }
    if (trimmed.startsWith("{") || trimmed.startsWith("[")) {
      return json(lines);
    }
    if (trimmed.startsWith("<")) {
      return "HTML or XML";
    }
    int valid = Utf8.firstInvalid(sample.head(), 0, sample.head().length);
    boolean latin = valid >= 0 && valid < sample.head().length - 4;
    return csv(lines).orElse(latin ? "text that is not UTF-8" : "plain text");
  }

  private static String json(List<SampleLine> lines) {
    for (SampleLine line : lines) {
      if (line.isObject()) {
        List<String> names = List.copyOf(line.members().keySet());
        return foreign(line)
            .orElse(
                "JSON with the members "
                    + String.join(", ", names.stream().limit(NAMES_SHOWN).toList())
                    + (names.size() > NAMES_SHOWN ? ", ..." : ""));
      }
    }
    return "JSON that is broken, or has no objects";
  }

  /// The shapes of other products' exports, by the members that only they have together.
  static Optional<String> foreign(SampleLine line) {
    for (KnownFormat format : FormatDetection.FOREIGN) {
      if (format.marks(line).isPresent()) {
        return Optional.of(format.title());
      }
    }
    return Optional.empty();
  }

  private static Optional<String> csv(List<SampleLine> lines) {
    for (char delimiter : new char[] {',', '\t', ';', '|'}) {
      int count = count(text(lines.getFirst()), delimiter);
      boolean even =
          lines.stream().limit(5).allMatch(line -> count(text(line), delimiter) >= count);
      if (count == 0 || !even) {
        continue;
      }
      String[] cells = text(lines.getFirst()).split(Pattern.quote("" + delimiter), -1);
      boolean header = true;
      for (String cell : cells) {
        header &= HEADER_CELL.matcher(cell.strip()).matches();
      }
      if (header) {
        return Optional.of(
            "CSV with the columns "
                + String.join(", ", List.of(cells).subList(0, Math.min(cells.length, NAMES_SHOWN)))
                + (cells.length > NAMES_SHOWN ? ", ..." : ""));
      }
      if (count >= 2 && lines.size() > 1) {
        return Optional.of("CSV without a header");
      }
    }
    return Optional.empty();
  }

  private static int count(String text, char wanted) {
    return (int) text.chars().filter(c -> c == wanted).count();
  }

  private static String text(SampleLine line) {
    int length = Math.min(line.bytes().length, FIRST_LINE_CHARACTERS);
    return new String(line.bytes(), 0, length, StandardCharsets.UTF_8);
  }
}
