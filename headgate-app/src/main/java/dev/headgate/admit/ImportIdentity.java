package dev.headgate.admit;

import dev.headgate.event.ProjectId;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/// What an import *is*: a project, the contents of an export, and how they are read. Names, order
/// and packing of files do not matter; a file given twice does.
///
/// @param contentDigests of the uncompressed content of each file, sorted
/// @param mappingDigest of the format or mapping file that makes events of records
public record ImportIdentity(ProjectId project, List<String> contentDigests, String mappingDigest) {

  public ImportIdentity {
    contentDigests = contentDigests.stream().sorted().toList();
  }

  /// The identity in 64 hexadecimal digits: SHA-256 of its parts, one a line.
  public String digest() {
    String lines =
        project.number() + "\n" + mappingDigest + "\n" + String.join("\n", contentDigests);
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(lines.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
