package dev.headgate.standalone;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;

/// How much room a disk has.
///
/// @param where the folder that was asked about
/// @param usableBytes what this process may still write
public record DiskSpace(Path where, long totalBytes, long usableBytes) {

  /// Asks the disk that a folder lies on.
  public static DiskSpace of(Path folder) throws IOException {
    FileStore store = Files.getFileStore(folder);
    return new DiskSpace(folder, store.getTotalSpace(), store.getUsableSpace());
  }
}
