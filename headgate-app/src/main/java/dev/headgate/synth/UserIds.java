package dev.headgate.synth;

import dev.headgate.event.EventId;
import dev.headgate.synth.Dice.Draw;
import java.nio.charset.StandardCharsets;

/// The distinct_ids of all users, computed from their numbers. No two are equal, none is longer
/// than {@link #MAX_BYTES}, and none needs an escape in JSON. Anonymous ids look like uuids, or are
/// numbers where a format has them so; others have several styles, some of them far from ASCII, so
/// that order by code point shows.
final class UserIds {
  /// Longest id in bytes of UTF-8.
  static final int MAX_BYTES = 44;

  private static final String HOT_ID = "billing-sync-job";

  /// Far from the numbers of accounts, and small enough for a double to be exact.
  private static final long FIRST_DEVICE_NUMBER = 5_000_000_000_000_000L;

  private final Dice dice;
  private final int hotUser;
  private final String devicePrefix;
  private final boolean numbersDevices;

  /// @param format says what the ids of devices look like: their prefix has at most 8 ASCII
  ///   characters
  UserIds(Dice dice, int hotUser, SynthFormat format) {
    this.dice = dice;
    this.hotUser = hotUser;
    this.devicePrefix = format.devicePrefix();
    this.numbersDevices = format.numbersDevices();
  }

  String of(int user, IdSlot slot) {
    if (user == hotUser) {
      return HOT_ID;
    }
    return switch (slot) {
      case DEVICE, SECOND_DEVICE ->
          numbersDevices
              ? Long.toString(FIRST_DEVICE_NUMBER + user * 8L + slot.index())
              : devicePrefix + device(user, slot);
      case USER -> account(user);
      case CRM -> "crm:" + (700_000_000L + user);
      case SECOND_ACCOUNT -> "member-" + user + "@second.example";
      case RENAMED -> "user_" + user + "_renamed";
    };
  }

  byte[] utf8(int user, IdSlot slot) {
    if (devicePrefix.isEmpty()
        && !numbersDevices
        && user != hotUser
        && (slot == IdSlot.DEVICE || slot == IdSlot.SECOND_DEVICE)) {
      return device(user, slot).ascii();
    }
    return of(user, slot).getBytes(StandardCharsets.UTF_8);
  }

  /// Whether the id is a number, which some clients send as one.
  boolean numeric(int user, IdSlot slot) {
    return user != hotUser && slot == IdSlot.USER && style(user) == 0;
  }

  private EventId device(int user, IdSlot slot) {
    return randomUuid(dice, Draw.DEVICE_ID, user * 8L + slot.index());
  }

  private String account(int user) {
    return switch (style(user)) {
      case 0 -> Long.toString(100_000_000L + user);
      case 1 -> "客户-" + user;
      case 2 -> "🦊" + user;
      case 3 -> "Ａ" + user;
      case 4 -> "مستخدم-" + user;
      case 5 -> "O'Brien & Söhne #" + user;
      default -> "user_" + user;
    };
  }

  private int style(int user) {
    return Dice.below(person(user), 64);
  }

  /// What chance says of a human, whatever the id.
  long person(int user) {
    return dice.bits(Draw.PERSON, user);
  }

  /// A version 4 uuid that no other index gives: all 64 drawn bits are in it, the two that the
  /// variant displaces in its upper half.
  static EventId randomUuid(Dice dice, Draw draw, long index) {
    long low = dice.bits(draw, index);
    long high = Dice.more(low ^ index);
    high = (high & 0xffff_ffff_ffff_0ffcL) | 0x4000 | (low >>> 62);
    return new EventId(high, variant(low));
  }

  /// A version 7 uuid of the time, likewise.
  static EventId timeUuid(Dice dice, Draw draw, long index, long micros) {
    long low = dice.bits(draw, index);
    long random = (Dice.more(low ^ index) & 0xffc) | (low >>> 62);
    return new EventId((micros / 1000) << 16 | 0x7000 | random, variant(low));
  }

  private static long variant(long low) {
    return (low & 0x3fff_ffff_ffff_ffffL) | 0x8000_0000_0000_0000L;
  }
}
