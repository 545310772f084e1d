package dev.headgate.source;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.event.DistinctId;
import dev.headgate.event.EventId;
import dev.headgate.event.JsonBytes;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class UuidRuleTest {
  private static final byte[] RECORD = "{\"event\":\"x\"}".getBytes(UTF_8);

  @Test
  void ownUuidIsKept() {
    EventId own = new EventId(1, 2);
    assertThat(new UuidRule().uuidOf(draft(Optional.of(own)), RECORD, 3, 4)).isEqualTo(own);
  }

  @Test
  void elseItIsTheVersion5UuidOfRecordOccurrenceAndIndex() throws NoSuchAlgorithmException {
    EventId id = new UuidRule().uuidOf(draft(Optional.empty()), RECORD, 258, 7);
    byte[] name =
        ByteBuffer.allocate(16 + RECORD.length + 12)
            .putLong(0x54b7ea1d7e4c498aL)
            .putLong(0xa672b6152cda64bcL)
            .put(RECORD)
            .putLong(258)
            .putInt(7)
            .array();
    byte[] sha1 = MessageDigest.getInstance("SHA-1").digest(name);
    sha1[6] = (byte) ((sha1[6] & 0x0f) | 0x50);
    sha1[8] = (byte) ((sha1[8] & 0x3f) | 0x80);
    ByteBuffer expected = ByteBuffer.wrap(sha1);
    assertThat(id).isEqualTo(new EventId(expected.getLong(), expected.getLong()));
    assertThat(UuidRule.RECORDS).hasToString("54b7ea1d-7e4c-498a-a672-b6152cda64bc");
    assertThat(UuidRule.FOREIGN_IDS).hasToString("85d4492c-42cb-4bf7-9293-04414090acfa");
  }

  @Test
  void everyOccurrenceAndEveryIndexIsAnEventOfItsOwn() {
    UuidRule rule = new UuidRule();
    Set<EventId> ids = new HashSet<>();
    for (int occurrence = 0; occurrence < 300; occurrence++) {
      for (int index = 0; index < 3; index++) {
        ids.add(rule.uuidOf(draft(Optional.empty()), RECORD, occurrence, index));
      }
    }
    assertThat(ids).hasSize(900);
  }

  private static EventDraft draft(Optional<EventId> uuid) {
    return new EventDraft(uuid, "x", new DistinctId("u"), 0, JsonBytes.EMPTY_OBJECT);
  }
}
