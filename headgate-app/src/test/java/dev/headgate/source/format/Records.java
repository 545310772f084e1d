package dev.headgate.source.format;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.source.Decoded;
import dev.headgate.source.EventDraft;
import dev.headgate.source.Position;
import dev.headgate.source.RawRecord;
import dev.headgate.source.RejectReason;
import dev.headgate.source.Sample;
import java.util.List;

/// Records and samples out of text, and what came of them.
final class Records {
  private Records() {}

  static RawRecord record(String text) {
    return record(text.getBytes(UTF_8));
  }

  static RawRecord record(byte[] bytes) {
    return new RawRecord(new Position(0, 1, 0, bytes.length), 1, bytes, false);
  }

  static Sample sample(String text) {
    return sample(text.getBytes(UTF_8));
  }

  static Sample sample(byte[] head) {
    return new Sample("export.dat", head, true);
  }

  static EventDraft only(Decoded decoded) {
    assertThat(decoded).isInstanceOf(Decoded.Events.class);
    List<EventDraft> drafts = ((Decoded.Events) decoded).drafts();
    assertThat(drafts).hasSize(1);
    return drafts.getFirst();
  }

  static String detail(Decoded decoded, RejectReason reason) {
    assertThat(decoded).isInstanceOf(Decoded.Rejected.class);
    Decoded.Rejected rejected = (Decoded.Rejected) decoded;
    assertThat(rejected.reason()).as(rejected.detail()).isEqualTo(reason);
    return rejected.detail();
  }
}
