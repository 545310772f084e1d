package dev.headgate.store;

import java.time.Duration;

/// How far somebody is behind a stream of changes.
///
/// @param changes how many there are that were not followed yet
/// @param age how long ago the first of them was made; zero if there is none
public record ChangeLag(long changes, Duration age) {
  public static final ChangeLag NONE = new ChangeLag(0, Duration.ZERO);
}
