package dev.headgate.verify;

import dev.headgate.event.EventId;
import dev.headgate.event.NamedIds;
import dev.headgate.spill.ExternalSort;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Whether two systems take the same distinct_ids for one person: ours, and those of a system that
/// says of each id whose it is. What the persons are called and which properties they have is not
/// compared.
///
/// Both sides are added in any order, sorted outside memory by id, then by person, so that memory
/// is bounded at any number of ids. Ids and persons are kept as version 5 uuids:
///
/// ```
/// by id      id 16 | side 1 | newest first 8 | deleted 1 | person 16
/// by person  person 16 | person of the other side 16 | id 16
/// ```
///
/// Use: {@link #ours} and {@link #theirs}, then {@link #compare} once, then {@link #name} with
/// every id again. Not thread-safe.
public final class PersonsCheck implements AutoCloseable {
  /// Differences of each kind that are named.
  public static final int MOST_NAMED = 100;

  private static final EventId NAMES = new EventId(0x6a1f7c0d_3b57_4e52L, 0x9c3e_0f54a1d2b683L);
  private static final int SORT_MEMORY_BYTES = 16 << 20;
  private static final int ID_ROW_BYTES = 42;
  private static final int PERSON_ROW_BYTES = 48;
  private static final byte OURS = 0;
  private static final byte THEIRS = 1;

  /// What differs.
  public enum Kind {
    /// One person here, several there.
    JOINED_ONLY_HERE,
    /// One person there, several here.
    JOINED_ONLY_THERE,
    /// Ids that only this side knows: no error by itself.
    ONLY_HERE,
    /// Ids that only the other side knows, such as those whose events were not exported.
    ONLY_THERE
  }

  /// A difference.
  ///
  /// @param ids two that are joined on one side and apart on the other; or the one that one side
  ///   lacks. Their texts once {@link #name} has met them, before that empty texts
  public record Difference(Kind kind, List<String> ids) {}

  /// What came out.
  ///
  /// @param compared ids that both sides know
  /// @param here persons of ours that have such ids
  /// @param there theirs
  /// @param counts of differences by kind, all of them
  /// @param named the first {@link #MOST_NAMED} of each kind
  public record Outcome(
      long compared, long here, long there, Map<Kind, Long> counts, List<Difference> named) {

    public long count(Kind kind) {
      return counts.getOrDefault(kind, 0L);
    }

    /// Whether the ids that both sides know, of which there are some, are joined alike.
    public boolean same() {
      return compared > 0
          && count(Kind.JOINED_ONLY_HERE) == 0
          && count(Kind.JOINED_ONLY_THERE) == 0;
    }
  }

  private final ExternalSort byId;
  private final ExternalSort byOurs;
  private final ExternalSort byTheirs;
  private final NamedIds names = new NamedIds(NAMES);
  private final ByteBuffer idRow = ByteBuffer.allocate(ID_ROW_BYTES);
  private final ByteBuffer personRow = ByteBuffer.allocate(PERSON_ROW_BYTES);
  private final Map<Kind, Long> counts = new HashMap<>();
  private final List<Found> found = new ArrayList<>();
  private final Map<EventId, String> texts = new HashMap<>();
  private long compared;

  /// A difference whose ids have no texts yet.
  private record Found(Kind kind, List<EventId> ids) {}

  /// @param scratch a folder for what does not fit in memory
  public PersonsCheck(Path scratch) {
    byId = new ExternalSort(scratch, "ids", ID_ROW_BYTES, SORT_MEMORY_BYTES);
    byOurs = new ExternalSort(scratch, "ours", PERSON_ROW_BYTES, SORT_MEMORY_BYTES);
    byTheirs = new ExternalSort(scratch, "theirs", PERSON_ROW_BYTES, SORT_MEMORY_BYTES);
  }

  public void ours(String distinctId, String person) throws IOException {
    add(distinctId, OURS, 0, false, person);
  }

  /// Adds a row of the other system's export.
  ///
  /// @param version of several rows of one id, the one with the highest counts
  /// @param deleted whether the id belongs to nobody since that version
  public void theirs(String distinctId, String person, long version, boolean deleted)
      throws IOException {
    add(distinctId, THEIRS, version, deleted, person);
  }

  private void add(String id, byte side, long version, boolean deleted, String person)
      throws IOException {
    idRow.clear();
    put(idRow, named(id));
    idRow.put(side).putLong(Long.MAX_VALUE - version).put((byte) (deleted ? 1 : 0));
    put(idRow, named(person));
    byId.add(idRow.array());
  }

  private EventId named(String text) {
    return names.of(text.getBytes(StandardCharsets.UTF_8));
  }

  private static void put(ByteBuffer row, EventId id) {
    row.putLong(id.high()).putLong(id.low());
  }

  private static EventId idAt(ByteBuffer row, int at) {
    return new EventId(row.getLong(at), row.getLong(at + 8));
  }

  /// Reads all that was added. Once only.
  public Outcome compare() throws IOException {
    try (ExternalSort.Sorted sorted = byId.sorted()) {
      Sides sides = new Sides();
      while (sorted.next()) {
        ByteBuffer row = ByteBuffer.wrap(sorted.row());
        EventId id = idAt(row, 0);
        if (sides.id.isPresent() && !sides.id.get().equals(id)) {
          settle(sides);
          sides = new Sides();
        }
        sides.id = Optional.of(id);
        sides.add(row);
      }
      settle(sides);
    }
    long here = groups(byOurs, Kind.JOINED_ONLY_HERE);
    long there = groups(byTheirs, Kind.JOINED_ONLY_THERE);
    return outcome(here, there);
  }

  /// What both sides say of one id; the first row of each side counts.
  private static final class Sides {
    private Optional<EventId> id = Optional.empty();
    private Optional<EventId> ours = Optional.empty();
    private Optional<EventId> theirs = Optional.empty();
    private boolean theirsMet;

    void add(ByteBuffer row) {
      EventId person = idAt(row, 26);
      if (row.get(16) == OURS) {
        ours = ours.or(() -> Optional.of(person));
      } else if (!theirsMet) {
        theirsMet = true;
        theirs = row.get(25) == 0 ? Optional.of(person) : Optional.empty();
      }
    }
  }

  private void settle(Sides sides) throws IOException {
    if (sides.ours.isPresent() && sides.theirs.isPresent()) {
      compared++;
      addTo(byOurs, sides.ours.get(), sides.theirs.get(), sides.id.orElseThrow());
      addTo(byTheirs, sides.theirs.get(), sides.ours.get(), sides.id.orElseThrow());
    } else if (sides.ours.isPresent()) {
      differ(Kind.ONLY_HERE, List.of(sides.id.orElseThrow()));
    } else if (sides.theirs.isPresent()) {
      differ(Kind.ONLY_THERE, List.of(sides.id.orElseThrow()));
    }
  }

  private void addTo(ExternalSort sort, EventId person, EventId other, EventId id)
      throws IOException {
    personRow.clear();
    put(personRow, person);
    put(personRow, other);
    put(personRow, id);
    sort.add(personRow.array());
  }

  private void differ(Kind kind, List<EventId> ids) {
    long before = counts.merge(kind, 1L, Long::sum) - 1;
    if (before < MOST_NAMED) {
      found.add(new Found(kind, ids));
      ids.forEach(id -> texts.put(id, ""));
    }
  }

  /// Counts the persons of one side; of those that are several on the other, two ids that show it.
  private long groups(ExternalSort sort, Kind kind) throws IOException {
    long persons = 0;
    EventId person = NAMES;
    EventId other = NAMES;
    EventId id = NAMES;
    boolean told = false;
    try (ExternalSort.Sorted sorted = sort.sorted()) {
      while (sorted.next()) {
        ByteBuffer row = ByteBuffer.wrap(sorted.row());
        boolean next = persons == 0 || !idAt(row, 0).equals(person);
        if (!next && !told && !idAt(row, 16).equals(other)) {
          differ(kind, List.of(id, idAt(row, 32)));
          told = true;
        }
        if (next) {
          persons++;
          person = idAt(row, 0);
          other = idAt(row, 16);
          id = idAt(row, 32);
          told = false;
        }
      }
    }
    return persons;
  }

  /// Tells the check an id again, so that it can name it.
  public void name(String distinctId) {
    texts.computeIfPresent(named(distinctId), (_, _) -> distinctId);
  }

  /// The outcome with the texts of what {@link #name} has met since.
  public Outcome named(Outcome outcome) {
    return outcome(outcome.here(), outcome.there());
  }

  private Outcome outcome(long here, long there) {
    List<Difference> named = new ArrayList<>();
    for (Found each : found) {
      named.add(
          new Difference(
              each.kind(), each.ids().stream().map(id -> texts.getOrDefault(id, "")).toList()));
    }
    return new Outcome(compared, here, there, Map.copyOf(counts), List.copyOf(named));
  }

  @Override
  public void close() throws IOException {
    byId.close();
    byOurs.close();
    byTheirs.close();
  }
}
