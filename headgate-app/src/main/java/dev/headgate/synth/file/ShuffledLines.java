package dev.headgate.synth.file;

import dev.headgate.synth.LineSink;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/// Lines in random order, each order as likely as any other, in bounded memory: each line goes to a
/// random one of many files, then each file is shuffled in memory. Memory: one file and the files'
/// write buffers. A file has about {@link #BUCKET_BYTES}, more only where that would make more than
/// {@link #MAX_BUCKETS} files.
final class ShuffledLines implements LineSink, AutoCloseable {
  static final int BUCKET_BYTES = 24 << 20;
  static final int MAX_BUCKETS = 256;
  private static final int BUFFER_BYTES = 32 << 10;

  private final RandomGenerator random;
  private final List<Path> files = new ArrayList<>();
  private final List<OutputStream> buckets = new ArrayList<>();

  /// @param expectedBytes about how much will come; decides the number of files
  ShuffledLines(Path folder, long expectedBytes, RandomGenerator random) throws IOException {
    this.random = random;
    int count = Math.clamp(expectedBytes / BUCKET_BYTES + 1, 1, MAX_BUCKETS);
    for (int i = 0; i < count; i++) {
      Path file = folder.resolve("bucket-" + i);
      files.add(file);
      buckets.add(new BufferedOutputStream(Files.newOutputStream(file), BUFFER_BYTES));
    }
  }

  @Override
  public void line(byte[] buffer, int from, int to) throws IOException {
    OutputStream bucket = buckets.get(random.nextInt(buckets.size()));
    bucket.write(buffer, from, to - from);
    bucket.write('\n');
  }

  /// Writes all lines. Once only.
  void writeTo(LineSink sink) throws IOException {
    for (OutputStream bucket : buckets) {
      bucket.close();
    }
    for (Path file : files) {
      byte[] bytes = Files.readAllBytes(file);
      Files.delete(file);
      int[] ends = lineEnds(bytes);
      int[] order = shuffled(ends.length);
      for (int line : order) {
        sink.line(bytes, line == 0 ? 0 : ends[line - 1] + 1, ends[line]);
      }
    }
  }

  private static int[] lineEnds(byte[] bytes) {
    int count = 0;
    for (byte b : bytes) {
      count += b == '\n' ? 1 : 0;
    }
    int[] ends = new int[count];
    int line = 0;
    for (int i = 0; i < bytes.length; i++) {
      if (bytes[i] == '\n') {
        ends[line++] = i;
      }
    }
    return ends;
  }

  /// Fisher and Yates.
  private int[] shuffled(int count) {
    int[] order = new int[count];
    for (int i = 0; i < count; i++) {
      int j = random.nextInt(i + 1);
      order[i] = order[j];
      order[j] = i;
    }
    return order;
  }

  @Override
  public void close() throws IOException {
    for (OutputStream bucket : buckets) {
      bucket.close();
    }
    for (Path file : files) {
      Files.deleteIfExists(file);
    }
  }
}
