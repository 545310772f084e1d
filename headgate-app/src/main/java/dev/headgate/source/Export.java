package dev.headgate.source;

import java.util.List;

/// Everything one import reads: its parts in name order, whatever order they were named in.
///
/// @param parts at least one; `parts.get(i).index() == i`
/// @param files what the files it was found in looked like, in name order, to know the same export
///   again without reading it; empty if a part is no file (standard input)
public record Export(List<Part> parts, List<FileFingerprint> files) {

  public Export {
    parts = List.copyOf(parts);
    files = List.copyOf(files);
  }

  /// What can be known of a file without reading it.
  ///
  /// @param path absolute; of what lies elsewhere its version there, a space, and its address
  /// @param size in bytes
  /// @param modifiedMillis when it was changed last, in milliseconds since 1970
  public record FileFingerprint(String path, long size, long modifiedMillis) {}
}
