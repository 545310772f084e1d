package dev.headgate.identity;

import dev.headgate.event.JsonBytes;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/// What is known of one distinct_id, apart from merges: its earliest sighting, its earliest
/// personless event, and one register for every property key it ever wrote. Every part is a minimum
/// or a maximum over {@link Stamp}s, so merging commutes, associates and repeats freely.
///
/// An id keeps at most {@link #MAX_KEYS} keys: those that come first in order. Which ones those are
/// depends on the set of keys alone, so this too is the same in any order of arrival.
public final class IdRegisters {
  public static final int MAX_KEYS = 10_000;

  public static final IdRegisters EMPTY =
      new IdRegisters(
          Sightings.NONE,
          new String[0],
          new Stamp[0],
          new PropertyRegister.Kind[0],
          new JsonBytes[0]);

  private final Sightings sightings;
  private final String[] keys;
  private final Stamp[] stamps;
  private final PropertyRegister.Kind[] kinds;
  private final JsonBytes[] values;

  /// Takes the arrays over, one entry a register: keys sorted, each once, at most {@link
  /// #MAX_KEYS}.
  IdRegisters(
      Sightings sightings,
      String[] keys,
      Stamp[] stamps,
      PropertyRegister.Kind[] kinds,
      JsonBytes[] values) {
    this.sightings = sightings;
    this.keys = keys;
    this.stamps = stamps;
    this.kinds = kinds;
    this.values = values;
  }

  public Sightings sightings() {
    return sightings;
  }

  /// How many keys there are.
  public int size() {
    return keys.length;
  }

  /// Whether the id has as many keys as it may: of more, those first in order are kept.
  public boolean isFull() {
    return keys.length >= MAX_KEYS;
  }

  String key(int place) {
    return keys[place];
  }

  Stamp stamp(int place) {
    return stamps[place];
  }

  PropertyRegister.Kind kind(int place) {
    return kinds[place];
  }

  JsonBytes value(int place) {
    return values[place];
  }

  /// Every key with its register, in the order of keys.
  public void forEach(BiConsumer<String, PropertyRegister> each) {
    for (int i = 0; i < keys.length; i++) {
      each.accept(keys[i], new PropertyRegister(stamps[i], kinds[i], values[i]));
    }
  }

  public IdRegisters merge(IdRegisters other) {
    Columns merged = new Columns(Math.min(MAX_KEYS, keys.length + other.keys.length));
    int mine = 0;
    int theirs = 0;
    while (merged.size < MAX_KEYS && (mine < keys.length || theirs < other.keys.length)) {
      int order = order(mine, other, theirs);
      if (order == 0) {
        if (counts(mine, other, theirs)) {
          merged.add(this, mine);
        } else {
          merged.add(other, theirs);
        }
        mine++;
        theirs++;
      } else if (order < 0) {
        merged.add(this, mine++);
      } else {
        merged.add(other, theirs++);
      }
    }
    return merged.toRegisters(sightings.merge(other.sightings));
  }

  private int order(int mine, IdRegisters other, int theirs) {
    if (mine == keys.length) {
      return 1;
    }
    return theirs == other.keys.length ? -1 : keys[mine].compareTo(other.keys[theirs]);
  }

  /// Whether of two registers of one key mine stands.
  private boolean counts(int mine, IdRegisters other, int theirs) {
    int order =
        PropertyRegister.order(
            stamps[mine], kinds[mine], other.stamps[theirs], other.kinds[theirs]);
    return order > 0
        || (order == 0
            && Arrays.compareUnsigned(values[mine].utf8(), other.values[theirs].utf8()) >= 0);
  }

  /// Registers that are being put down one after the other.
  private static final class Columns {
    private final String[] keys;
    private final Stamp[] stamps;
    private final PropertyRegister.Kind[] kinds;
    private final JsonBytes[] values;
    private int size;

    Columns(int capacity) {
      keys = new String[capacity];
      stamps = new Stamp[capacity];
      kinds = new PropertyRegister.Kind[capacity];
      values = new JsonBytes[capacity];
    }

    void add(IdRegisters from, int place) {
      keys[size] = from.keys[place];
      stamps[size] = from.stamps[place];
      kinds[size] = from.kinds[place];
      values[size++] = from.values[place];
    }

    IdRegisters toRegisters(Sightings sightings) {
      return size == keys.length
          ? new IdRegisters(sightings, keys, stamps, kinds, values)
          : new IdRegisters(
              sightings,
              Arrays.copyOf(keys, size),
              Arrays.copyOf(stamps, size),
              Arrays.copyOf(kinds, size),
              Arrays.copyOf(values, size));
    }
  }

  /// The compact form in which a store keeps it; {@link RegisterLayout} draws it.
  public byte[] encode() {
    return RegisterLayout.encode(this);
  }

  public static IdRegisters decode(byte[] encoded) {
    return RegisterLayout.decode(encoded);
  }

  /// The sightings alone, without reading the registers.
  public static Sightings decodeSightings(byte[] encoded) {
    return RegisterLayout.decodeSightings(encoded);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof IdRegisters that
        && sightings.equals(that.sightings)
        && Arrays.equals(keys, that.keys)
        && Arrays.equals(stamps, that.stamps)
        && Arrays.equals(kinds, that.kinds)
        && Arrays.equals(values, that.values);
  }

  @Override
  public int hashCode() {
    return 31 * sightings.hashCode() + Arrays.hashCode(keys);
  }

  @Override
  public String toString() {
    Map<String, PropertyRegister> byKey = new TreeMap<>();
    forEach(byKey::put);
    return sightings + " " + byKey;
  }

  /// Absorbs the events of one id, many of them cheaply. Not thread-safe.
  public static final class Builder {
    private @Nullable Stamp seen;
    private @Nullable Stamp personless;
    private @Nullable String[] table = new @Nullable String[32];
    private Stamp[] stamps = new Stamp[table.length];
    private PropertyRegister.Kind[] kinds = new PropertyRegister.Kind[table.length];
    private JsonBytes[] values = new JsonBytes[table.length];
    private int size;

    /// Adds an event of this id, which may have come before.
    public void absorb(EventFacts facts) {
      Stamp at = facts.at();
      if (facts.personless()) {
        personless = Stamp.earlier(personless, at);
        return;
      }
      seen = Stamp.earlier(seen, at);
      PropertyWrites writes = facts.writes();
      for (int place = 0; place < writes.size(); place++) {
        absorb(at, writes, place);
      }
    }

    private void absorb(Stamp at, PropertyWrites writes, int place) {
      String key = writes.key(place);
      PropertyRegister.Kind kind = writes.kind(place);
      int slot = KeyTable.slot(table, key);
      if (table[slot] == null) {
        if (4 * (size + 1) > 3 * table.length) {
          grow();
          slot = KeyTable.slot(table, key);
        }
        table[slot] = key;
        size++;
      } else {
        int order = PropertyRegister.order(at, kind, stamps[slot], kinds[slot]);
        if (order < 0 || (order == 0 && writes.compareValue(place, values[slot]) <= 0)) {
          return;
        }
        if (writes.hasValue(place, values[slot])) {
          stamps[slot] = at;
          kinds[slot] = kind;
          return;
        }
      }
      stamps[slot] = at;
      kinds[slot] = kind;
      values[slot] = writes.value(place);
    }

    private void grow() {
      @Nullable String[] oldTable = table;
      Stamp[] oldStamps = stamps;
      PropertyRegister.Kind[] oldKinds = kinds;
      JsonBytes[] oldValues = values;
      table = new @Nullable String[2 * oldTable.length];
      stamps = new Stamp[table.length];
      kinds = new PropertyRegister.Kind[table.length];
      values = new JsonBytes[table.length];
      for (int old = 0; old < oldTable.length; old++) {
        String key = oldTable[old];
        if (key != null) {
          int slot = KeyTable.slot(table, key);
          table[slot] = key;
          stamps[slot] = oldStamps[old];
          kinds[slot] = oldKinds[old];
          values[slot] = oldValues[old];
        }
      }
    }

    public IdRegisters build() {
      String[] keys = new String[size];
      int found = 0;
      for (String key : table) {
        if (key != null) {
          keys[found++] = key;
        }
      }
      Arrays.sort(keys);
      if (keys.length > MAX_KEYS) {
        keys = Arrays.copyOf(keys, MAX_KEYS);
      }
      Stamp[] sortedStamps = new Stamp[keys.length];
      PropertyRegister.Kind[] sortedKinds = new PropertyRegister.Kind[keys.length];
      JsonBytes[] sortedValues = new JsonBytes[keys.length];
      for (int i = 0; i < keys.length; i++) {
        int slot = KeyTable.slot(table, keys[i]);
        sortedStamps[i] = stamps[slot];
        sortedKinds[i] = kinds[slot];
        sortedValues[i] = values[slot];
      }
      return new IdRegisters(
          new Sightings(seen, personless), keys, sortedStamps, sortedKinds, sortedValues);
    }
  }
}
