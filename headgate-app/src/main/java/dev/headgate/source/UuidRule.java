package dev.headgate.source;

import dev.headgate.event.Event;
import dev.headgate.event.EventId;
import dev.headgate.event.EventKind;
import dev.headgate.event.NamedIds;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;

/// Which uuid an event of an export gets, the same on every run: its own if it has one, else a
/// version 5 uuid in {@link #RECORDS} of
///
/// ```
/// +-----------------------------+------------------------+--------------------------+
/// | the record, no line end     | occurrence k, 8 bytes  | index in record, 4 bytes |
/// +-----------------------------+------------------------+--------------------------+
///                                 big-endian               big-endian
/// ```
///
/// k is how many identical records stand before it in its part. So identical lines of one part stay
/// distinct events, and the same export read again gives the same uuids.
///
/// The `$identify` of an {@link IdentityPair} has a version 5 uuid in {@link #PAIRS} of
///
/// ```
/// +--------------+----+----------------+----+--------------------------+----------------+
/// | user, UTF-8  | 00 | device, UTF-8  | 00 | microseconds, 8 bytes    | tries, 4 bytes |
/// +--------------+----+----------------+----+--------------------------+----------------+
///                                             since 1970, big-endian     big-endian
/// ```
///
/// with the fewest tries, from 0, whose uuid sorts behind those of the record's own events. As
/// these have the same time, the user is taken to have been seen before the merge: a user who is
/// new on a device that belongs to another user does not become part of that person.
///
/// Not thread-safe.
public final class UuidRule {
  /// The namespace of events known by their record: 54b7ea1d-7e4c-498a-a672-b6152cda64bc.
  public static final EventId RECORDS = new EventId(0x54b7ea1d_7e4c_498aL, 0xa672_b6152cda64bcL);

  /// The namespace of events known by an id of their own that is no uuid, as UTF-8:
  /// 85d4492c-42cb-4bf7-9293-04414090acfa.
  public static final EventId FOREIGN_IDS =
      new EventId(0x85d4492c_42cb_4bf7L, 0x9293_04414090acfaL);

  /// The namespace of what identity pairs make: 9b58d440-4de5-4264-a0ad-6d2d31f49e93.
  public static final EventId PAIRS = new EventId(0x9b58d440_4de5_4264L, 0xa0ad_6d2d31f49e93L);

  private static final int MOST_TRIES = 1 << 16;
  private static final byte[] SEPARATOR = {0};

  private final NamedIds ids = new NamedIds(RECORDS);
  private final NamedIds pairIds = new NamedIds(PAIRS);
  private final byte[] suffix = new byte[12];

  /// The events of a record: those of its drafts, then those of the pairs that stand first in it.
  ///
  /// @param record the bytes of the record
  /// @param occurrence k, from 0
  /// @param pairIsFirst of a pair's index within the record
  public List<Event> events(
      Decoded.Events decoded, byte[] record, long occurrence, IntPredicate pairIsFirst) {
    List<Event> events = new ArrayList<>(decoded.drafts().size() + decoded.pairs().size());
    for (int i = 0; i < decoded.drafts().size(); i++) {
      EventDraft draft = decoded.drafts().get(i);
      events.add(
          new Event(
              uuidOf(draft, record, occurrence, i),
              draft.name(),
              draft.distinctId(),
              draft.timestampMicros(),
              draft.properties()));
    }
    if (decoded.pairs().isEmpty()) {
      return events;
    }
    EventId last = events.stream().map(Event::uuid).max(EventId::compareTo).orElseThrow();
    for (int i = 0; i < decoded.pairs().size(); i++) {
      IdentityPair pair = decoded.pairs().get(i);
      if (pairIsFirst.test(i)) {
        events.add(
            new Event(
                uuidBehind(last, pair),
                EventKind.IDENTIFY_NAME,
                pair.user(),
                pair.timestampMicros(),
                pair.identifyProperties()));
      }
    }
    return events;
  }

  /// The uuid of a draft.
  ///
  /// @param record the bytes of the record the draft came from
  /// @param occurrence k, from 0
  /// @param index of the draft within the record, from 0
  EventId uuidOf(EventDraft draft, byte[] record, long occurrence, int index) {
    return draft.uuid().orElseGet(() -> derived(record, occurrence, index));
  }

  private EventId uuidBehind(EventId last, IdentityPair pair) {
    byte[] user = pair.user().value().getBytes(StandardCharsets.UTF_8);
    byte[] device = pair.device().value().getBytes(StandardCharsets.UTF_8);
    byte[] moment = ByteBuffer.allocate(8).putLong(pair.timestampMicros()).array();
    ByteBuffer count = ByteBuffer.allocate(4);
    EventId id = last;
    for (int tries = 0; tries < MOST_TRIES && id.compareTo(last) <= 0; tries++) {
      id = pairIds.of(user, SEPARATOR, device, SEPARATOR, moment, count.putInt(0, tries).array());
    }
    return id;
  }

  private EventId derived(byte[] record, long occurrence, int index) {
    for (int i = 0; i < 8; i++) {
      suffix[i] = (byte) (occurrence >>> (56 - 8 * i));
    }
    for (int i = 0; i < 4; i++) {
      suffix[8 + i] = (byte) (index >>> (24 - 8 * i));
    }
    return ids.of(record, suffix);
  }
}
