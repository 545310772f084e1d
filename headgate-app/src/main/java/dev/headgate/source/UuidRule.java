package dev.headgate.source;

import dev.headgate.event.EventId;
import dev.headgate.event.NamedIds;

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
/// distinct events, and the same export read again gives the same uuids. Not thread-safe.
public final class UuidRule {
  /// The namespace of events known by their record: 54b7ea1d-7e4c-498a-a672-b6152cda64bc.
  public static final EventId RECORDS = new EventId(0x54b7ea1d_7e4c_498aL, 0xa672_b6152cda64bcL);

  /// The namespace of events known by an id of their own that is no uuid, as UTF-8:
  /// 85d4492c-42cb-4bf7-9293-04414090acfa.
  public static final EventId FOREIGN_IDS =
      new EventId(0x85d4492c_42cb_4bf7L, 0x9293_04414090acfaL);

  private final NamedIds ids = new NamedIds(RECORDS);
  private final byte[] suffix = new byte[12];

  /// The uuid of a draft.
  ///
  /// @param record the bytes of the record the draft came from
  /// @param occurrence k, from 0
  /// @param index of the draft within the record, from 0
  public EventId uuidOf(EventDraft draft, byte[] record, long occurrence, int index) {
    return draft.uuid().orElseGet(() -> derived(record, occurrence, index));
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
