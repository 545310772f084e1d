package dev.headgate.verify;

import dev.headgate.event.EventId;
import java.io.IOException;
import java.nio.file.Path;

/// shim
public final class ManifestWriter implements AutoCloseable {
  public static ManifestWriter open(Path folder, long bytes, long groups) {
    return new ManifestWriter();
  }

  public static boolean reaches(Path folder, long bytes, long groups) {
    return true;
  }

  private ManifestWriter() {}

  public void append(
      EventId uuid, int part, long line, long offset, int day, String name, boolean merge)
      throws IOException {}

  public long length() {
    return 0;
  }

  public long groupsLength() {
    return 0;
  }

  public void force() throws IOException {}

  @Override
  public void close() throws IOException {}
}
