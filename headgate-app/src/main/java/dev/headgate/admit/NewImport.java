package dev.headgate.admit;

import dev.headgate.event.JsonBytes;
import java.util.List;

/// An import as it is first heard of.
///
/// @param format its name, such as `posthog`
/// @param sources names of the files, as they were given
/// @param assessment `assessment.json`
public record NewImport(
    ImportIdentity identity, String format, List<String> sources, JsonBytes assessment) {
  public NewImport {
    sources = List.copyOf(sources);
  }
}
