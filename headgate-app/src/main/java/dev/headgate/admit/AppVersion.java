package dev.headgate.admit;

import dev.headgate.event.ProjectId;
import java.time.Instant;
import java.util.Map;

/// The apps of a project as they were set once: who, when, why, and what.
///
/// @param number from 1, one more with each change
/// @param from live events captured at this moment or later meet it, to the millisecond
/// @param why the reason given; may be empty
/// @param definition the file, as it was given
/// @param files digests of the files it names, by the names they have in it
public record AppVersion(
    ProjectId project,
    int number,
    Instant from,
    Actor by,
    String why,
    String definition,
    Map<String, String> files) {
  public AppVersion {
    files = Map.copyOf(files);
  }
}
