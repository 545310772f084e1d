package dev.headgate.admit;

import java.util.List;

/// A file as it looked, and what was in it then.
///
/// @param contentDigests of its content; several for an archive
public record KnownFile(Fingerprint fingerprint, List<String> contentDigests) {
  public KnownFile {
    contentDigests = List.copyOf(contentDigests);
  }

  /// What tells, without reading it, that a file was not changed.
  ///
  /// @param path absolute
  /// @param modifiedMicros microseconds since 1970
  public record Fingerprint(String path, long bytes, long modifiedMicros) {}
}
