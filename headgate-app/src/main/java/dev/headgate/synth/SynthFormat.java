package dev.headgate.synth;

import java.util.Arrays;
import java.util.stream.Collectors;

/// A format a history can be written in. To add one: a constant here and its case in {@link
/// LineEncoder}.
public enum SynthFormat {
  /// Headgate's and PostHog's JSON Lines: `event, distinct_id, timestamp, properties, uuid`.
  EVENTS("events");

  private final String formatName;

  SynthFormat(String formatName) {
    this.formatName = formatName;
  }

  public String formatName() {
    return formatName;
  }

  /// The format of this name.
  ///
  /// @throws IllegalArgumentException for a name that is none; its message lists those there are
  public static SynthFormat named(String name) {
    for (SynthFormat format : values()) {
      if (format.formatName.equals(name)) {
        return format;
      }
    }
    throw new IllegalArgumentException(
        "there is no format \""
            + name
            + "\" to generate; there is: "
            + Arrays.stream(values())
                .map(SynthFormat::formatName)
                .collect(Collectors.joining(", ")));
  }
}
