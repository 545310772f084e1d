package dev.headgate.send;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.event.DistinctId;
import dev.headgate.event.Event;
import dev.headgate.event.EventId;
import dev.headgate.event.JsonBytes;
import dev.headgate.json.JsonOutput;
import dev.headgate.source.Position;
import dev.headgate.source.RawRecord;
import java.util.List;
import org.junit.jupiter.api.Test;

class BatchTest {

  /// Else a stretch without records would look like the end of the export.
  @Test
  void aBatchIsNeverFullBeforeItHoldsARecord() {
    Batch.Builder builder = new Batch.Builder(new JsonOutput(16), Batch.head("token"), 10, 1);
    assertThat(builder.full()).isFalse();
    Event event = new Event(new EventId(0, 1), "e", new DistinctId("u"), 0, JsonBytes.EMPTY_OBJECT);
    RawRecord raw = new RawRecord(new Position(0, 1, 0, 9), 1, new byte[9], false);
    builder.add(new ReadRecord.Makes(raw, List.of(event)));
    assertThat(builder.full()).isTrue();
  }
}
