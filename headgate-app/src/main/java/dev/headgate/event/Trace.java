package dev.headgate.event;

import java.util.HexFormat;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The trace that a request is part of, as W3C Trace Context has it: whoever sends a request may
/// name one in its header, and all who have to do with it log it.
///
/// ```
/// traceparent: 00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01
///                 |------------- id -------------| |---- span ----|
/// ```
///
/// @param id 32 hexadecimal digits, lower case, not all zeros
public record Trace(String id) {
  /// The header that names it.
  public static final String HEADER = "traceparent";

  /// A later version than the first may have more behind it.
  private static final Pattern PARENT =
      Pattern.compile(
          "(?!ff)([0-9a-f]{2})-(?!0{32})([0-9a-f]{32})-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}(-.*)?");

  private static final int ID_DIGITS = 32;
  private static final String FIRST_VERSION = "00";
  private static final int LONGEST = 512;

  public Trace {
    if (!isId(id)) {
      throw new IllegalArgumentException("an id of a trace has 32 hexadecimal digits");
    }
  }

  /// Without a pattern, for every request has one.
  private static boolean isId(String id) {
    boolean zero = true;
    for (int i = 0; i < id.length(); i++) {
      char c = id.charAt(i);
      if ((c < '0' || c > '9') && (c < 'a' || c > 'f')) {
        return false;
      }
      zero &= c == '0';
    }
    return id.length() == ID_DIGITS && !zero;
  }

  /// The trace of a header, if that is what it should be.
  public static Optional<Trace> of(String traceparent) {
    if (traceparent.length() > LONGEST) {
      return Optional.empty();
    }
    Matcher parent = PARENT.matcher(traceparent);
    boolean usable =
        parent.matches() && (parent.group(3) == null || !parent.group(1).equals(FIRST_VERSION));
    return usable ? Optional.of(new Trace(parent.group(2))) : Optional.empty();
  }

  /// One for a request that names none.
  public static Trace begin(RandomGenerator random) {
    HexFormat hex = HexFormat.of();
    // The last bit keeps it from being all zeros.
    return new Trace(hex.toHexDigits(random.nextLong()) + hex.toHexDigits(random.nextLong() | 1));
  }
}
