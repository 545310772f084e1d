package dev.headgate.admit;

import dev.headgate.admit.TrailCheck.Broken;
import dev.headgate.admit.TrailCheck.Damage;
import java.util.List;
import java.util.Optional;

/// Looks at the entries of a trail one after the other, and names the first thing that is wrong
/// with them. Pure; remembers one entry.
///
/// Whoever can write a whole trail anew can chain it anew: only a head that was noted elsewhere
/// shows that. So heads are part of what is looked at.
public final class TrailVerifier {
  private final List<TrailHead> noted;
  private TrailHead end = TrailHead.NONE;
  private String endWords = "";
  private Optional<Broken> broken = Optional.empty();

  /// @param noted heads that the trail had at some time; it may have grown since
  public TrailVerifier(List<TrailHead> noted) {
    this.noted = List.copyOf(noted);
  }

  /// Takes in the next entry.
  public void accept(TrailEntry entry) {
    if (broken.isPresent()) {
      broken = broken.map(known -> knowing(known, entry));
      return;
    }
    broken = wrongWith(entry);
    if (broken.isEmpty()) {
      end = entry.head();
      endWords = entry.words();
    }
  }

  /// Takes in what should be an entry and is none.
  void unreadable(String what) {
    if (broken.isEmpty()) {
      broken = Optional.of(new Broken(Damage.UNREADABLE, end.sequence() + 1, what));
    }
  }

  /// What is missing may stand somewhere behind.
  private static Broken knowing(Broken known, TrailEntry entry) {
    boolean late =
        known.damage() == Damage.REMOVED
            && known.first() <= entry.sequence()
            && entry.sequence() <= known.last();
    return late
        ? new Broken(
            Damage.REORDERED,
            entry.sequence(),
            "entry " + entry.sequence() + " (" + entry.words() + ") stands behind later ones")
        : known;
  }

  private Optional<Broken> wrongWith(TrailEntry entry) {
    long expected = end.sequence() + 1;
    if (entry.sequence() > expected) {
      return broken(
          Damage.REMOVED,
          expected,
          entry.sequence() - 1,
          between(expected, entry.sequence() - 1) + " missing");
    }
    String name = "entry " + entry.sequence() + " (" + entry.words() + ")";
    if (entry.sequence() < expected) {
      return broken(
          Damage.INSERTED,
          entry.sequence(),
          entry.sequence(),
          name + " stands where entry " + expected + " should");
    }
    if (!entry.hash().equals(entry.contentHash())) {
      return broken(
          Damage.ALTERED, expected, expected, name + " was altered: it does not have its hash");
    }
    if (!entry.previousHash().equals(end.hash())) {
      return expected == 1
          ? broken(Damage.REMOVED, 1, 1, name + " is not the first: one before it is missing")
          : broken(
              Damage.REPLACED,
              end.sequence(),
              end.sequence(),
              "entry "
                  + end.sequence()
                  + " ("
                  + endWords
                  + ") is not the one that entry "
                  + expected
                  + " was appended to");
    }
    return noted.stream()
        .filter(head -> head.sequence() == expected && !head.hash().equals(entry.hash()))
        .findFirst()
        .map(head ->
            new Broken(
                Damage.REPLACED,
                1,
                expected,
                name
                    + " is not the one whose hash was kept: it, or one before it, was replaced and all"
                    + " hashes made anew"));
  }

  private static Optional<Broken> broken(Damage damage, long first, long last, String what) {
    return Optional.of(new Broken(damage, first, last, what));
  }

  /// `entry 5 is`, `entries 5 to 7 are`
  static String between(long first, long last) {
    return first == last ? "entry " + first + " is" : "entries " + first + " to " + last + " are";
  }

  /// What the look came to, when all entries were taken in.
  public TrailCheck result() {
    if (broken.isPresent()) {
      return broken.get();
    }
    return noted.stream()
        .filter(head -> head.sequence() > end.sequence())
        .findFirst()
        .<TrailCheck>map(head ->
            new Broken(
                Damage.CUT_OFF,
                end.sequence() + 1,
                head.sequence(),
                between(end.sequence() + 1, head.sequence())
                    + " missing at the end: a head that was kept names entry "
                    + head.sequence()))
        .orElseGet(() -> new TrailCheck.Whole(end));
  }
}
