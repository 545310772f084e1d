package dev.headgate.identity;

import dev.headgate.event.JsonBytes;
import dev.headgate.json.ByteSearch;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// What one event writes to a person's properties, by key; of several writes of one key the last to
/// be put stands. Values stay in the bytes they were read from until somebody keeps them.
///
/// Most events write what another event just wrote, so the values kept last are remembered and
/// shared. Not thread-safe.
public final class PropertyWrites {
  private static final int LONGEST_SHARED = 128;
  private static final int USUAL_KEYS = 64;

  private final @Nullable JsonBytes[] shared;
  private final int sharedBits;
  private @Nullable String[] table = new @Nullable String[2 * USUAL_KEYS];
  private int[] placeOf = new int[table.length];
  private int[] slots = new int[USUAL_KEYS];
  private PropertyRegister.Kind[] kinds = new PropertyRegister.Kind[USUAL_KEYS];
  private byte[][] sources = new byte[USUAL_KEYS][];
  private int[] from = new int[USUAL_KEYS];
  private int[] to = new int[USUAL_KEYS];
  private int size;

  /// @param sharedBits how many values are remembered: two to the power of it
  PropertyWrites(int sharedBits) {
    this.sharedBits = sharedBits;
    this.shared = new @Nullable JsonBytes[1 << sharedBits];
  }

  /// How many keys are written.
  public int size() {
    return size;
  }

  void clear() {
    for (int place = 0; place < size; place++) {
      table[slots[place]] = null;
    }
    size = 0;
  }

  /// Writes the JSON value in `source[from, to)`; an unset has no value.
  void put(String key, PropertyRegister.Kind kind, byte[] source, int valueFrom, int valueTo) {
    int slot = KeyTable.slot(table, key);
    if (table[slot] == null) {
      if (2 * size >= table.length) {
        grow();
        slot = KeyTable.slot(table, key);
      }
      table[slot] = key;
      placeOf[slot] = size;
      slots[size++] = slot;
    }
    int place = placeOf[slot];
    kinds[place] = kind;
    sources[place] = source;
    from[place] = valueFrom;
    to[place] = valueTo;
  }

  private void grow() {
    @Nullable String[] old = table;
    table = new @Nullable String[2 * old.length];
    placeOf = new int[table.length];
    int[] oldSlots = slots;
    slots = new int[old.length];
    for (int place = 0; place < size; place++) {
      String key = old[oldSlots[place]];
      slots[place] = KeyTable.slot(table, key == null ? "" : key);
      table[slots[place]] = key;
      placeOf[slots[place]] = place;
    }
    kinds = Arrays.copyOf(kinds, old.length);
    sources = Arrays.copyOf(sources, old.length);
    from = Arrays.copyOf(from, old.length);
    to = Arrays.copyOf(to, old.length);
  }

  String key(int place) {
    String key = table[slots[place]];
    if (place >= size || key == null) {
      throw new IndexOutOfBoundsException(place);
    }
    return key;
  }

  PropertyRegister.Kind kind(int place) {
    return kinds[place];
  }

  /// The value of a write, to be kept.
  JsonBytes value(int place) {
    byte[] source = sources[place];
    int valueFrom = from[place];
    int valueTo = to[place];
    if (valueTo - valueFrom > LONGEST_SHARED) {
      return JsonBytes.copyOf(source, valueFrom, valueTo);
    }
    int slot = ByteSearch.hash(source, valueFrom, valueTo) >>> (Integer.SIZE - sharedBits);
    JsonBytes known = shared[slot];
    if (known == null || !hasValue(place, known)) {
      known = JsonBytes.copyOf(source, valueFrom, valueTo);
      shared[slot] = known;
    }
    return known;
  }

  /// Whether a write's value is this one, byte for byte.
  boolean hasValue(int place, JsonBytes value) {
    return Arrays.equals(sources[place], from[place], to[place], value.utf8(), 0, value.length());
  }

  /// Compares the bytes of a write's value with those of another, as numbers without sign.
  int compareValue(int place, JsonBytes other) {
    return Arrays.compareUnsigned(
        sources[place], from[place], to[place], other.utf8(), 0, other.length());
  }
}
