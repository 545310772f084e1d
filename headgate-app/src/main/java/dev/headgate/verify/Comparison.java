package dev.headgate.verify;

import dev.headgate.event.EventId;
import dev.headgate.event.UuidHash;
import dev.headgate.event.UuidSum;
import dev.headgate.verify.Verification.Discrepancy;
import dev.headgate.verify.Verification.Kind;
import dev.headgate.verify.Verification.Place;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Goes through what is expected and what is stored side by side, names what differs, and mends its
/// copy of the expected sums accordingly: if the differences found are all there are, the sums
/// agree afterwards.
final class Comparison {
  private final Expected expected;
  private final List<String> parts;
  private final Sums prefixes;
  private final Sums groups;
  private final UuidHash hash = new UuidHash();
  private final List<Discrepancy> discrepancies = new ArrayList<>();
  private long missing;
  private long extra;
  private long conflicting;
  private long merges;

  Comparison(Expected expected, List<String> parts) {
    this.expected = expected;
    this.parts = parts;
    prefixes = expected.prefixes().copy();
    groups = expected.groups().copy();
    merges = expected.merges();
  }

  /// Compares the events of the prefixes `[first, last]`.
  void compare(int first, int last, Observed observed) throws IOException, VerifyFault {
    try (Expected.Rows rows = expected.rows(first, last)) {
      SideBySide both = new SideBySide(rows);
      observed.events(first, last, both::accept);
      both.finish();
    }
  }

  boolean groupsAgree(Sums stored) {
    return groups.sameAs(stored);
  }

  boolean prefixesAgree(Sums stored) {
    return prefixes.sameAs(stored);
  }

  long missing() {
    return missing;
  }

  long extra() {
    return extra;
  }

  long conflicting() {
    return conflicting;
  }

  /// Merges that the expected events ask for; of a conflicting uuid, what the stored one asks for.
  long merges() {
    return merges;
  }

  List<Discrepancy> discrepancies() {
    return List.copyOf(discrepancies);
  }

  private final class SideBySide {
    private final Expected.Rows rows;
    private Optional<EventId> previous = Optional.empty();
    private Optional<Place> previousPlace = Optional.empty();
    private boolean outOfOrder;

    SideBySide(Expected.Rows rows) {
      this.rows = rows;
    }

    void accept(Observed.Stored stored) {
      try {
        int order = previous.map(uuid -> uuid.compareTo(stored.uuid())).orElse(-1);
        outOfOrder |= order > 0;
        if (order == 0) {
          extra(stored, previousPlace);
          return;
        }
        previous = Optional.of(stored.uuid());
        while (rows.present() && rows.uuid().compareTo(stored.uuid()) < 0) {
          missing(rows.row());
          rows.skipUuid();
        }
        if (rows.present() && rows.uuid().equals(stored.uuid())) {
          previousPlace = Optional.of(place(rows.row()));
          found(stored);
        } else {
          previousPlace = Optional.empty();
          extra(stored, Optional.empty());
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    void finish() throws IOException, VerifyFault {
      if (outOfOrder) {
        throw new VerifyFault(
            "The store answered events out of the order of their uuids, so they cannot be compared."
                + " That is a bug of the store's adapter: please report it.");
      }
      while (rows.present()) {
        missing(rows.row());
        rows.skipUuid();
      }
    }

    /// The row's uuid is stored; perhaps with another day or name.
    private void found(Observed.Stored stored) throws IOException {
      byte[] first = rows.row();
      long group = Manifest.groupAt(stored.timestampMicros(), stored.event());
      if (Manifest.group(first) == group) {
        rows.skipUuid();
        return;
      }
      conflicting++;
      UuidSum sum = hash.of(stored.uuid());
      groups.subtract(Expected.bucket(Manifest.group(first)), sum);
      groups.add(Expected.bucket(group), sum);
      add(Kind.CONFLICTING, stored.uuid(), Optional.of(place(first)), Optional.of(stored));
      boolean matched = false;
      while (rows.nextOfSameUuid()) {
        if (!matched && Manifest.group(rows.row()) == group) {
          matched = true;
          merges += asked(rows.row()) - asked(first);
        }
      }
    }
  }

  private void missing(byte[] row) {
    missing++;
    EventId uuid = Manifest.uuid(row);
    UuidSum sum = hash.of(uuid);
    prefixes.subtract(Expected.prefix(uuid), sum);
    groups.subtract(Expected.bucket(Manifest.group(row)), sum);
    add(Kind.MISSING, uuid, Optional.of(place(row)), Optional.empty());
  }

  private void extra(Observed.Stored stored, Optional<Place> place) {
    extra++;
    UuidSum sum = hash.of(stored.uuid());
    prefixes.add(Expected.prefix(stored.uuid()), sum);
    groups.add(Expected.bucket(Manifest.groupAt(stored.timestampMicros(), stored.event())), sum);
    add(Kind.EXTRA, stored.uuid(), place, Optional.of(stored));
  }

  private void add(
      Kind kind, EventId uuid, Optional<Place> place, Optional<Observed.Stored> stored) {
    if (discrepancies.size() < Verification.MAX_DISCREPANCIES) {
      discrepancies.add(new Discrepancy(kind, uuid, place, stored));
    }
  }

  private Place place(byte[] row) {
    int part = Manifest.part(row);
    String source = part < parts.size() ? parts.get(part) : "part " + part;
    return new Place(source, Manifest.line(row), Manifest.offset(row));
  }

  private static int asked(byte[] row) {
    return Manifest.asksForMerge(row) ? 1 : 0;
  }
}
