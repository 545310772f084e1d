package dev.headgate.admit.sqlite;

import dev.headgate.admit.HeadPlace;
import dev.headgate.standalone.HeadFile;
import java.nio.file.Path;

/// Where tests keep the heads of trails: each beside its file.
final class Heads {
  private Heads() {}

  static Path fileBeside(Path control) {
    return control.resolveSibling(control.getFileName() + ".head");
  }

  static HeadPlace beside(Path control) {
    return new HeadFile(fileBeside(control), "hgp_of_tests");
  }
}
