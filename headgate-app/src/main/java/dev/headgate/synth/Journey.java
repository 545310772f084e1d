package dev.headgate.synth;

import dev.headgate.synth.Dice.Draw;

/// The way of each user from nobody to somebody. A pure function: the user's fate, drawn from the
/// seed, sets milestones on the count of the user's own events, and says what happens there.
///
/// ```
/// step  0 ... identifyAt  +1      +2 ...        secondEnd     +2 ...     crmAt    identifyAt+30 ...
///       lead  IDENTIFY    shared  second device IDENTIFY      ...        alias    rename
/// ```
final class Journey {
  private static final int PERSONLESS_PER_64 = 3;
  private static final int RENAME_AFTER = 30;

  private final Dice dice;
  private final double mergeShare;

  Journey(SynthSettings settings, Dice dice) {
    this.dice = dice;
    this.mergeShare = settings.mergeShare();
  }

  /// How a user's history begins, before anybody is identified.
  private enum Lead {
    ANONYMOUS,
    PERSONLESS,
    /// Personless on the device, and on the server under the account's id.
    BOTH_PERSONLESS,
    /// Two persons: the device's and the account's.
    BOTH_SEEN,
    /// Only the server has seen the account.
    SIGNED_UP,
    /// The first event identifies.
    NONE
  }

  private long fate(int user) {
    return dice.bits(Draw.FATE, user);
  }

  private static boolean personlessForever(long fate) {
    return Dice.field(fate, 0, 6) < PERSONLESS_PER_64;
  }

  private boolean becomesKnown(long fate) {
    return !personlessForever(fate) && Dice.field(fate, 6, 20) < mergeShare * (1 << 20);
  }

  private static Lead lead(long fate) {
    return switch (Dice.field(fate, 26, 4)) {
      case 10, 11 -> Lead.PERSONLESS;
      case 12 -> Lead.BOTH_PERSONLESS;
      case 13 -> Lead.BOTH_SEEN;
      case 14 -> Lead.SIGNED_UP;
      case 15 -> Lead.NONE;
      default -> Lead.ANONYMOUS;
    };
  }

  private static int identifyAt(long fate) {
    int length = 1 + Dice.field(fate, 30, 2);
    return switch (lead(fate)) {
      case NONE -> 0;
      case BOTH_PERSONLESS, BOTH_SEEN -> length + 1;
      case ANONYMOUS, PERSONLESS, SIGNED_UP -> length;
    };
  }

  /// Whether the user's own id and first device belong to an identified person once the user has
  /// had this many events.
  boolean identified(int user, int steps) {
    long fate = fate(user);
    return becomesKnown(fate) && steps > identifyAt(fate);
  }

  /// The move of the user's event number `step`, counted from 0.
  ///
  /// @param bits chance for what the fate leaves open
  Move move(int user, int step, long bits) {
    long fate = fate(user);
    if (personlessForever(fate)) {
      return step == 6 ? Move.IDENTIFY_PERSONLESS : Move.ANONYMOUS_PERSONLESS;
    }
    if (!becomesKnown(fate)) {
      return Dice.field(bits, 0, 5) == 0 ? Move.ANONYMOUS_PERSONLESS : Move.ANONYMOUS;
    }
    int identifyAt = identifyAt(fate);
    if (step < identifyAt) {
      return leading(lead(fate), step == identifyAt - 1);
    }
    if (step == identifyAt) {
      return Move.IDENTIFY;
    }
    return known(fate, step - identifyAt, bits);
  }

  private static Move leading(Lead lead, boolean last) {
    return switch (lead) {
      case ANONYMOUS, NONE -> Move.ANONYMOUS;
      case PERSONLESS -> Move.ANONYMOUS_PERSONLESS;
      case BOTH_PERSONLESS -> last ? Move.SERVER_PERSONLESS : Move.ANONYMOUS_PERSONLESS;
      case BOTH_SEEN -> last ? Move.SIGN_UP : Move.ANONYMOUS;
      case SIGNED_UP -> Move.SIGN_UP;
    };
  }

  /// @param after events since the user was identified, from 1
  private static Move known(long fate, int after, long bits) {
    long more = Dice.more(fate);
    if (after == 1 && Dice.field(more, 0, 5) == 0) {
      return Move.IDENTIFY_SHARED;
    }
    boolean secondDevice = Dice.field(more, 5, 4) < 6;
    boolean secondAccount = secondDevice && Dice.field(more, 9, 2) == 0;
    int secondFrom = 2 + Dice.field(more, 11, 3);
    int secondEnd = secondFrom + 1 + Dice.field(more, 14, 2);
    if (secondDevice && after >= secondFrom) {
      if (after < secondEnd) {
        return lead(fate) == Lead.PERSONLESS ? Move.SECOND_DEVICE_PERSONLESS : Move.SECOND_DEVICE;
      }
      if (after == secondEnd && !secondAccount) {
        return Move.IDENTIFY_SECOND;
      }
      if (secondAccount && after <= secondEnd + 3) {
        return secondAccount(after - secondEnd, Dice.field(more, 16, 2));
      }
    }
    int crmAt = secondEnd + 2 + Dice.field(more, 18, 3);
    if (!secondAccount && Dice.field(more, 21, 3) == 0 && (after == crmAt || after == crmAt - 1)) {
      return crm(Dice.field(more, 24, 2), after == crmAt, bits);
    }
    boolean renames = Dice.field(more, 26, 4) == 0;
    if (renames && after >= RENAME_AFTER) {
      return after == RENAME_AFTER ? Move.RENAME : Move.RENAMED;
    }
    if (secondAccount && after > secondEnd && Dice.field(bits, 20, 3) == 0) {
      return Move.SECOND_ACCOUNT;
    }
    return everyday(bits);
  }

  private static Move secondAccount(int step, int choice) {
    return switch (step) {
      case 0 -> Move.IDENTIFY_SECOND_ACCOUNT;
      case 1 -> Move.SECOND_ACCOUNT;
      case 2 -> (choice & 1) == 0 ? Move.ALIAS_ACCOUNTS : Move.IDENTIFY_ACCOUNTS;
      default -> (choice & 2) == 0 ? Move.MERGE_ACCOUNTS : Move.KNOWN;
    };
  }

  private static Move crm(int choice, boolean last, long bits) {
    boolean seenBefore = (choice & 1) != 0;
    if (!last) {
      return seenBefore ? Move.CRM : everyday(bits);
    }
    return (choice & 2) == 0 ? Move.ALIAS_CRM : Move.ALIAS_REVERSED;
  }

  private static Move everyday(long bits) {
    int chance = Dice.field(bits, 0, 7);
    return switch (chance) {
      case 0, 1 -> Move.LATE;
      case 2, 3, 4 -> Move.KNOWN_PERSONLESS;
      case 5, 6, 7 -> Move.UPGRADE;
      case 8, 9, 10, 11 -> Move.CANCEL;
      case 12, 13 -> Move.IDENTIFY_AGAIN;
      case 14 -> Move.IDENTIFY_ILLEGAL;
      case 15, 16 -> Move.TRIAL_OFFER;
      default -> Move.KNOWN;
    };
  }
}
