package dev.headgate.verify.json;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.event.EventId;
import dev.headgate.verify.Observed;
import dev.headgate.verify.Verification;
import dev.headgate.verify.Verification.Discrepancy;
import dev.headgate.verify.Verification.Kind;
import dev.headgate.verify.Verification.MergeFacts;
import dev.headgate.verify.Verification.Place;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class VerificationJsonTest {
  private static final EventId UUID = new EventId(0x0190_0000_0000_7000L, 0x8000_0000_0000_0001L);

  private static final Verification VERIFICATION =
      new Verification(
          4,
          10,
          5,
          1,
          2,
          Map.of("not_json", 2L),
          1,
          Map.of("format", 1L),
          1,
          1,
          1,
          new MergeFacts(3, 1, 1, 1),
          false,
          false,
          List.of(
              new Discrepancy(
                  Kind.MISSING, UUID, Optional.of(new Place("a.jsonl", 7, 811)), Optional.empty()),
              new Discrepancy(
                  Kind.EXTRA,
                  UUID,
                  Optional.empty(),
                  Optional.of(new Observed.Stored(UUID, "x", "u", 1_709_266_111_905_001L))),
              new Discrepancy(
                  Kind.CONFLICTING,
                  UUID,
                  Optional.of(new Place("b.jsonl", 1, 0)),
                  Optional.of(new Observed.Stored(UUID, "y", "u", 0)))));

  @Test
  void itIsWrittenWithTheKeysOthersRelyOn() {
    assertThat(VerificationJson.write(VERIFICATION))
        .isEqualTo(
            "{\"import\":4,\"read\":10,\"stored\":5,\"deduplicated\":1,\"rejected\":2,"
                + "\"rejected_by_reason\":{\"not_json\":2},\"dropped\":1,"
                + "\"dropped_by_app\":{\"format\":1},\"missing\":1,\"extra\":1,\"conflicting\":1,"
                + "\"merge_facts\":{\"read\":3,\"applied\":1,\"refused\":1,\"set_aside\":1},"
                + "\"multiset_hash_equal\":false,\"verified\":false,\"discrepancies\":["
                + "{\"kind\":\"missing\",\"uuid\":\"01900000-0000-7000-8000-000000000001\","
                + "\"source\":\"a.jsonl\",\"line\":7,\"offset\":811},"
                + "{\"kind\":\"extra\",\"uuid\":\"01900000-0000-7000-8000-000000000001\","
                + "\"event\":\"x\",\"distinct_id\":\"u\","
                + "\"timestamp\":\"2024-03-01T04:08:31.905001Z\"},"
                + "{\"kind\":\"conflicting\",\"uuid\":\"01900000-0000-7000-8000-000000000001\","
                + "\"source\":\"b.jsonl\",\"line\":1,\"offset\":0,\"event\":\"y\","
                + "\"distinct_id\":\"u\",\"timestamp\":\"1970-01-01T00:00:00Z\"}]}");
  }

  @Test
  void itIsReadBackAsItWas() throws Exception {
    assertThat(VerificationJson.read(VerificationJson.write(VERIFICATION))).isEqualTo(VERIFICATION);
  }
}
