package dev.headgate.capture.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;

/// Reads what browsers' LZ-String library wrote: text packed by LZ78, its codes in a stream of
/// bits. Older posthog-js sends it as base64 and says `compression=lz64`.
///
/// ```
/// first of each byte of six or eight bits: its highest; first of each code: its lowest
/// code 0, 1   a new character of 8, 16 bits follows, and becomes an entry
/// code 2      the end
/// code n      entry n; after each but the first code a new entry: the phrase before it and the
///             first character of its own
/// ```
///
/// Every entry is a phrase that stands in the text itself, so the dictionary is places in it and
/// takes no memory of its own beyond two numbers an entry.
///
/// @see <a href="https://pieroxy.net/blog/pages/lz-string/index.html">LZ-String</a>
final class LzString {
  private static final int CHARACTER_OF_8 = 0;
  private static final int CHARACTER_OF_16 = 1;
  private static final int END = 2;
  private static final int FIRST_ENTRY = 3;
  private static final String BROKEN = "invalid lz64 data";

  private final byte[] packed;
  private final int packedLength;
  private final int atMost;
  private final BodyBudget.Claim claim;
  private int nextBit;
  private char[] text = new char[256];
  private int textLength;
  private int[] entryFrom = new int[64];
  private int[] entryLength = new int[64];
  private int entries = FIRST_ENTRY;

  private LzString(byte[] packed, int packedLength, int atMost, BodyBudget.Claim claim) {
    this.packed = packed;
    this.packedLength = packedLength;
    this.atMost = atMost;
    this.claim = claim;
  }

  /// Unpacks what base64 was taken off.
  ///
  /// @param atMost longest text, in characters
  static Body unpacked(Body packed, int atMost, BodyBudget.Claim claim) throws BodyRefused {
    LzString reader = new LzString(packed.bytes(), packed.length(), atMost, claim);
    reader.readAll();
    claim.add(3 * reader.textLength);
    byte[] utf8 = new String(reader.text, 0, reader.textLength).getBytes(UTF_8);
    return new Body(utf8, utf8.length);
  }

  private void readAll() throws BodyRefused {
    int width = 2;
    int phraseFrom = 0;
    int phraseLength = 0;
    while (true) {
      int code = bits(width);
      if (code == END) {
        return;
      }
      int from = textLength;
      if (code == CHARACTER_OF_8 || code == CHARACTER_OF_16) {
        append((char) bits(code == CHARACTER_OF_8 ? 8 : 16));
        addEntry(from, 1);
      } else if (code < entries) {
        repeat(entryFrom[code], entryLength[code]);
      } else if (code == entries && phraseLength > 0) {
        // The entry that this very code is about to make.
        repeat(phraseFrom, phraseLength);
        append(text[phraseFrom]);
      } else {
        throw BodyRefused.unreadable(BROKEN);
      }
      if (phraseLength > 0) {
        addEntry(phraseFrom, phraseLength + 1);
      }
      phraseFrom = from;
      phraseLength = textLength - from;
      if (entries >= 1 << width) {
        width++;
      }
    }
  }

  private void repeat(int from, int length) throws BodyRefused {
    for (int i = 0; i < length; i++) {
      append(text[from + i]);
    }
  }

  private void append(char c) throws BodyRefused {
    if (textLength == text.length) {
      if (textLength >= atMost) {
        throw BodyRefused.tooLong("inflated body", atMost);
      }
      int larger = (int) Math.min(atMost, 2L * text.length);
      claim.add(2 * (larger - text.length));
      text = Arrays.copyOf(text, larger);
    }
    text[textLength++] = c;
  }

  private void addEntry(int from, int length) throws BodyRefused {
    if (entries == entryFrom.length) {
      claim.add(8 * entries);
      entryFrom = Arrays.copyOf(entryFrom, 2 * entries);
      entryLength = Arrays.copyOf(entryLength, 2 * entries);
    }
    entryFrom[entries] = from;
    entryLength[entries] = length;
    entries++;
  }

  /// A number of so many bits, lowest first.
  private int bits(int count) throws BodyRefused {
    int number = 0;
    for (int i = 0; i < count; i++) {
      int index = nextBit >> 3;
      if (index >= packedLength) {
        throw BodyRefused.unreadable(BROKEN);
      }
      number |= (packed[index] >> (7 - (nextBit & 7)) & 1) << i;
      nextBit++;
    }
    return number;
  }
}
