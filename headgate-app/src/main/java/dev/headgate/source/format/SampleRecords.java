package dev.headgate.source.format;

import dev.headgate.source.JsonLayout;
import dev.headgate.source.JsonValueSplitter;
import dev.headgate.source.Position;
import dev.headgate.source.RawRecord;
import dev.headgate.source.RecordBounds;
import dev.headgate.source.RecordSplitter;
import dev.headgate.source.Sample;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Cuts a sample into its first records; a last one that the sample holds only half of is left out.
final class SampleRecords {
  private SampleRecords() {}

  /// At most {@link Sample#MAX_RECORDS}, and one more where the first is a header.
  static List<RawRecord> of(Sample sample, RecordBounds bounds) {
    byte[] head = sample.head();
    JsonLayout layout =
        bounds instanceof RecordBounds.Json
            ? JsonLayout.of(head, 0, head.length)
            : JsonLayout.LINES;
    return layout == JsonLayout.LINES ? lines(sample, bounds) : values(sample, layout);
  }

  private static List<RawRecord> values(Sample sample, JsonLayout layout) {
    JsonValueSplitter splitter = new JsonValueSplitter(layout);
    byte[] head = sample.head();
    List<RawRecord> records = new ArrayList<>();
    long line = 1;
    for (int from = 0; from < head.length && records.size() <= Sample.MAX_RECORDS; ) {
      splitter.startRecord();
      int end = splitter.find(head, from, head.length);
      boolean ends = end >= 0 || (splitter.endsWithContent() && sample.whole());
      if (!ends || splitter.start() < 0) {
        break;
      }
      int start = from + splitter.start();
      int next = end < 0 ? head.length : end;
      line += splitter.lineEndsBefore();
      records.add(record(head, line, 1 + splitter.lineEndsInside(), start, next));
      line += splitter.lineEndsInside();
      from = next;
    }
    return records;
  }

  private static RawRecord record(byte[] head, long line, int lines, int from, int to) {
    boolean tooLong = to - from > RawRecord.MAX_BYTES;
    int kept = tooLong ? RawRecord.KEPT_BYTES : to - from;
    return new RawRecord(
        new Position(0, line, from, to - from),
        lines,
        Arrays.copyOfRange(head, from, from + kept),
        tooLong);
  }

  private static List<RawRecord> lines(Sample sample, RecordBounds bounds) {
    RecordSplitter splitter = new RecordSplitter(bounds);
    byte[] head = sample.head();
    List<RawRecord> records = new ArrayList<>();
    boolean header = bounds instanceof RecordBounds.Csv csv && csv.header();
    int most = Sample.MAX_RECORDS + (header ? 1 : 0);
    long line = 1;
    for (int from = 0; from < head.length && records.size() < most; ) {
      splitter.startRecord();
      int lineEnd = splitter.find(head, from, head.length);
      boolean half = lineEnd < 0 && !sample.whole();
      int next = lineEnd < 0 ? head.length : lineEnd + 1;
      int to = lineEnd < 0 ? head.length : lineEnd;
      to -= to > from && head[to - 1] == '\r' ? 1 : 0;
      boolean tooLong = to - from > RawRecord.MAX_BYTES;
      if (half && !tooLong) {
        break;
      }
      int lines = 1 + splitter.innerLineEnds();
      records.add(record(head, line, lines, from, to));
      line += lines;
      from = next;
    }
    return records;
  }
}
