package dev.headgate.source.format;

import dev.headgate.json.JsonCursor;
import dev.headgate.json.JsonMembers;
import dev.headgate.json.MalformedJson;
import dev.headgate.source.Decoded;
import dev.headgate.source.RawRecord;
import dev.headgate.source.RecordBounds;
import dev.headgate.source.RecordFormat;
import java.util.List;
import java.util.Optional;

/// Segment's archive of raw data in S3, and other places that hold its calls: one a line.
///
/// ```
/// {"type":"track","event":"Order Completed","userId":"u-7","anonymousId":"anon-9","messageId":"m-1",
///  "timestamp":"2025-03-01T04:08:31.905Z","properties":{"total":9.5},"context":{"ip":"1.2.3.4"}}
/// ```
///
/// What becomes of them is said in {@link SegmentCalls}; what is left of a call is its property
/// `$segment`.
public final class SegmentFormat implements RecordFormat {
  public static final String NAME = "segment";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public String identity() {
    return NAME;
  }

  @Override
  public RecordBounds bounds() {
    return new RecordBounds.Json();
  }

  @Override
  public RecordDecoder decoder(String part, Optional<RawRecord> header) {
    SegmentCalls calls = new SegmentCalls("$segment", false);
    return record -> decode(record, calls);
  }

  private static Decoded decode(RawRecord record, SegmentCalls calls) {
    Decoded verdict = RecordChecks.verdict(record);
    if (verdict != null) {
      return verdict;
    }
    byte[] bytes = record.bytes();
    try {
      JsonCursor cursor = JsonCursor.object(bytes, 0, bytes.length);
      SegmentCalls.Made made = calls.make(new RecordMembers(JsonMembers.of(cursor)));
      return new Decoded.Events(List.of(made.draft()), made.pair().stream().toList());
    } catch (MalformedJson e) {
      return EventJsonFormat.notAnObject(bytes, e);
    } catch (Refused e) {
      return e.rejected();
    }
  }
}
