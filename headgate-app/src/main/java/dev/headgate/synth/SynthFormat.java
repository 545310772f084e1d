package dev.headgate.synth;

import java.util.Arrays;
import java.util.stream.Collectors;

/// A format a history can be written in. To add one: a constant here, and a {@link LineEncoder}
/// that it is given by {@link LineEncoder#of}.
public enum SynthFormat {
  /// Headgate's and PostHog's JSON Lines: `event, distinct_id, timestamp, properties, uuid`.
  EVENTS("events", true),
  SEGMENT("segment", true),
  RUDDERSTACK("rudderstack", true),
  POSTHOG("posthog", true),
  SNOWPLOW("snowplow", false),
  GA4("ga4", false),
  MIXPANEL("mixpanel", false),
  AMPLITUDE("amplitude", false),
  HEAP("heap", false);

  private final String formatName;
  private final boolean verbs;

  SynthFormat(String formatName, boolean verbs) {
    this.formatName = formatName;
    this.verbs = verbs;
  }

  public String formatName() {
    return formatName;
  }

  /// Whether its records can ask for a merge, set, set once and unset, and want no person. Else who
  /// is who follows only from ids that stand side by side.
  boolean verbs() {
    return verbs;
  }

  /// Whether its records say by whom an event was beside whose it is: the device of a user.
  boolean namesDevices() {
    return this != EVENTS && this != POSTHOG;
  }

  /// What the distinct_id of a device begins with.
  String devicePrefix() {
    return this == MIXPANEL ? MixpanelEncoder.DEVICE_PREFIX : "";
  }

  /// Whether the distinct_id of a device is a number.
  boolean numbersDevices() {
    return this == HEAP;
  }

  /// Between two times that it tells apart, in microseconds.
  long resolutionMicros() {
    return switch (this) {
      case MIXPANEL -> 1_000_000;
      case HEAP -> 1_000;
      case EVENTS, SEGMENT, RUDDERSTACK, POSTHOG, SNOWPLOW, GA4, AMPLITUDE -> 1;
    };
  }

  /// Whether a record without a uuid of its own is told from an equal one by where it stands.
  boolean repeatsAreEvents() {
    return this != GA4;
  }

  /// Whether a property that ends up on persons has a place in it.
  boolean carries(PropertyKey key) {
    return this != SNOWPLOW || (key != PropertyKey.OS_VERSION && key.register() != Register.APP);
  }

  /// Whether a property can be set on a person beside those that events carry.
  boolean sets(Register register) {
    return switch (register) {
      case PREFERENCES -> verbs;
      default -> verbs || this == GA4;
    };
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
        "there is no format \"" + name + "\" to generate; there are: " + names());
  }

  /// `events, segment, ...`
  public static String names() {
    return Arrays.stream(values()).map(SynthFormat::formatName).collect(Collectors.joining(", "));
  }
}
