package dev.headgate.identity;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
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
      new IdRegisters(Sightings.NONE, new String[0], new PropertyRegister[0]);

  private final Sightings sightings;
  private final String[] keys;
  private final PropertyRegister[] registers;

  /// Takes the arrays over: keys sorted, each once, at most {@link #MAX_KEYS}.
  IdRegisters(Sightings sightings, String[] keys, PropertyRegister[] registers) {
    this.sightings = sightings;
    this.keys = keys;
    this.registers = registers;
  }

  public Sightings sightings() {
    return sightings;
  }

  /// How many keys there are.
  public int size() {
    return keys.length;
  }

  /// Every key with its register, in the order of keys.
  public void forEach(BiConsumer<String, PropertyRegister> each) {
    for (int i = 0; i < keys.length; i++) {
      each.accept(keys[i], registers[i]);
    }
  }

  public IdRegisters merge(IdRegisters other) {
    String[] mergedKeys = new String[Math.min(MAX_KEYS, keys.length + other.keys.length)];
    PropertyRegister[] merged = new PropertyRegister[mergedKeys.length];
    int size = 0;
    int mine = 0;
    int theirs = 0;
    while (size < MAX_KEYS && (mine < keys.length || theirs < other.keys.length)) {
      int order = order(mine, other, theirs);
      if (order == 0) {
        mergedKeys[size] = keys[mine];
        merged[size++] = registers[mine++].merge(other.registers[theirs++]);
      } else if (order < 0) {
        mergedKeys[size] = keys[mine];
        merged[size++] = registers[mine++];
      } else {
        mergedKeys[size] = other.keys[theirs];
        merged[size++] = other.registers[theirs++];
      }
    }
    return new IdRegisters(
        sightings.merge(other.sightings),
        Arrays.copyOf(mergedKeys, size),
        Arrays.copyOf(merged, size));
  }

  private int order(int mine, IdRegisters other, int theirs) {
    if (mine == keys.length) {
      return 1;
    }
    return theirs == other.keys.length ? -1 : keys[mine].compareTo(other.keys[theirs]);
  }

  /// The compact form in which a store keeps it; {@link RegisterLayout} draws it.
  public byte[] encode() {
    return RegisterLayout.encode(sightings, keys, registers);
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
        && Arrays.equals(registers, that.registers);
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
    private final Map<String, PropertyRegister> registers = new HashMap<>();

    /// Adds an event of this id, which may have come before.
    public void absorb(EventFacts facts) {
      Stamp at = facts.at();
      if (facts.personless()) {
        personless = Stamp.earlier(personless, at);
        return;
      }
      seen = Stamp.earlier(seen, at);
      facts.writes().forEach((key, write) -> registers.merge(key, write, PropertyRegister::merge));
    }

    public IdRegisters build() {
      String[] keys = registers.keySet().toArray(String[]::new);
      Arrays.sort(keys);
      if (keys.length > MAX_KEYS) {
        keys = Arrays.copyOf(keys, MAX_KEYS);
      }
      PropertyRegister[] sorted = new PropertyRegister[keys.length];
      for (int i = 0; i < keys.length; i++) {
        sorted[i] = Objects.requireNonNull(registers.get(keys[i]));
      }
      return new IdRegisters(new Sightings(seen, personless), keys, sorted);
    }
  }
}
