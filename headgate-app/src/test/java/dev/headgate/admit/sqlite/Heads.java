package dev.headgate.admit.sqlite;

import dev.headgate.admit.HeadPlace;
import dev.headgate.admit.Seal;
import dev.headgate.standalone.HeadFile;
import java.nio.file.Path;

/// Where tests keep the heads of trails: each beside its file.
final class Heads {
  static final Seal SEAL = new Seal("hgp_of_tests");

  private Heads() {}

  static Path fileBeside(Path control) {
    return control.resolveSibling(control.getFileName() + ".head");
  }

  static HeadPlace beside(Path control) {
    return new HeadFile(fileBeside(control), SEAL);
  }
}
