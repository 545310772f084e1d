package dev.headgate.source;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.event.DistinctId;
import dev.headgate.event.Event;
import dev.headgate.event.EventId;
import dev.headgate.event.JsonBytes;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashSet;
import java.util.List;
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
    assertThat(id).isEqualTo(version5(name));
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

  @Test
  void aPairIsAnIdentifyBehindTheEventsOfItsRecord() throws NoSuchAlgorithmException {
    IdentityPair pair =
        IdentityPair.of(
                new DistinctId("u"), new DistinctId("d"), 5, JsonBytes.of("{\"source\":\"s\"}"))
            .orElseThrow();
    for (long high = 0; high < 64; high++) {
      EventId own = new EventId(high << 58, 1);
      Decoded.Events decoded =
          new Decoded.Events(
              List.of(draft(Optional.of(new EventId(0, 0))), draft(Optional.of(own))),
              List.of(pair, pair));
      List<Event> events = new UuidRule().events(decoded, RECORD, 0, index -> index == 1);
      assertThat(events).hasSize(3);
      Event identify = events.getLast();
      assertThat(identify.uuid()).isGreaterThan(own);
      assertThat(identify.name()).isEqualTo("$identify");
      assertThat(identify.distinctId()).hasToString("u");
      assertThat(identify.timestampMicros()).isEqualTo(5);
      assertThat(identify.properties())
          .hasToString("{\"$anon_distinct_id\":\"d\",\"source\":\"s\"}");
      assertThat(isVersion5OfPair(identify.uuid())).as("tries of %s", own).isTrue();
    }
  }

  private static boolean isVersion5OfPair(EventId uuid) throws NoSuchAlgorithmException {
    for (int tries = 0; tries < 1_000; tries++) {
      byte[] name =
          ByteBuffer.allocate(32)
              .putLong(0x9b58d4404de54264L)
              .putLong(0xa0ad6d2d31f49e93L)
              .put("u\0d\0".getBytes(UTF_8))
              .putLong(5)
              .putInt(tries)
              .array();
      if (uuid.equals(version5(name))) {
        return true;
      }
    }
    return false;
  }

  @Test
  void anIdWithItselfAndAPlaceholderAreNoPair() {
    assertThat(pair("u", "u")).isEmpty();
    assertThat(pair("u", "undefined")).isEmpty();
    assertThat(pair("null", "d")).isEmpty();
    assertThat(pair("u", "d")).isPresent();
  }

  private static Optional<IdentityPair> pair(String user, String device) {
    return IdentityPair.of(new DistinctId(user), new DistinctId(device), 0, JsonBytes.EMPTY_OBJECT);
  }

  private static EventId version5(byte[] name) throws NoSuchAlgorithmException {
    byte[] sha1 = MessageDigest.getInstance("SHA-1").digest(name);
    sha1[6] = (byte) ((sha1[6] & 0x0f) | 0x50);
    sha1[8] = (byte) ((sha1[8] & 0x3f) | 0x80);
    ByteBuffer uuid = ByteBuffer.wrap(sha1);
    return new EventId(uuid.getLong(), uuid.getLong());
  }

  private static EventDraft draft(Optional<EventId> uuid) {
    return new EventDraft(uuid, "x", new DistinctId("u"), 0, JsonBytes.EMPTY_OBJECT);
  }
}
