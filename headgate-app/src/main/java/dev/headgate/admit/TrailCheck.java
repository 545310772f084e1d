package dev.headgate.admit;

import java.util.Locale;

/// What a look at the trail came to.
public sealed interface TrailCheck {
  /// Nothing was altered, removed, inserted or reordered.
  record Whole(TrailHead head) implements TrailCheck {}

  /// Something was, first of all this.
  ///
  /// @param first the number of the first entry it is about
  /// @param last of the last; the same if it is one
  /// @param what for people
  record Broken(Damage damage, long first, long last, String what) implements TrailCheck {
    public Broken(Damage damage, long sequence, String what) {
      this(damage, sequence, sequence, what);
    }
  }

  /// What may have been done to a trail, and what to do about it.
  enum Damage {
    /// An entry's content does not have its hash.
    ALTERED("compare the entry with an export or a backup of before, and ask who can write there"),
    /// An entry has its hash and is not the one that was there.
    REPLACED("compare with an export or a backup of before, and ask who can write there"),
    /// Entries are not there, and later ones are.
    REMOVED("bring them back from an export or a backup, and ask who can write there"),
    /// There are entries that the trail never had there.
    INSERTED("compare with an export or a backup of before, and ask who can write there"),
    /// Entries stand in another order.
    REORDERED("sort the lines by sequence, then verify again"),
    /// The latest entries are not there.
    CUT_OFF("bring them back from an export or a backup, and ask who can write there"),
    /// A line of an export is no entry.
    UNREADABLE("export the trail anew: headgate audit export"),
    /// The head that is kept beside the trail is gone, or was not written by this pipeline.
    HEAD_LOST(
        "compare with a head that was noted: headgate audit verify --head SEQUENCE:HASH; if that says"
            + " the trail is whole: headgate audit accept --reason WHY"),
    /// The document of what somebody saw is another one, or not there.
    EVIDENCE_LOST("bring the document back from a backup, and ask who can write there");

    private final String next;

    Damage(String next) {
      this.next = next;
    }

    public String key() {
      return name().toLowerCase(Locale.ROOT);
    }

    public String next() {
      return next;
    }
  }
}
