package dev.headgate.cli;

import dev.headgate.assess.Assessed;
import dev.headgate.assess.Assessor;
import dev.headgate.assess.AssessorFeed;
import dev.headgate.send.RejectFile;
import dev.headgate.source.Decoded;
import dev.headgate.source.Part;
import dev.headgate.source.RawRecord;
import dev.headgate.source.RecordReader;
import dev.headgate.source.SourceFault;
import dev.headgate.source.file.Xxh3;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;

/// Reads an export once and leaves what it found in a work folder: `repeats.bin`, `pairs.bin`,
/// `records.sketch`, `rejects.jsonl` and `pins.json`.
final class AssessPass {
  /// Rejects written down while assessing; sending writes all of them.
  private static final long MOST_REJECTS_WRITTEN = 100_000;

  private static final int RECORDS_BETWEEN_LOOKS = 5_000;
  private static final int MOST_THREADS = 8;

  private final Screen screen;
  private final InstantSource clock;
  private final LongSupplier nanoTime;
  private final Runnable reading;
  private final boolean thorough;

  /// @param reading called now and then while it reads
  /// @param thorough whether the properties of every event are looked at, not only of a sample
  AssessPass(
      Screen screen,
      InstantSource clock,
      LongSupplier nanoTime,
      Runnable reading,
      boolean thorough) {
    this.screen = screen;
    this.clock = clock;
    this.nanoTime = nanoTime;
    this.reading = reading;
    this.thorough = thorough;
  }

  Assessed run(Reading from, Path workFolder) throws SourceFault, IOException {
    long started = nanoTime.getAsLong();
    Path spills = Files.createDirectories(workFolder.resolve("spill"));
    try (RejectFile rejectFile = new RejectFile(workFolder.resolve("rejects.jsonl"), 0);
        AssessorFeed feed = feed(from, spills, new FirstRejects(rejectFile))) {
      long records = 0;
      long bytes = 0;
      for (Part part : from.export().parts()) {
        try (RecordReader reader = from.readers().pinning(part, from.format().bounds())) {
          feed.startPart(
              part.index(),
              part.name(),
              part.packedBytes(),
              () -> from.format().decoder(part.name(), reader.header()));
          long lines = reader.header().map(RawRecord::lines).orElse(0);
          while (reader.next()) {
            RawRecord record = reader.record();
            feed.add(record);
            lines += record.lines();
            bytes += record.position().length();
            if (++records % RECORDS_BETWEEN_LOOKS == 0) {
              reading.run();
              screen.status(status(records, bytes, started));
            }
          }
          feed.endPart(reader.pin(), lines);
        }
      }
      if (records < RECORDS_BETWEEN_LOOKS) {
        reading.run();
      }
      from.format().checkAllWasMet();
      Assessed assessed =
          feed.finish(
              workFolder.resolve("repeats.bin"),
              workFolder.resolve("pairs.bin"),
              workFolder.resolve("records.sketch"));
      rejectFile.force();
      ImportFolder.writePins(workFolder.resolve("pins.json"), assessed.pins());
      return assessed;
    } finally {
      WorkFolders.delete(spills);
    }
  }

  /// One assessor for each processor; together they take the memory of one.
  private AssessorFeed feed(Reading from, Path spills, AssessorFeed.Rejects rejects)
      throws IOException {
    InstantSource now = InstantSource.fixed(clock.instant());
    int threads = Math.clamp(Runtime.getRuntime().availableProcessors(), 1, MOST_THREADS);
    List<Assessor> assessors = new ArrayList<>();
    for (int i = 0; i < threads; i++) {
      assessors.add(
          new Assessor(
              Files.createDirectory(spills.resolve(Integer.toString(i))),
              from.format().name(),
              new Xxh3(),
              now,
              Assessor.DEFAULT_MEMORY_BYTES / threads,
              thorough));
    }
    return new AssessorFeed(assessors, rejects);
  }

  /// Writes down the first rejects.
  private static final class FirstRejects implements AssessorFeed.Rejects {
    private final RejectFile file;
    private long told;

    FirstRejects(RejectFile file) {
      this.file = file;
    }

    @Override
    public void rejected(String part, RawRecord record, Decoded.Rejected verdict)
        throws IOException {
      if (told++ < MOST_REJECTS_WRITTEN) {
        file.append(part, record, verdict.reason().key(), verdict.detail());
      }
    }
  }

  private String status(long records, long bytes, long started) {
    Duration elapsed = Duration.ofNanos(nanoTime.getAsLong() - started);
    double seconds = Math.max(0.001, elapsed.toMillis() / 1000.0);
    return "assessing: %s records, %s read, %s/s"
        .formatted(
            Words.count(records), Words.bytes(bytes), Words.count(Math.round(records / seconds)));
  }
}
