package dev.headgate.cli;

import dev.headgate.assess.Assessed;
import dev.headgate.assess.Assessor;
import dev.headgate.assess.AssessorFeed;
import dev.headgate.send.RejectFile;
import dev.headgate.source.Decoded;
import dev.headgate.source.Part;
import dev.headgate.source.RawRecord;
import dev.headgate.source.RecordFormat;
import dev.headgate.source.RecordReader;
import dev.headgate.source.SourceFault;
import dev.headgate.source.file.Xxh3;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.function.LongSupplier;

/// Reads an export once and leaves what it found in a work folder: `repeats.bin`, `pairs.bin`,
/// `records.sketch`, `rejects.jsonl` and `pins.json`.
final class AssessPass {
  /// Rejects written down while assessing; sending writes all of them.
  private static final long MOST_REJECTS_WRITTEN = 100_000;

  private static final int RECORDS_BETWEEN_LOOKS = 5_000;

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
    long rejects = 0;
    try (Assessor assessor =
            new Assessor(
                workFolder,
                from.format().name(),
                new Xxh3(),
                clock,
                Assessor.DEFAULT_MEMORY_BYTES,
                thorough);
        AssessorFeed feed = new AssessorFeed(assessor);
        RejectFile rejectFile = new RejectFile(workFolder.resolve("rejects.jsonl"), 0)) {
      long records = 0;
      long bytes = 0;
      for (Part part : from.export().parts()) {
        assessor.startPart(part.index(), part.name(), part.packedBytes());
        try (RecordReader reader = from.readers().pinning(part, from.format().bounds())) {
          RecordFormat.RecordDecoder decoder = from.format().decoder(part.name(), reader.header());
          long lines = reader.header().map(RawRecord::lines).orElse(0);
          while (reader.next()) {
            RawRecord record = reader.record();
            Decoded decoded = decoder.decode(record);
            feed.add(record, decoded);
            lines += record.lines();
            bytes += record.position().length();
            if (decoded instanceof Decoded.Rejected rejected && rejects++ < MOST_REJECTS_WRITTEN) {
              rejectFile.append(part.name(), record, rejected.reason().key(), rejected.detail());
            }
            if (++records % RECORDS_BETWEEN_LOOKS == 0) {
              reading.run();
              screen.status(status(records, bytes, started));
            }
          }
          feed.drain();
          assessor.endPart(reader.pin(), lines);
        }
      }
      if (records < RECORDS_BETWEEN_LOOKS) {
        reading.run();
      }
      from.format().checkAllWasMet();
      Assessed assessed =
          assessor.finish(
              workFolder.resolve("repeats.bin"),
              workFolder.resolve("pairs.bin"),
              workFolder.resolve("records.sketch"));
      rejectFile.force();
      ImportFolder.writePins(workFolder.resolve("pins.json"), assessed.pins());
      return assessed;
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
