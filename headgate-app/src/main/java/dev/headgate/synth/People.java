package dev.headgate.synth;

/// The truth, kept while it is made: which of a user's ids are which person, and how often each id
/// has acted. A user has at most two persons at a time, because the journeys are made so; merges
/// across users are only made where they are refused.
///
/// About 120 bytes a user.
final class People {
  private static final IdSlot[] SLOTS = IdSlot.values();
  private static final int NONE = 0;
  private static final int PERSONLESS_FROM_BIT = 2 * SLOTS.length;

  private final PersonRows rows = new PersonRows();
  private final int[] whereOf;
  private final int[] firstRow;
  private final int[] secondRow;
  private final int[] steps;
  private final int[] eventsOfId;

  /// What becomes of a merge.
  enum Outcome {
    /// Two persons, or a person and an id, or two ids, became one person.
    JOINED,
    /// They were one person already.
    ALREADY_ONE,
    /// `cannot_merge_already_identified`
    REFUSED,
    /// No merge at all: an illegal id, or an event that makes no person.
    ILLEGAL
  }

  People(int users) {
    whereOf = new int[users];
    firstRow = new int[users];
    secondRow = new int[users];
    steps = new int[users];
    eventsOfId = new int[users * SLOTS.length];
  }

  PersonRows rows() {
    return rows;
  }

  int users() {
    return whereOf.length;
  }

  /// How many events the user has had, and one more from now on.
  int step(int user) {
    return steps[user]++;
  }

  int steps(int user) {
    return steps[user];
  }

  void countEvent(int user, IdSlot slot) {
    eventsOfId[user * SLOTS.length + slot.index()]++;
  }

  int events(int user, IdSlot slot) {
    return eventsOfId[user * SLOTS.length + slot.index()];
  }

  /// The row of the person that has this id, or -1.
  int rowOf(int user, IdSlot slot) {
    return row(user, which(user, slot));
  }

  /// The row of the user's first or second person (1 or 2), or -1.
  int row(int user, int which) {
    return which == NONE ? -1 : which == 1 ? firstRow[user] : secondRow[user];
  }

  /// 1 or 2 for the user's person that has this id, else 0.
  int which(int user, IdSlot slot) {
    return whereOf[user] >>> (2 * slot.index()) & 3;
  }

  void seenPersonless(int user, IdSlot slot) {
    whereOf[user] |= 1 << (PERSONLESS_FROM_BIT + slot.index());
  }

  private boolean wasPersonless(int user, IdSlot slot) {
    return (whereOf[user] >>> (PERSONLESS_FROM_BIT + slot.index()) & 1) != 0;
  }

  /// The row of the id's person, made now if there is none.
  int seen(int user, IdSlot slot, long micros) {
    int row = rowOf(user, slot);
    return row >= 0 ? row : create(user, slot, slot, micros);
  }

  private int create(int user, IdSlot slot, IdSlot first, long micros) {
    int taken = 0;
    for (IdSlot each : SLOTS) {
      taken |= which(user, each);
    }
    int which = (taken & 1) == 0 ? 1 : 2;
    if ((taken & which) != 0) {
      throw new IllegalStateException("a journey made a third person of user " + user);
    }
    int row = rows.create(first, micros);
    (which == 1 ? firstRow : secondRow)[user] = row;
    put(user, slot, which);
    return row;
  }

  private void put(int user, IdSlot slot, int which) {
    int shift = 2 * slot.index();
    whereOf[user] = (whereOf[user] & ~(3 << shift)) | which << shift;
  }

  /// A legal merge of two of the user's ids.
  ///
  /// @param dangerously whether it may merge a person who is identified
  Outcome merge(int user, IdSlot into, IdSlot other, boolean dangerously, long micros) {
    int intoWhich = which(user, into);
    int otherWhich = which(user, other);
    Outcome outcome = Outcome.JOINED;
    if (intoWhich == NONE && otherWhich == NONE) {
      boolean otherFirst = wasPersonless(user, other) && !wasPersonless(user, into);
      create(user, into, otherFirst ? other : into, micros);
      put(user, other, which(user, into));
    } else if (intoWhich == NONE) {
      put(user, into, otherWhich);
    } else if (otherWhich == NONE) {
      put(user, other, intoWhich);
    } else if (intoWhich == otherWhich) {
      outcome = Outcome.ALREADY_ONE;
    } else if (rows.identified(row(user, otherWhich)) && !dangerously) {
      outcome = Outcome.REFUSED;
    } else {
      rows.join(row(user, intoWhich), row(user, otherWhich));
      for (IdSlot each : SLOTS) {
        if (which(user, each) == otherWhich) {
          put(user, each, intoWhich);
        }
      }
    }
    rows.identify(rowOf(user, into));
    return outcome;
  }

  long estimatedBytes() {
    return whereOf.length * (4L * 4 + 4L * SLOTS.length) + rows.estimatedBytes();
  }
}
