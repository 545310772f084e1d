package dev.headgate.source.fuzz;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import java.util.List;
import java.util.Random;

/// Makes inputs of others: a few changes, each small, at places that are chosen at random.
final class Mutations {
  private static final int MOST_CHANGES = 6;
  private static final int MOST_BYTES = 64 << 10;
  private static final int KEPT_INPUTS = 256;

  /// What readers of text and of packed bytes stumble over.
  private static final List<byte[]> TOKENS =
      List.of(
          utf8("{"),
          utf8("}"),
          utf8("["),
          utf8("]"),
          utf8("\""),
          utf8("\\"),
          utf8(","),
          utf8(":"),
          utf8("\n"),
          utf8("\r\n"),
          utf8("\t"),
          utf8("\uFEFF"),
          utf8("\\u0000"),
          utf8("\\ud800"),
          utf8("null"),
          utf8("true"),
          utf8("-0"),
          utf8("1e999"),
          utf8("0.1"),
          utf8("99999999999999999999"),
          utf8("[[[[[[[["),
          utf8("{\"a\":"),
          utf8("},{"),
          utf8("\"\""),
          utf8(";"),
          utf8("\uD83D\uDE00"),
          utf8("distinct_id"),
          utf8("$set"),
          utf8("2024-02-30T25:61:61Z"),
          utf8("-1"),
          raw("\0"),
          raw("\u00ff"),
          raw("\u00ff\u00fe"),
          raw("\u00fe\u00ff"),
          raw("\u0080"),
          raw("\u00c3"),
          raw("\u00ed\u00a0\u0080"),
          raw("\u001f\u008b\u0008\0"),
          raw("PK\u0003\u0004"),
          raw("PK\u0001\u0002"),
          raw("PK\u0005\u0006"),
          raw("(\u00b5/\u00fd"),
          raw("BZh9"),
          raw("\0\0\0\0"),
          raw("\u00ff\u00ff\u00ff\u00ff"));

  private final byte[][] inputs;
  private final Random random;
  private int known;

  Mutations(List<byte[]> seeds, Random random) {
    this.inputs = new byte[KEPT_INPUTS][];
    this.random = random;
    for (byte[] seed : seeds) {
      inputs[known++] = seed;
    }
  }

  private static byte[] utf8(String text) {
    return text.getBytes(UTF_8);
  }

  private static byte[] raw(String text) {
    return text.getBytes(ISO_8859_1);
  }

  /// The next input; now and then it is kept to make others of.
  byte[] next() {
    byte[] input = pick().clone();
    int changes = 1 + random.nextInt(MOST_CHANGES);
    for (int i = 0; i < changes; i++) {
      input = changed(input);
    }
    if (input.length > MOST_BYTES) {
      input = Arrays.copyOf(input, MOST_BYTES);
    }
    if (random.nextInt(50) == 0 && input.length > 0) {
      if (known < KEPT_INPUTS) {
        inputs[known++] = input;
      } else {
        inputs[KEPT_INPUTS / 2 + random.nextInt(KEPT_INPUTS / 2)] = input;
      }
    }
    return input;
  }

  private byte[] pick() {
    return inputs[random.nextInt(known)];
  }

  private byte[] changed(byte[] input) {
    int at = random.nextInt(input.length + 1);
    int length = Math.min(input.length - at, 1 << random.nextInt(10));
    return switch (random.nextInt(9)) {
      case 0 -> flipped(input);
      case 1 ->
          with(input, at, Math.min(1, input.length - at), new byte[] {(byte) random.nextInt(256)});
      case 2 -> with(input, at, 0, TOKENS.get(random.nextInt(TOKENS.size())));
      case 3 -> {
        byte[] token = TOKENS.get(random.nextInt(TOKENS.size()));
        yield with(input, at, Math.min(token.length, input.length - at), token);
      }
      case 4 -> with(input, at, random.nextInt(length + 1), new byte[0]);
      case 5 -> with(input, at, 0, Arrays.copyOfRange(input, at, at + length));
      case 6 -> {
        byte[] other = pick();
        int from = random.nextInt(other.length + 1);
        int to = from + random.nextInt(other.length - from + 1);
        yield with(input, at, random.nextInt(length + 1), Arrays.copyOfRange(other, from, to));
      }
      case 7 -> random.nextInt(4) == 0 ? Arrays.copyOf(input, at) : flipped(input);
      default -> {
        byte[] repeated = new byte[random.nextInt(600)];
        Arrays.fill(repeated, at < input.length ? input[at] : (byte) '[');
        yield with(input, at, 0, repeated);
      }
    };
  }

  private byte[] flipped(byte[] input) {
    byte[] out = input.clone();
    if (out.length > 0) {
      out[random.nextInt(out.length)] ^= (byte) (1 << random.nextInt(8));
    }
    return out;
  }

  private static byte[] with(byte[] input, int at, int removed, byte[] inserted) {
    byte[] out = new byte[input.length - removed + inserted.length];
    System.arraycopy(input, 0, out, 0, at);
    System.arraycopy(inserted, 0, out, at, inserted.length);
    System.arraycopy(input, at + removed, out, at + inserted.length, input.length - at - removed);
    return out;
  }
}
