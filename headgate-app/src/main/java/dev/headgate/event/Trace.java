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

  /// A later version may have more behind it.
  private static final Pattern PARENT =
      Pattern.compile("(?!ff)[0-9a-f]{2}-([0-9a-f]{32})-[0-9a-f]{16}-[0-9a-f]{2}(-.*)?");

  private static final int LONGEST = 512;
  private static final String NONE = "0".repeat(32);

  /// The trace of a header, if that is what it should be.
  public static Optional<Trace> of(String traceparent) {
    if (traceparent.length() > LONGEST) {
      return Optional.empty();
    }
    Matcher parent = PARENT.matcher(traceparent);
    return parent.matches() && !parent.group(1).equals(NONE)
        ? Optional.of(new Trace(parent.group(1)))
        : Optional.empty();
  }

  /// What this process was told to name in the requests that it sends, by the variable
  /// `TRACEPARENT`.
  public static Optional<String> ofEnvironment() {
    return Optional.ofNullable(System.getenv("TRACEPARENT")).filter(told -> of(told).isPresent());
  }

  /// One for a request that names none.
  public static Trace begin(RandomGenerator random) {
    HexFormat hex = HexFormat.of();
    // The last bit keeps it from being all zeros.
    return new Trace(hex.toHexDigits(random.nextLong()) + hex.toHexDigits(random.nextLong() | 1));
  }
}
