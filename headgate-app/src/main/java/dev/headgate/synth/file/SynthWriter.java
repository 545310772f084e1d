package dev.headgate.synth.file;

import com.github.luben.zstd.ZstdOutputStream;
import dev.headgate.synth.History;
import dev.headgate.synth.LineSink;
import dev.headgate.synth.SynthSettings;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;

/// Writes a generated history to a file or a stream, and its truth beside it: the counts as one
/// JSON object, the expected persons as JSON Lines.
public final class SynthWriter {
  private static final int BUFFER_BYTES = 256 << 10;
  private static final int ZSTD_LEVEL = 3;

  /// A little more than lines have; decides the number of files of a shuffle.
  private static final long EXPECTED_LINE_BYTES = 900;

  /// Where the truth goes.
  public record TruthFiles(Path counts, Path persons) {
    private static final String ENDING = ".truth.json";

    /// `x.jsonl.truth.json` and `x.jsonl.persons.jsonl` for the export `x.jsonl`.
    public static TruthFiles beside(Path export) {
      return of(export.resolveSibling(fileName(export) + ENDING));
    }

    /// The file given, and one with its name, `.truth.json` or `.json` cut off, and
    /// `.persons.jsonl`.
    public static TruthFiles of(Path counts) {
      String name = fileName(counts);
      String base =
          name.endsWith(ENDING)
              ? name.substring(0, name.length() - ENDING.length())
              : name.endsWith(".json") ? name.substring(0, name.length() - 5) : name;
      return new TruthFiles(counts, counts.resolveSibling(base + ".persons.jsonl"));
    }
  }

  /// What was written.
  public record Written(long lines, long contentBytes, Optional<TruthFiles> truth) {}

  private final SynthSettings settings;

  public SynthWriter(SynthSettings settings) {
    this.settings = settings;
  }

  /// Writes the history to a file, packed with gzip or zstd if its name ends in `.gz` or `.zst`.
  public Written toFile(Path export, TruthFiles truth) throws IOException {
    Path folder = folderOf(export);
    try (OutputStream file = Files.newOutputStream(export);
        OutputStream packed = packed(fileName(export), file)) {
      return write(packed, Optional.of(truth), folder);
    }
  }

  /// Writes the history to a stream, unpacked. The stream is flushed and stays open.
  ///
  /// @param scratch a folder for what does not fit in memory; it is left as it was
  public Written toStream(OutputStream out, Optional<TruthFiles> truth, Path scratch)
      throws IOException {
    return write(out, truth, scratch);
  }

  private Written write(OutputStream out, Optional<TruthFiles> truth, Path folder)
      throws IOException {
    History history = new History(settings);
    Path scratch = Files.createTempDirectory(folder, ".synth-");
    try {
      OutputStream buffered = new BufferedOutputStream(out, BUFFER_BYTES);
      if (settings.faults().shuffle()) {
        shuffled(history, lines(buffered), scratch);
      } else {
        history.writeTo(lines(buffered));
      }
      buffered.flush();
      if (truth.isPresent()) {
        writeTruth(history, truth.get(), scratch);
      }
    } finally {
      delete(scratch);
    }
    return new Written(history.lines(), history.bytes(), truth);
  }

  private void shuffled(History history, LineSink sink, Path scratch) throws IOException {
    long expected =
        (long)
            (settings.events()
                * EXPECTED_LINE_BYTES
                * (1 + settings.faults().duplicates() + settings.faults().repeats()));
    try (ShuffledLines shuffle =
        new ShuffledLines(scratch, expected, new SplittableRandom(settings.seed()))) {
      history.writeTo(shuffle);
      shuffle.writeTo(sink);
    }
  }

  private static void writeTruth(History history, TruthFiles truth, Path scratch)
      throws IOException {
    try (OutputStream persons =
        new BufferedOutputStream(Files.newOutputStream(truth.persons()), BUFFER_BYTES)) {
      history.writePersons(scratch, lines(persons));
    }
    try (OutputStream counts = Files.newOutputStream(truth.counts())) {
      counts.write(history.counts());
      counts.write('\n');
    }
  }

  private static LineSink lines(OutputStream out) {
    return (buffer, from, to) -> {
      out.write(buffer, from, to - from);
      out.write('\n');
    };
  }

  private static OutputStream packed(String name, OutputStream file) throws IOException {
    if (name.endsWith(".gz")) {
      return new GZIPOutputStream(file, BUFFER_BYTES);
    }
    return name.endsWith(".zst") ? new ZstdOutputStream(file, ZSTD_LEVEL) : file;
  }

  private static String fileName(Path file) {
    Path name = file.getFileName();
    if (name == null) {
      throw new IllegalArgumentException("not a file's name: " + file);
    }
    return name.toString();
  }

  private static Path folderOf(Path file) {
    Path folder = file.toAbsolutePath().getParent();
    return folder == null ? Path.of(".") : folder;
  }

  private static void delete(Path folder) throws IOException {
    List<Path> all;
    try (Stream<Path> walk = Files.walk(folder)) {
      all = walk.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path path : all) {
      Files.deleteIfExists(path);
    }
  }
}
