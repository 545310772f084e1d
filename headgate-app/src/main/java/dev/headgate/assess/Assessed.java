package dev.headgate.assess;

import dev.headgate.source.ContentPin;
import java.util.List;

/// What an assessment leaves behind: what it found, and the content it found it in.
///
/// @param pins one for each part, in the order of the export
public record Assessed(Assessment assessment, List<ContentPin> pins) {
  public Assessed {
    pins = List.copyOf(pins);
  }
}
