package dev.headgate.identity;

import dev.headgate.event.EventId;
import dev.headgate.event.JsonBytes;
import dev.headgate.json.JsonNames;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The bytes of {@link IdRegisters}. Many keys were written by the same event, so the stamps stand
/// in a table and the keys name their place in it. Most keys are those every event writes, and
/// stand as their places ({@link PersonProperty}); of such, the first value and the present one are
/// often the same, and stand once.
///
/// ```
/// version    1 byte   2
/// flags      1 byte   1: stamp 0 is the earliest sighting
///                     2: the stamp after that is the earliest personless event
/// stamps     varint   how many, then each in 24 bytes:
///              micros  8 bytes, signed, big-endian
///              uuid   16 bytes
/// keys       varint   how many, then each, sorted:
///              key     varint: place * 2 + 1; or length * 2, then UTF-8
///              write   varint: place of its stamp * 8 + (0 set_once, 1 set, 2 unset)
///                        + 4 if its value is that of its partner, which came before it: the
///                        key whose place differs in the lowest bit
///              value   varint length, JSON; not for unset, nor for the value of a partner
/// ```
///
/// Version 1, which is read as well, has keys as varint length and UTF-8 only, and writes as place
/// of the stamp * 4.
///
/// A varint holds 7 bits a byte, the lowest first, the high bit set on all but the last.
final class RegisterLayout {
  private static final byte VERSION = 2;
  private static final byte PLAIN_KEYS = 1;
  private static final int SEEN = 1;
  private static final int PERSONLESS = 2;
  private static final int STAMP_BYTES = 24;
  private static final int OF_PARTNER = 4;

  private RegisterLayout() {}

  static byte[] encode(IdRegisters registers) {
    Sightings sightings = registers.sightings();
    int count = registers.size();
    StampTable stamps = new StampTable();
    Stamp seen = sightings.seen();
    Stamp personless = sightings.personless();
    int flags = 0;
    if (seen != null) {
      flags |= SEEN;
      stamps.append(seen);
    }
    if (personless != null) {
      flags |= PERSONLESS;
      stamps.append(personless);
    }
    Writer body = new Writer(64 + 32 * count);
    @Nullable JsonBytes[] usual = new @Nullable JsonBytes[PersonProperty.places()];
    body.varint(count);
    for (int i = 0; i < count; i++) {
      PropertyRegister.Kind kind = registers.kind(i);
      JsonBytes value = registers.value(i);
      int usualPlace = PersonProperty.place(registers.key(i));
      boolean ofPartner = false;
      if (usualPlace == PersonProperty.NONE) {
        body.text(registers.key(i));
      } else {
        body.varint(usualPlace << 1 | 1);
        if (kind != PropertyRegister.Kind.UNSET) {
          ofPartner = value.equals(usual[partner(usualPlace)]);
          usual[usualPlace] = value;
        }
      }
      int write = stamps.place(registers.stamp(i)) << 3 | code(kind);
      body.varint(ofPartner ? write | OF_PARTNER : write);
      if (kind != PropertyRegister.Kind.UNSET && !ofPartner) {
        body.block(value.utf8());
      }
    }
    Writer out = new Writer(8 + STAMP_BYTES * stamps.size + body.length);
    out.put(VERSION);
    out.put((byte) flags);
    out.varint(stamps.size);
    for (int i = 0; i < stamps.size; i++) {
      out.stamp(stamps.byPlace[i]);
    }
    out.bytes(body.buffer, body.length);
    return Arrays.copyOf(out.buffer, out.length);
  }

  static IdRegisters decode(byte[] encoded) {
    ByteBuffer in = open(encoded);
    int flags = in.get();
    Stamp[] stamps = new Stamp[varint(in)];
    for (int i = 0; i < stamps.length; i++) {
      stamps[i] = stamp(in);
    }
    int count = varint(in);
    String[] keys = new String[count];
    Stamp[] writtenAt = new Stamp[count];
    PropertyRegister.Kind[] kinds = new PropertyRegister.Kind[count];
    JsonBytes[] values = new JsonBytes[count];
    boolean plain = encoded[0] == PLAIN_KEYS;
    @Nullable JsonBytes[] usual = new @Nullable JsonBytes[PersonProperty.places()];
    for (int i = 0; i < count; i++) {
      int key = plain ? varint(in) << 1 : varint(in);
      int usualPlace = PersonProperty.NONE;
      if ((key & 1) == 1) {
        usualPlace = key >>> 1;
        keys[i] = PersonProperty.key(usualPlace);
      } else {
        int length = key >>> 1;
        keys[i] = JsonNames.of(encoded, in.position(), in.position() + length);
        in.position(in.position() + length);
      }
      int write = plain ? inVersion2(varint(in)) : varint(in);
      writtenAt[i] = stamps[write >>> 3];
      kinds[i] = kind(write & 3);
      if (kinds[i] == PropertyRegister.Kind.UNSET) {
        values[i] = PropertyRegister.NOTHING;
        continue;
      }
      boolean ofPartner = (write & OF_PARTNER) != 0;
      JsonBytes value = ofPartner ? usual[partner(usualPlace)] : value(in);
      if (value == null) {
        throw new IllegalArgumentException("no partner of " + keys[i] + " came before it");
      }
      values[i] = value;
      if (usualPlace != PersonProperty.NONE) {
        usual[usualPlace] = value;
      }
    }
    return new IdRegisters(sightings(flags, stamps), keys, writtenAt, kinds, values);
  }

  private static int partner(int usualPlace) {
    if (usualPlace == PersonProperty.NONE) {
      throw new IllegalArgumentException("only usual keys have partners");
    }
    return usualPlace ^ 1;
  }

  private static int inVersion2(int write) {
    return (write >>> 2) << 3 | (write & 3);
  }

  static Sightings decodeSightings(byte[] encoded) {
    ByteBuffer in = open(encoded);
    int flags = in.get();
    Stamp[] stamps = new Stamp[Math.min(2, varint(in))];
    for (int i = 0; i < stamps.length; i++) {
      stamps[i] = stamp(in);
    }
    return sightings(flags, stamps);
  }

  private static Sightings sightings(int flags, Stamp[] stamps) {
    boolean seen = (flags & SEEN) != 0;
    boolean personless = (flags & PERSONLESS) != 0;
    return new Sightings(seen ? stamps[0] : null, personless ? stamps[seen ? 1 : 0] : null);
  }

  private static int code(PropertyRegister.Kind kind) {
    return switch (kind) {
      case SET_ONCE -> 0;
      case SET -> 1;
      case UNSET -> 2;
    };
  }

  private static PropertyRegister.Kind kind(int code) {
    return switch (code) {
      case 0 -> PropertyRegister.Kind.SET_ONCE;
      case 1 -> PropertyRegister.Kind.SET;
      case 2 -> PropertyRegister.Kind.UNSET;
      default -> throw new IllegalArgumentException("no write has the code " + code);
    };
  }

  private static ByteBuffer open(byte[] encoded) {
    ByteBuffer in = ByteBuffer.wrap(encoded);
    byte version = in.get();
    if (version != VERSION && version != PLAIN_KEYS) {
      throw new IllegalArgumentException(
          "registers of layout " + version + ", this program knows only up to " + VERSION);
    }
    return in;
  }

  private static Stamp stamp(ByteBuffer in) {
    long micros = in.getLong();
    return new Stamp(micros, new EventId(in.getLong(), in.getLong()));
  }

  private static JsonBytes value(ByteBuffer in) {
    byte[] json = new byte[varint(in)];
    in.get(json);
    return JsonBytes.owning(json);
  }

  private static int varint(ByteBuffer in) {
    int value = 0;
    for (int shift = 0; ; shift += 7) {
      byte next = in.get();
      value |= (next & 0x7f) << shift;
      if (next >= 0) {
        return value;
      }
    }
  }

  /// Stamps in the order they were first named. Neighbours mostly share one, so the last is tried
  /// before the map.
  private static final class StampTable {
    private final Map<Stamp, Integer> places = new HashMap<>();
    private Stamp[] byPlace = new Stamp[8];
    private int size;
    private @Nullable Stamp last;
    private int lastPlace;

    int append(Stamp stamp) {
      if (size == byPlace.length) {
        byPlace = Arrays.copyOf(byPlace, 2 * size);
      }
      byPlace[size] = stamp;
      places.putIfAbsent(stamp, size);
      return size++;
    }

    int place(Stamp stamp) {
      if (!stamp.equals(last)) {
        Integer known = places.get(stamp);
        lastPlace = known != null ? known : append(stamp);
        last = stamp;
      }
      return lastPlace;
    }
  }

  private static final class Writer {
    private byte[] buffer;
    private int length;

    Writer(int initialBytes) {
      buffer = new byte[initialBytes];
    }

    void put(byte value) {
      ensure(1);
      buffer[length++] = value;
    }

    void varint(int value) {
      ensure(5);
      int rest = value;
      while (rest >>> 7 != 0) {
        buffer[length++] = (byte) (rest | 0x80);
        rest >>>= 7;
      }
      buffer[length++] = (byte) rest;
    }

    void stamp(Stamp stamp) {
      ensure(STAMP_BYTES);
      ByteBuffer.wrap(buffer, length, STAMP_BYTES)
          .putLong(stamp.timestampMicros())
          .putLong(stamp.uuid().high())
          .putLong(stamp.uuid().low());
      length += STAMP_BYTES;
    }

    /// A key that has no place.
    void text(String text) {
      byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
      varint(utf8.length << 1);
      bytes(utf8, utf8.length);
    }

    /// Length, then the bytes.
    void block(byte[] bytes) {
      varint(bytes.length);
      bytes(bytes, bytes.length);
    }

    void bytes(byte[] bytes, int count) {
      ensure(count);
      System.arraycopy(bytes, 0, buffer, length, count);
      length += count;
    }

    private void ensure(int more) {
      if (length + more > buffer.length) {
        buffer = Arrays.copyOf(buffer, Math.max(2 * buffer.length, length + more));
      }
    }
  }
}
