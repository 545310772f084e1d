package dev.headgate.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.headgate.standalone.HaltPoints;
import dev.headgate.verify.Manifest;
import dev.headgate.verify.ReadTally;
import dev.headgate.verify.Verification;
import dev.headgate.verify.Verifier;
import dev.headgate.verify.VerifyFault;
import dev.headgate.verify.json.VerificationJson;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Proves an import: the manifest of what was read against what the pipeline's stores hold, and the
/// verdict into the import's record.
final class Proof {
  private static final int SORT_BYTES = 64 << 20;

  private Proof() {}

  /// Compares and records the verdict.
  static Verification of(
      Connection connection, JsonNode record, Manifest manifest, ReadTally read, Screen screen)
      throws IOException {
    connection.haltPoints().reach(HaltPoints.VERIFYING);
    screen.status("verifying " + Words.count(read.read()) + " records");
    int number = record.path("import").asInt();
    List<String> parts = new ArrayList<>();
    record.path("sources").forEach(source -> parts.add(source.asText()));
    Path work = WorkFolders.make(connection.dataFolder());
    try {
      Verification verification =
          new Verifier(work, SORT_BYTES)
              .verify(
                  number, manifest, read, parts, new StoredOverHttp(connection.client(), number));
      connection
          .client()
          .put(
              "/api/v1/imports/" + number + "/verification",
              Screen.tree(VerificationJson.write(verification)));
      return verification;
    } catch (VerifyFault e) {
      throw new CommandStop(
          ExitCode.FAILED,
          String.valueOf(e.getMessage()),
          "import " + number,
          "Run the command again when it is mended.");
    } finally {
      WorkFolders.delete(work);
    }
  }
}
