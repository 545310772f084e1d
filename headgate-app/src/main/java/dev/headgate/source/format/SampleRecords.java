package dev.headgate.source.format;

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
      int kept = tooLong ? RawRecord.KEPT_BYTES : to - from;
      int lines = 1 + splitter.innerLineEnds();
      records.add(
          new RawRecord(
              new Position(0, line, from, to - from),
              lines,
              Arrays.copyOfRange(head, from, from + kept),
              tooLong));
      line += lines;
      from = next;
    }
    return records;
  }
}
